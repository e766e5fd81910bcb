/**
 * Base64 as Go's decoder takes it (line ends are skipped, padding is required, nothing may follow
 * it), and hexadecimal. Bytes that are no UTF-8 become U+FFFD each.
 */
import { failBuiltin, failCharacter, failOperand, failPosition, failText } from './failure';
import { allocate } from './memory';
import { addressOf, FALSE_SLOT, lengthOf, tagOf, toBoolean, Value } from './slot';
import { STRING } from './tag';
import { beginText, finishText, putByte, putText } from './text-builder';
import { characterLength, codePointAt, lengthOfCharacter } from './utf8';

const PAD: u32 = 0x3d;
const NONE: u32 = 64;

/** U+FFFD in UTF-8, as a little-endian word. */
const REPLACEMENT: u32 = 0xbdbfef;

/** The letter for six bits. */
function letterOf(bits: u32, url: bool): u32 {
  if (bits < 26) return 65 + bits;
  if (bits < 52) return 71 + bits;
  if (bits < 62) return bits - 4;
  if (bits == 62) return url ? 0x2d : 0x2b;
  return url ? 0x5f : 0x2f;
}

/** The six bits of a letter, or `NONE`. */
function bitsOf(letter: u32, url: bool): u32 {
  if (letter - 65 < 26) return letter - 65;
  if (letter - 97 < 26) return letter - 71;
  if (letter - 48 < 10) return letter + 4;
  if (letter == <u32>(url ? 0x2d : 0x2b)) return 62;
  return letter == <u32>(url ? 0x5f : 0x2f) ? 63 : NONE;
}

function encode(text: Value, url: bool, padded: bool): Value {
  let at = addressOf(text);
  const end = at + lengthOf(text);
  beginText();
  while (at < end) {
    const left = <u32>(end - at);
    const second: u32 = left > 1 ? load<u8>(at, 1) : 0;
    const third: u32 = left > 2 ? load<u8>(at, 2) : 0;
    const bits = (<u32>load<u8>(at) << 16) | (second << 8) | third;
    putByte(letterOf(bits >> 18, url));
    putByte(letterOf((bits >> 12) & 63, url));
    if (left > 1) putByte(letterOf((bits >> 6) & 63, url));
    else if (padded) putByte(PAD);
    if (left > 2) putByte(letterOf(bits & 63, url));
    else if (padded) putByte(PAD);
    at += 3;
  }
  return finishText();
}

export function bi_base64_encode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('base64.encode', 1, 'string', text);
  return encode(text, false, true);
}

export function bi_base64url_encode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('base64url.encode', 1, 'string', text);
  return encode(text, true, true);
}

export function bi_base64url_encode_no_pad(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('base64url.encode_no_pad', 1, 'string', text);
  return encode(text, true, false);
}

// ---- decoding

/** Where the text before was found to be wrong. */
let badByte: u32 = 0;
let decodedEnd: usize = 0;

// @ts-ignore: decorator
@inline
function isLineEnd(byte: u32): bool {
  return byte == 10 || byte == 13;
}

/** The decoded bytes, from the result to `decodedEnd`; 0 at an illegal byte. */
function decode(address: usize, length: u32, url: bool, missing: u32): usize {
  const end = address + length;
  const bytes = allocate(length);
  let out = bytes;
  let at = address;
  let bits: u32 = 0;
  let count: u32 = 0;
  while (at < end && load<u8>(at) != PAD) {
    const byte: u32 = load<u8>(at);
    const value = bitsOf(byte, url);
    if (value != NONE) {
      bits = (bits << 6) | value;
      count++;
      if ((count & 3) == 0) out = putGroup(out, bits, 3);
    } else if (!isLineEnd(byte)) {
      badByte = <u32>(at - address);
      return 0;
    }
    at++;
  }
  if (!isPadded(address, at, end, count & 3, missing)) return 0;
  if ((count & 3) == 2) out = putGroup(out, bits << 12, 1);
  if ((count & 3) == 3) out = putGroup(out, bits << 6, 2);
  decodedEnd = out;
  return bytes;
}

