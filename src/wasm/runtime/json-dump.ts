/*
 * Slots to text, at the arena's top. Object keys and set members come out in Rego's order.
 *
 * As JSON, a set is an array and a key that is no string is its JSON text; in Rego's own notation
 * both keep their form (`{1,2}`, `set()`, `{1:2}`), so that the text can be read back.
 */
import {
  bodyOf,
  capacityOf,
  countOf,
  entriesOf,
  OBJECT_SHIFT,
  SET_SHIFT,
  shiftOf,
} from './collection';
import { magnitude, writeDigits } from './decimal';
import { arenaTop, reserve, setArenaTop } from './memory';
import { orderOf } from './order';
import { addressOf, intOf, lengthOf, tagOf, Value } from './slot';
import { ARRAY, FALSE, INT, NULL, NUMBER, OBJECT, SET, STRING, TRUE } from './tag';

/** The longest escape, for one byte. */
const MAX_ESCAPE: u32 = 6;

let cursor: usize = 0;
let extended: bool = false;
/** Whether `<`, `>`, `&`, U+2028 and U+2029 are escaped. */
let htmlSafe: bool = false;

/** Makes the next `bytes` writable. */
// @ts-ignore: decorator
@inline
function room(bytes: usize): void {
  reserve(cursor - arenaTop() + bytes);
}

// @ts-ignore: decorator
@inline
function put(byte: u32): void {
  store<u8>(cursor++, byte);
}

function putBytes(address: usize, length: u32): void {
  room(length);
  memory.copy(cursor, address, length);
  cursor += length;
}

function putInt(value: i64): void {
  room(24);
  if (value < 0) put(0x2d);
  const digits = countDigits(magnitude(value));
  writeDigits(magnitude(value), cursor + digits);
  cursor += digits;
}

function countDigits(value: u64): usize {
  let digits: usize = 1;
  while (value >= 10) {
    value /= 10;
    digits++;
  }
  return digits;
}

// @ts-ignore: decorator
@inline
function needsEscape(byte: u32): bool {
  return byte < 32 || byte == 0x22 || byte == 0x5c;
}

function shortEscape(byte: u32): u32 {
  if (byte == 8) return 0x62;
  if (byte == 9) return 0x74;
  if (byte == 10) return 0x6e;
  if (byte == 12) return 0x66;
  if (byte == 13) return 0x72;
  return byte >= 32 ? byte : 0;
}

function putEscape(byte: u32): void {
  if (shortEscape(byte) == 0) return putHexEscape(byte);
  put(0x5c);
  put(shortEscape(byte));
}

/** Escapes what may not stand in HTML; returns how many bytes that was, 0 if it is no such thing. */
function putHtmlEscape(at: usize, end: usize): u32 {
  const byte: u32 = load<u8>(at);
  if (byte == 0x3c || byte == 0x3e || byte == 0x26) {
    putHexEscape(byte);
    return 1;
  }
  if (byte != 0xe2 || end - at < 3) return 0;
  const isSeparator = load<u8>(at, 1) == 0x80 && (load<u8>(at, 2) | 1) == 0xa9;
  if (isSeparator) putHexEscape(0x2028 | (load<u8>(at, 2) & 1));
  return isSeparator ? 3 : 0;
}

function putHexEscape(point: u32): void {
  put(0x5c);
  put(0x75);
  for (let shift: i32 = 12; shift >= 0; shift -= 4) {
    const digit = (point >> shift) & 15;
    put(digit < 10 ? 0x30 + digit : 0x57 + digit);
  }
}

/** Copies up to the next byte that needs an escape, and past it what may be overwritten again. */
// @ts-ignore: decorator
@inline
function copyPlainSimd(from: usize, end: usize): usize {
  while (from < end) {
    const bytes = v128.load(from);
    v128.store(cursor, bytes);
    const special = v128.or(
      i8x16.eq(bytes, i8x16.splat(0x22)),
      i8x16.eq(bytes, i8x16.splat(0x5c)),
    );
    const stops = i8x16.bitmask(v128.or(special, i8x16.lt_u(bytes, i8x16.splat(32))));
    const plain = min<usize>(ctz<u32>(stops | 0x10000), end - from);
    cursor += plain;
    from += plain;
    if (plain < 16) return from;
  }
  return from;
}

function copyPlain(from: usize, end: usize): usize {
  // @ts-ignore: SIMD is an integer constant of the build (asc --use)
  if (SIMD) return copyPlainSimd(from, end);
  while (from < end && !needsEscape(load<u8>(from))) put(load<u8>(from++));
  return from;
}

/** Strings are read in words beyond their end: there is always addressable memory. */
function putString(address: usize, length: u32): void {
  room(<usize>length * MAX_ESCAPE + 2);
  const end = address + length;
  put(0x22);
  if (htmlSafe) putHtmlSafe(address, end);
  else putPlain(address, end);
  put(0x22);
}

// @ts-ignore: decorator
@inline
function putPlain(address: usize, end: usize): void {
  while (true) {
    address = copyPlain(address, end);
    if (address >= end) return;
    putEscape(load<u8>(address++));
  }
}

