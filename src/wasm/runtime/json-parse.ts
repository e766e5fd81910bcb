/*
 * JSON text to slots, in one pass (RFC 8259, strict).
 *
 * Strings without escapes and numbers that are no short int stay where they are in the text. The
 * elements of open arrays and objects gather on a scratch stack and are copied out when their
 * bracket closes. The byte behind the text is set to 0 meanwhile: no token contains it, so nothing
 * has to ask for the end, and reading 16 bytes at once may run over it.
 *
 * Refused besides what the RFC forbids: invalid UTF-8, lone surrogates, nesting over 128. The last
 * of two equal keys wins. `extended` text may also hold sets (`{1, 2}`, `set()`) and keys that are
 * no strings, as `opa_value_dump` prints them.
 *
 * A function takes the address of its token and returns the one behind it, or 0 on an error.
 */
import { writeArray } from './array';
import { entryBytes, OBJECT_SHIFT, SET_SHIFT, writeBody, writeCollection } from './collection';
import { adoptEntries } from './insertion';
import { intern, lookUp } from './intern';
import { allocate, arenaTop, PADDING, reserve, setArenaTop } from './memory';
import { addressOf, copySlot, idOf, lengthOf, writeHead, writeInt, writeText } from './slot';
import { Value } from './slot';
import { FALSE, NULL, NUMBER, OBJECT, SET, STRING, TRUE } from './tag';
import { isUtf8, putCodePoint } from './utf8';

const MAX_DEPTH: u32 = 128;
/** Digits of an int that may fit an i64, and surely fit a u64. */
const MAX_INT_DIGITS: usize = 19;
const FIRST_SCRATCH: usize = 16384;
const BODY: usize = 32;

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const OPEN_BRACE: u32 = 0x7b;
const CLOSE_BRACE: u32 = 0x7d;
const OPEN_BRACKET: u32 = 0x5b;
const CLOSE_BRACKET: u32 = 0x5d;

/** Words as little-endian u32. */
const NULL_WORD: u32 = 0x6c6c756e;
const TRUE_WORD: u32 = 0x65757274;
const ALSE_WORD: u32 = 0x65736c61;
const SET_WORD: u32 = 0x28746573;

let textEnd: usize = 0;
let nonAscii: u32 = 0;
let depth: u32 = 0;
let interning: bool = false;
let extended: bool = false;

let scratch: usize = 0;
let scratchEnd: usize = 0;
/** Where the next slot goes. */
let top: usize = 0;

// ---- scratch stack

/** Makes room for one more slot at `top`. */
// @ts-ignore: decorator
@inline
function push(): usize {
  if (top == scratchEnd) growScratch();
  const slot = top;
  top += 16;
  return slot;
}

/** Open containers remember offsets, so that the stack may move. */
function growScratch(): void {
  const used = top - scratch;
  const moved = allocate(used << 1);
  memory.copy(moved, scratch, used);
  scratch = moved;
  top = moved + used;
  scratchEnd = moved + (used << 1);
}

/** Moves slots from the stack's top to where they stay. */
function popTo(address: usize, offset: usize): void {
  let from = scratch + offset;
  while (from < top) {
    copySlot(address, from);
    address += 16;
    from += 16;
  }
  top = scratch + offset;
}

// ---- strings

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
function parseString(at: usize, slot: usize): usize {
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

// ---- numbers and words

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - 48 < 10;
}

/** Whether a magnitude and a sign are an i64; `-0` is no int, because its digits must be kept. */
// @ts-ignore: decorator
@inline
function isInt(value: u64, negative: bool): bool {
  return negative ? value - 1 <= 0x7fffffffffffffff : value <= 0x7fffffffffffffff;
}

function parseNumber(start: usize, slot: usize): usize {
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

// @ts-ignore: decorator
@inline
function writeWord(slot: usize, tag: u32): void {
  writeHead(slot, tag, 0);
  store<u64>(slot, 0, 8);
}

function parseWord(at: usize, slot: usize): usize {
  const word = load<u32>(at);
  if (word == TRUE_WORD) {
    writeWord(slot, TRUE);
    return at + 4;
  }
  if (word == NULL_WORD) {
    writeWord(slot, NULL);
    return at + 4;
  }
  if (load<u8>(at) == 0x66 && load<u32>(at, 1) == ALSE_WORD) {
    writeWord(slot, FALSE);
    return at + 5;
  }
  if (extended && word == SET_WORD && load<u8>(at, 4) == 0x29) {
    closeCollection(slot - scratch + 16, slot, SET, SET_SHIFT, false);
    return at + 5;
  }
  return 0;
}

// ---- structure

// @ts-ignore: decorator
@inline
function skipSpace(at: usize): usize {
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte > 32 || (byte != 32 && byte != 10 && byte != 13 && byte != 9)) return at;
    at++;
  }
  return 0;
}

/** Leaves one slot on the stack. */
function parseValue(at: usize): usize {
  const byte: u32 = load<u8>(at);
  if (byte == QUOTE) return parseString(at + 1, push());
  if (byte - 48 < 10 || byte == 0x2d) return parseNumber(at, push());
  if (byte == OPEN_BRACE) return enter(extended ? parseBraces(at + 1) : parseObject(at + 1));
  if (byte == OPEN_BRACKET) return enter(parseArray(at + 1));
  return parseWord(at, push());
}

/** Called when a container is left; `parseObject` and `parseArray` count themselves in. */
// @ts-ignore: decorator
@inline
function enter(at: usize): usize {
  depth--;
  return at;
}