function putGroup(out: usize, bits: u32, count: u32): usize {
  for (let i: u32 = 0; i < count; i++) store<u8>(out++, bits >> (16 - (i << 3)));
  return out;
}

/** Whether what follows the letters is the padding they need; `assumed` of it may be left off. */
function isPadded(address: usize, at: usize, end: usize, partial: u32, assumed: u32): bool {
  const start = <u32>(at - address);
  let found: u32 = assumed;
  let other = false;
  while (at < end && !other) {
    const byte: u32 = load<u8>(at++);
    if (byte == PAD) found++;
    else if (!isLineEnd(byte)) other = true;
  }
  const none = found == 0 && !other;
  const wanted: u32 = partial == 0 ? 0 : 4 - partial;
  const length = <u32>(end - address) + assumed;
  if (partial < 2 && !(partial == 0 && none)) badByte = none ? length - partial : start;
  else if (found < wanted) badByte = none ? start - partial : length;
  else if (found > wanted || other) badByte = start + wanted;
  else return true;
  return false;
}

/** Bytes as a string; whatever is no UTF-8 is replaced byte by byte. */
function textOf(at: usize, end: usize): Value {
  const replacement = allocate(4);
  store<u32>(replacement, REPLACEMENT);
  beginText();
  while (at < end) {
    const length = characterLength(at, end);
    if (length == 0) putText(replacement, 3);
    else putText(at, length);
    at += max<u32>(length, 1);
  }
  return finishText();
}

const ILLEGAL: string = 'illegal base64 data at input byte ';

export function bi_base64_decode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('base64.decode', 1, 'string', text);
  const bytes = decode(addressOf(text), lengthOf(text), false, 0);
  if (bytes == 0) return failPosition('base64.decode', ILLEGAL, badByte);
  return textOf(bytes, decodedEnd);
}

export function bi_base64_is_valid(text: Value): Value {
  if (tagOf(text) != STRING) return FALSE_SLOT;
  return toBoolean(decode(addressOf(text), lengthOf(text), false, 0) != 0);
}

/** Padding may be left off (RFC 7515, appendix C). */
export function bi_base64url_decode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('base64url.decode', 1, 'string', text);
  const length = lengthOf(text);
  const isPadded = length > 0 && load<u8>(addressOf(text) + length - 1) == PAD;
  if (!isPadded && (length & 3) == 1) {
    return failText('base64url.decode', 'illegal base64url string: ', text);
  }
  const missing = isPadded ? 0 : (4 - (length & 3)) & 3;
  const bytes = decode(addressOf(text), length, true, missing);
  if (bytes == 0) return failPosition('base64url.decode', ILLEGAL, badByte);
  return textOf(bytes, decodedEnd);
}

// ---- hexadecimal

function hexDigit(value: u32): u32 {
  return value < 10 ? 48 + value : 87 + value;
}

function hexValue(letter: u32): u32 {
  if (letter - 48 < 10) return letter - 48;
  const lower = (letter | 32) - 97;
  return lower < 6 ? lower + 10 : NONE;
}

export function bi_hex_encode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('hex.encode', 1, 'string', text);
  const end = addressOf(text) + lengthOf(text);
  beginText();
  for (let at = addressOf(text); at < end; at++) {
    putByte(hexDigit(load<u8>(at) >> 4));
    putByte(hexDigit(load<u8>(at) & 15));
  }
  return finishText();
}

export function bi_hex_decode(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('hex.decode', 1, 'string', text);
  const length = lengthOf(text);
  const bytes = allocate(length);
  for (let i: u32 = 0; i < length; i++) {
    const at = addressOf(text) + i;
    const value = hexValue(load<u8>(at));
    if (value == NONE) {
      const point = codePointAt(at);
      const size = lengthOfCharacter(load<u8>(at));
      return failCharacter('hex.decode', 'encoding/hex: invalid byte: ', point, at, size);
    }
    const place = bytes + (i >> 1);
    store<u8>(place, (i & 1) == 0 ? value << 4 : <u32>load<u8>(place) | value);
  }
  if ((length & 1) == 1) return failBuiltin('hex.decode', 'encoding/hex: odd length hex string');
  return textOf(bytes, bytes + (length >> 1));
}