function putHtmlSafe(address: usize, end: usize): void {
  while (address < end) {
    const escaped = putHtmlEscape(address, end);
    address += escaped;
    if (escaped != 0) continue;
    const byte: u32 = load<u8>(address++);
    if (needsEscape(byte)) putEscape(byte);
    else put(byte);
  }
}

function putWord(word: u32): void {
  room(8);
  store<u32>(cursor, word);
  cursor += 4;
}

function putArray(value: Value): void {
  put(0x5b);
  const end = addressOf(value) + (<usize>lengthOf(value) << 4);
  for (let at = addressOf(value); at < end; at += 16) {
    if (at != addressOf(value)) put(0x2c);
    putValue(at);
    room(2);
  }
  put(0x5d);
}

function putSet(body: usize): void {
  if (extended && countOf(body) == 0) {
    putWord(0x28746573);
    return put(0x29);
  }
  put(extended ? 0x7b : 0x5b);
  const order = entriesOf(body) + (<usize>capacityOf(body) << SET_SHIFT);
  for (let i: u32 = 0; i < countOf(body); i++) {
    if (i != 0) put(0x2c);
    putValue(load<u32>(order + (<usize>i << 2)));
    room(2);
  }
  put(extended ? 0x7d : 0x5d);
}

function putObject(body: usize): void {
  put(0x7b);
  const order = entriesOf(body) + (<usize>capacityOf(body) << OBJECT_SHIFT);
  for (let i: u32 = 0; i < countOf(body); i++) {
    if (i != 0) put(0x2c);
    const entry: usize = load<u32>(order + (<usize>i << 2));
    putKey(entry);
    room(2);
    put(0x3a);
    putValue(entry + 16);
    room(2);
  }
  put(0x7d);
}

/** JSON has string keys only: another key is the string of its JSON text. */
function putKey(key: Value): void {
  if (extended || tagOf(key) == STRING) return putValue(key);
  const start = cursor;
  putValue(key);
  const length = <u32>(cursor - start);
  room(<usize>length * (MAX_ESCAPE + 1) + 16);
  const copy = start + <usize>length * MAX_ESCAPE + 2;
  memory.copy(copy, start, length);
  cursor = start;
  putString(copy, length);
}

function putValue(value: Value): void {
  room(16);
  const tag = tagOf(value);
  if (tag == STRING) putString(addressOf(value), lengthOf(value));
  else if (tag == INT) putInt(intOf(value));
  else if (tag == NUMBER) putBytes(addressOf(value), lengthOf(value));
  else if (tag == ARRAY) putArray(value);
  else if (tag == OBJECT) putObject(bodyOf(value));
  else if (tag == SET) putSet(bodyOf(value));
  else if (tag == NULL) putWord(0x6c6c756e);
  else if (tag == TRUE) putWord(0x65757274);
  else if (tag == FALSE) {
    putWord(0x736c6166);
    put(0x65);
  }
}

/** Sorting takes memory at the arena's top, where the text is going to be: so it comes first. */
function sortAll(value: Value): void {
  const tag = tagOf(value);
  if (tag == ARRAY) {
    const end = addressOf(value) + (<usize>lengthOf(value) << 4);
    for (let at = addressOf(value); at < end; at += 16) sortAll(at);
  } else if (tag == OBJECT || tag == SET) {
    sortEntries(bodyOf(value), shiftOf(tag));
  }
}

function sortEntries(body: usize, shift: u32): void {
  orderOf(body, shift);
  const end = entriesOf(body) + (<usize>countOf(body) << shift);
  for (let at = entriesOf(body); at < end; at += 16) sortAll(at);
}

function dump(value: Value): usize {
  sortAll(value);
  const start = arenaTop();
  cursor = start;
  putValue(value);
  return start;
}

/** Ends the text with a NUL and keeps it. */
function keepText(start: usize): usize {
  room(1);
  put(0);
  setArenaTop(cursor);
  return start;
}

/** A value as JSON, NUL-terminated. */
export function opa_json_dump(value: Value): usize {
  extended = false;
  htmlSafe = false;
  return keepText(dump(value));
}

/** A value in Rego's own notation, NUL-terminated. */
export function opa_value_dump(value: Value): usize {
  extended = true;
  htmlSafe = false;
  return keepText(dump(value));
}

/** The JSON text of a value as bytes from the result to `endOfDump`. */
export function dumpJson(value: Value): usize {
  extended = false;
  htmlSafe = false;
  const start = dump(value);
  setArenaTop(cursor);
  return start;
}

/** As `dumpJson`, with `<`, `>`, `&`, U+2028 and U+2029 escaped, as Go does. */
export function dumpHtmlSafe(value: Value): usize {
  htmlSafe = true;
  extended = false;
  const start = dump(value);
  setArenaTop(cursor);
  return start;
}

/** Where the text dumped last ends. */
export function endOfDump(): usize {
  return cursor;
}
