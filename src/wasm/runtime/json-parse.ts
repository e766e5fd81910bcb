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
import {
  BODY,
  entryBytes,
  LINEAR,
  OBJECT_SHIFT,
  SET_SHIFT,
  writeBody,
  writeCollection,
} from './collection';
import { adoptEntries } from './insertion';
import { beginTokens, isDigit, parseNumber, parseString, sawNonAscii } from './json-token';
import { allocate, arenaTop, PADDING, setArenaTop } from './memory';
import { addressOf, copySlot, idOf, lengthOf, Value, writeHead } from './slot';
import { FALSE, NULL, OBJECT, SET, TRUE } from './tag';
import { isUtf8 } from './utf8';

const MAX_DEPTH: u32 = 128;
const FIRST_SCRATCH: usize = 16384;

const QUOTE: u32 = 0x22;
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
let depth: u32 = 0;
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

// ---- words

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
  if (isDigit(byte) || byte == 0x2d) return parseNumber(at, push());
  if (byte == OPEN_BRACE) return leave(extended ? parseBraces(at + 1) : parseObject(at + 1));
  if (byte == OPEN_BRACKET) return leave(parseArray(at + 1));
  return parseWord(at, push());
}

/** Called when a container is left, which has counted itself in. */
// @ts-ignore: decorator
@inline
function leave(at: usize): usize {
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

/** Turns the entries above `offset` into a body; a few that are distinct need no look-up. */
function closeCollection(offset: usize, slot: usize, tag: u32, shift: u32, distinct: bool): void {
  const bytes = top - scratch - offset;
  const count = <u32>(bytes >> shift);
  const body = allocate(BODY + entryBytes(count, shift));
  popTo(body + BODY, offset);
  writeCollection(slot, tag, body);
  if (distinct && count <= LINEAR) writeBody(body, count, count, body + BODY);
  else adoptEntries(body, body + BODY, count, shift);
}

/** The document between `address` and the (overwritten) byte behind it, as the stack's one slot. */
function parseDocument(address: usize): bool {
  const at = parseValue(skipSpace(address));
  return at != 0 && skipSpace(at) == textEnd && (!sawNonAscii() || isUtf8(address, textEnd));
}

function beginScratch(length: u32): void {
  scratch = allocate(min<usize>((<usize>length << 4) + 64, FIRST_SCRATCH));
  scratchEnd = scratch + min<usize>((<usize>length << 4) + 64, FIRST_SCRATCH);
  top = scratch;
}

function parse(address: usize, length: u32, internStrings: bool): Value {
  textEnd = address + length;
  beginTokens(textEnd, internStrings);
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
  return parse(address, length, false);
}

/** A document in JSON or in Rego's own notation of sets and keys, or 0. */
export function parseExtended(address: usize, length: u32): Value {
  extended = true;
  return parse(address, length, false);
}

/** A JSON document all of whose strings get ids, or 0. */
export function parseData(address: usize, length: u32): Value {
  extended = false;
  return parse(address, length, true);
}