function parseArray(at: usize): usize {
  if (++depth > MAX_DEPTH) return 0;
  const offset = push() - scratch;
  at = skipSpace(at);
  if (load<u8>(at) == CLOSE_BRACKET) {
    writeArray(scratch + offset, 0, 0);
    return at + 1;
  }
  while (true) {
    at = parseValue(at);
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = load<u8>(at++);
    if (byte == CLOSE_BRACKET) break;
    if (byte != COMMA) return 0;
    at = skipSpace(at);
  }
  closeArray(offset);
  return at;
}

function closeArray(offset: usize): void {
  const bytes = top - scratch - offset - 16;
  const elements = allocate(bytes);
  popTo(elements, offset + 16);
  writeArray(scratch + offset, elements, <u32>(bytes >> 4));
}

/** A bit that equal keys share. */
// @ts-ignore: decorator
@inline
function keyBit(slot: usize): u64 {
  const id = idOf(slot);
  if (id != 0) return <u64>1 << ((id * 0x9e3779b1) >> 26);
  const length = lengthOf(slot);
  const text = addressOf(slot);
  const edges = length == 0 ? 0 : <u32>load<u8>(text) ^ (<u32>load<u8>(text + length - 1) << 8);
  return <u64>1 << (((length ^ (edges << 8)) * 0x9e3779b1) >> 26);
}

function parseObject(at: usize): usize {
  if (++depth > MAX_DEPTH) return 0;
  const offset = push() - scratch;
  let seen: u64 = 0;
  let distinct = true;
  at = skipSpace(at);
  if (load<u8>(at) == CLOSE_BRACE) {
    closeCollection(offset + 16, scratch + offset, OBJECT, OBJECT_SHIFT, true);
    return at + 1;
  }
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    const key = push();
    at = parseString(at + 1, key);
    if (at == 0) return 0;
    const bit = keyBit(key);
    if (seen & bit) distinct = false;
    seen |= bit;
    at = skipSpace(at);
    if (load<u8>(at) != COLON) return 0;
    at = parseValue(skipSpace(at + 1));
    if (at == 0) return 0;
    at = skipSpace(at);
    const byte = load<u8>(at++);
    if (byte == CLOSE_BRACE) break;
    if (byte != COMMA) return 0;
    at = skipSpace(at);
  }
  closeCollection(offset + 16, scratch + offset, OBJECT, OBJECT_SHIFT, distinct);
  return at;
}

/** Extended text: an object or a set, as the first entry shows; `{}` is the empty object. */
function parseBraces(at: usize): usize {
  at = skipSpace(at);
  if (load<u8>(at) == CLOSE_BRACE) return parseObject(at);
  if (++depth > MAX_DEPTH) return 0;
  const offset = push() - scratch;
  let shift: u32 = 0;
  while (true) {
    at = parseValue(at);
    if (at == 0) return 0;
    at = skipSpace(at);
    const entryShift = load<u8>(at) == COLON ? OBJECT_SHIFT : SET_SHIFT;
    if (shift != 0 && shift != entryShift) return 0;
    shift = entryShift;
    if (shift == OBJECT_SHIFT) {
      at = parseValue(skipSpace(at + 1));
      if (at == 0) return 0;
      at = skipSpace(at);
    }
    const byte = load<u8>(at++);
    if (byte == CLOSE_BRACE) break;
    if (byte != COMMA) return 0;
    at = skipSpace(at);
  }
  const tag = shift == OBJECT_SHIFT ? OBJECT : SET;
  closeCollection(offset + 16, scratch + offset, tag, shift, false);
  return at;
}

/** Turns the entries above `offset` into a body; few entries known to be distinct need no look-up. */
function closeCollection(offset: usize, slot: usize, tag: u32, shift: u32, distinct: bool): void {
  const bytes = top - scratch - offset;
  const count = <u32>(bytes >> shift);
  const body = allocate(BODY + entryBytes(count, shift));
  popTo(body + BODY, offset);
  writeCollection(slot, tag, body);
  if (distinct && count <= 8) writeBody(body, count, count, body + BODY);
  else adoptEntries(body, body + BODY, count, shift);
}

/** The document between `address` and the (overwritten) byte behind it, as the stack's one slot. */
function parseDocument(address: usize): bool {
  const at = parseValue(skipSpace(address));
  return at != 0 && skipSpace(at) == textEnd && (!nonAscii || isUtf8(address, textEnd));
}

function beginScratch(length: u32): void {
  scratch = allocate(min<usize>((<usize>length << 4) + 64, FIRST_SCRATCH));
  scratchEnd = scratch + min<usize>((<usize>length << 4) + 64, FIRST_SCRATCH);
  top = scratch;
}

function parse(address: usize, length: u32): Value {
  textEnd = address + length;
  nonAscii = 0;
  depth = 0;
  setArenaTop(arenaTop() + PADDING);
  const slot = allocate(16);
  beginScratch(length);
  const behind = load<u8>(textEnd);
  store<u8>(textEnd, 0);
  const valid = parseDocument(address);
  store<u8>(textEnd, behind);
  if (!valid) return 0;
  copySlot(slot, scratch);
  return slot;
}

/** A JSON document, or 0 if the text is none. */
export function parseJson(address: usize, length: u32): Value {
  extended = false;
  interning = false;
  return parse(address, length);
}

/** A document in JSON or in Rego's own notation of sets and keys, or 0. */
export function parseExtended(address: usize, length: u32): Value {
  extended = true;
  interning = false;
  return parse(address, length);
}

/** A JSON document all of whose strings get ids, or 0. */
export function parseData(address: usize, length: u32): Value {
  extended = false;
  interning = true;
  return parse(address, length);
}
