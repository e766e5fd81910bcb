/*
 * The tokens of JSON: strings and numbers, into slots. A function takes the address of its token
 * and returns the one behind it, or 0 on an error. The byte behind the text is 0.
 */
import { intern, lookUp } from './intern';
import { arenaTop, reserve, setArenaTop } from './memory';
import { writeInt, writeText } from './slot';
import { NUMBER, STRING } from './tag';
import { putCodePoint } from './utf8';

/** Digits of an int that may fit an i64, and surely fit a u64. */
const MAX_INT_DIGITS: usize = 19;

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;

let textEnd: usize = 0;
let nonAscii: u32 = 0;
let interning: bool = false;

/** Before a text: where it ends, and whether its strings get ids. */
export function beginTokens(end: usize, internStrings: bool): void {
  textEnd = end;
  interning = internStrings;
  nonAscii = 0;
}

/** Whether the strings read so far have bytes that are not ASCII. */
export function sawNonAscii(): bool {
  return nonAscii != 0;
}

// @ts-ignore: decorator
@inline
function scanSimd(at: usize): usize {
  const quote = i8x16.splat(<i8>QUOTE);
  const backslash = i8x16.splat(<i8>BACKSLASH);
  const space = i8x16.splat(32);
  while (true) {
    const bytes = v128.load(at);
    const special = v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash));
    const stops = i8x16.bitmask(v128.or(special, i8x16.lt_u(bytes, space)));
    const high = i8x16.bitmask(bytes);
    if (stops != 0) {
      const place = ctz<u32>(stops);
      nonAscii |= high & ((1 << place) - 1);
      return at + place;
    }
    nonAscii |= high;
    at += 16;
  }
  return 0;
}

/** Bytes of a word that are zero have their top bit set; false positives only above a true one. */
// @ts-ignore: decorator
@inline
function zeroBytes(word: u64): u64 {
  return (word - 0x0101010101010101) & ~word & 0x8080808080808080;
}

// @ts-ignore: decorator
@inline
function scanScalar(at: usize): usize {
  while (true) {
    const bytes = load<u64>(at);
    const quotes = zeroBytes(bytes ^ 0x2222222222222222);
    const backslashes = zeroBytes(bytes ^ 0x5c5c5c5c5c5c5c5c);
    const controls = zeroBytes(bytes & 0xe0e0e0e0e0e0e0e0);
    const stops = quotes | backslashes | controls;
    const high = bytes & 0x8080808080808080;
    if (stops != 0) {
      const place = ctz<u64>(stops) >> 3;
      nonAscii |= <u32>((high & (((<u64>1) << (place << 3)) - 1)) != 0);
      return at + <usize>place;
    }
    nonAscii |= <u32>(high != 0);
    at += 8;
  }
  return 0;
}

/** The next byte that a string cannot simply contain: a quote, a backslash, a control character. */
// @ts-ignore: decorator
@inline
function scan(at: usize): usize {
  // @ts-ignore: SIMD is an integer constant of the build (asc --use)
  return SIMD ? scanSimd(at) : scanScalar(at);
}

// @ts-ignore: decorator
@inline
function writeString(slot: usize, address: usize, length: u32): void {
  const id = interning ? intern(address, length) : lookUp(address, length);
  writeText(slot, STRING, length, address, id);
}

/** `at` is behind the opening quote. */
// @ts-ignore: decorator
@inline
export function parseString(at: usize, slot: usize): usize {
  const stop = scan(at);
  if (load<u8>(stop) != QUOTE) return parseEscapedString(at, stop, slot);
  writeString(slot, at, <u32>(stop - at));
  return stop + 1;
}

function parseEscapedString(start: usize, at: usize, slot: usize): usize {
  reserve(textEnd - start);
  const to = arenaTop();
  let out = to + (at - start);
  memory.copy(to, start, at - start);
  while (load<u8>(at) != QUOTE) {
    if (load<u8>(at) != BACKSLASH) return 0;
    const escape = load<u8>(at, 1);
    if (escape == 0x75) {
      const point = unicodeEscape(at);
      if (point == INVALID) return 0;
      at += point > 0xffff ? 12 : 6;
      out = putCodePoint(out, point);
    } else {
      const byte = simpleEscape(escape);
      if (byte == 0) return 0;
      store<u8>(out++, byte);
      at += 2;
    }
    const stop = scan(at);
    memory.copy(out, at, stop - at);
    out += stop - at;
    at = stop;
  }
  setArenaTop(out);
  writeString(slot, to, <u32>(out - to));
  return at + 1;
}

function simpleEscape(letter: u32): u32 {
  if (letter == QUOTE || letter == BACKSLASH || letter == 0x2f) return letter;
  if (letter == 0x62) return 8;
  if (letter == 0x66) return 12;
  if (letter == 0x6e) return 10;
  if (letter == 0x72) return 13;
  return letter == 0x74 ? 9 : 0;
}

const INVALID: u32 = 0xffffffff;

/** The code point of a unicode escape, or of two that make a surrogate pair. */
function unicodeEscape(at: usize): u32 {
  const unit = hexUnit(at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || load<u8>(at, 6) != BACKSLASH || load<u8>(at, 7) != 0x75) return INVALID;
  const low = hexUnit(at + 8);
  if (low < 0xdc00 || low > 0xdfff) return INVALID;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

function hexUnit(at: usize): u32 {
  let unit: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexDigit(load<u8>(at + i));
    if (digit > 15) return INVALID;
    unit = (unit << 4) | digit;
  }
  return unit;
}

function hexDigit(byte: u32): u32 {
  if (isDigit(byte)) return byte - 48;
  const lower = byte | 32;
  return lower >= 0x61 && lower <= 0x66 ? lower - 87 : INVALID;
}

// ---- numbers

// @ts-ignore: decorator
@inline
export function isDigit(byte: u32): bool {
  return byte - 48 < 10;
}

/** Whether a magnitude and a sign are an i64; `-0` is no int, because its digits must be kept. */
// @ts-ignore: decorator
@inline
function isInt(value: u64, negative: bool): bool {
  return negative ? value - 1 <= 0x7fffffffffffffff : value <= 0x7fffffffffffffff;
}

export function parseNumber(start: usize, slot: usize): usize {
  const negative = load<u8>(start) == 0x2d;
  const digits = start + <usize>negative;
  let at = digits;
  let byte: u32 = load<u8>(at);
  if (!isDigit(byte)) return 0;
  let value: u64 = 0;
  if (byte == 48) {
    byte = load<u8>(++at);
  } else {
    do {
      value = value * 10 + (byte - 48);
      byte = load<u8>(++at);
    } while (isDigit(byte));
  }
  const whole = byte != 0x2e && (byte | 32) != 0x65;
  if (whole && at - digits <= MAX_INT_DIGITS && isInt(value, negative)) {
    writeInt(slot, negative ? 0 - <i64>value : <i64>value);
    return at;
  }
  at = skipFraction(at);
  if (at != 0) at = skipExponent(at);
  if (at != 0) writeText(slot, NUMBER, <u32>(at - start), start, 0);
  return at;
}

function skipDigits(at: usize): usize {
  if (!isDigit(load<u8>(at))) return 0;
  while (isDigit(load<u8>(at))) at++;
  return at;
}

function skipFraction(at: usize): usize {
  return load<u8>(at) == 0x2e ? skipDigits(at + 1) : at;
}

function skipExponent(at: usize): usize {
  if ((load<u8>(at) | 32) != 0x65) return at;
  const sign: u32 = load<u8>(at, 1);
  return skipDigits(sign == 0x2b || sign == 0x2d ? at + 2 : at + 1);
}
