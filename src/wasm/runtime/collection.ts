/*
 * Objects and sets, and the equality they rest on (equality of objects is a look-up, a look-up is
 * equality of keys: one file).
 *
 * An object's or set's slot points to a body of 32 bytes:
 *
 *   count @0, capacity @4, entries @8, index @12 (0: none), index mask @16, ordered @20
 *
 * `entries` holds the entries in order of insertion, 32 bytes each for objects (key slot, value
 * slot), 16 for sets, and behind `capacity` of them room for as many u32: the entries' addresses in
 * Rego's order, valid while `ordered` equals `count` (order.ts). It lies beside the entries because
 * data outlives an evaluation and an order made during one must not.
 * `index` is a table of {hash, position + 1}, open addressing, made for the ninth entry.
 *
 * Entries never move while a value may point at them, except into a larger block; the old one stays
 * readable. Copies of a slot share the body: an object that was put into another may still grow.
 */
import { fold, mix } from './bytes';
import { compareNumbers, hashNumber } from './decimal';
import { equalStrings, hashOfString } from './intern';
import { align } from './memory';
import {
  addressOf,
  headOf,
  idOf,
  intOf,
  lengthOf,
  tagOf,
  writeHead,
  Value,
} from './slot';
import { ARRAY, INT, isNumberTag, OBJECT, SET, STRING } from './tag';

/** A collection up to this size is searched entry by entry. */
export const LINEAR: u32 = 8;
/** Bytes of a body. */
export const BODY: usize = 32;

/** Shifts that turn a number of entries into bytes. */
export const OBJECT_SHIFT: u32 = 5;
export const SET_SHIFT: u32 = 4;

// @ts-ignore: decorator
@inline
export function bodyOf(value: Value): usize {
  return load<u32>(value, 8);
}

// @ts-ignore: decorator
@inline
export function countOf(body: usize): u32 {
  return load<u32>(body);
}

// @ts-ignore: decorator
@inline
export function capacityOf(body: usize): u32 {
  return load<u32>(body, 4);
}

// @ts-ignore: decorator
@inline
export function entriesOf(body: usize): usize {
  return load<u32>(body, 8);
}

// @ts-ignore: decorator
@inline
export function indexOf(body: usize): usize {
  return load<u32>(body, 12);
}

// @ts-ignore: decorator
@inline
export function maskOf(body: usize): u32 {
  return load<u32>(body, 16);
}

/** How many entries the order behind the entries is of. */
// @ts-ignore: decorator
@inline
export function orderedOf(body: usize): u32 {
  return load<u32>(body, 20);
}

// @ts-ignore: decorator
@inline
export function setOrdered(body: usize, count: u32): void {
  store<u32>(body, count, 20);
}

// @ts-ignore: decorator
@inline
export function shiftOf(tag: u32): u32 {
  return tag == OBJECT ? OBJECT_SHIFT : SET_SHIFT;
}

/** Bytes that `capacity` entries take, with their order. */
// @ts-ignore: decorator
@inline
export function entryBytes(capacity: u32, shift: u32): usize {
  return align((<usize>capacity << shift) + (<usize>capacity << 2));
}

export function writeBody(body: usize, count: u32, capacity: u32, entries: usize): void {
  store<u64>(body, <u64>count | ((<u64>capacity) << 32));
  store<u64>(body, <u64>entries, 8);
  store<u64>(body, 0, 16);
}

// @ts-ignore: decorator
@inline
export function writeCollection(slot: usize, tag: u32, body: usize): void {
  writeHead(slot, tag, 0);
  store<u64>(slot, <u64>body, 8);
}

// ---- hash and equality

/** Equal values have equal hashes. */
export function hashOf(value: Value): u32 {
  const tag = tagOf(value);
  if (tag == STRING) return hashOfString(value);
  if (isNumberTag(tag)) return hashNumber(value);
  if (tag == ARRAY) return hashArray(value);
  if (tag == OBJECT || tag == SET) return hashCollection(value, tag);
  return fold(tag);
}

function hashArray(value: Value): u32 {
  let hash: u64 = mix(ARRAY, lengthOf(value));
  const end = addressOf(value) + (<usize>lengthOf(value) << 4);
  for (let at = addressOf(value); at < end; at += 16) hash = mix(hash, hashOf(at));
  return fold(hash);
}

/** A sum, so that the order of the entries does not matter. */
function hashCollection(value: Value, tag: u32): u32 {
  const body = bodyOf(value);
  const shift = shiftOf(tag);
  const end = entriesOf(body) + (<usize>countOf(body) << shift);
  let sum: u64 = countOf(body);
  for (let at = entriesOf(body); at < end; at += <usize>1 << shift) {
    const key = mix(tag, hashOf(at));
    sum += tag == OBJECT ? mix(key, hashOf(at + 16)) : key;
  }
  return fold(mix(tag, sum));
}

export function equal(a: Value, b: Value): bool {
  if (a == b) return true;
  const tag = tagOf(a);
  if (tag == STRING) return equalStrings(a, b);
  if (tag == INT && tagOf(b) == INT) return intOf(a) == intOf(b);
  return equalOther(a, b, tag);
}

function equalOther(a: Value, b: Value, tag: u32): bool {
  if (isNumberTag(tag)) return isNumberTag(tagOf(b)) && compareNumbers(a, b) == 0;
  if (tag != tagOf(b)) return false;
  if (tag == ARRAY) return equalArrays(a, b);
  if (tag == OBJECT) return bodyOf(a) == bodyOf(b) || equalObjects(bodyOf(a), bodyOf(b));
  if (tag == SET) return bodyOf(a) == bodyOf(b) || equalSets(bodyOf(a), bodyOf(b));
  return true;
}

function equalArrays(a: Value, b: Value): bool {
  if (lengthOf(a) != lengthOf(b)) return false;
  const bytes = <usize>lengthOf(a) << 4;
  for (let at: usize = 0; at < bytes; at += 16) {
    if (!equal(addressOf(a) + at, addressOf(b) + at)) return false;
  }
  return true;
}

function equalObjects(a: usize, b: usize): bool {
  if (countOf(a) != countOf(b)) return false;
  const end = entriesOf(a) + (<usize>countOf(a) << OBJECT_SHIFT);
  for (let at = entriesOf(a); at < end; at += 32) {
    const other = find(b, at, OBJECT_SHIFT);
    if (other == 0 || !equal(at + 16, other + 16)) return false;
  }
  return true;
}

function equalSets(a: usize, b: usize): bool {
  if (countOf(a) != countOf(b)) return false;
  const end = entriesOf(a) + (<usize>countOf(a) << SET_SHIFT);
  for (let at = entriesOf(a); at < end; at += 16) {
    if (find(b, at, SET_SHIFT) == 0) return false;
  }
  return true;
}

export function rt_equal(a: Value, b: Value): i32 {
  return <i32>equal(a, b);
}

// ---- look-up

/** The entry with this key, or 0. */
// @ts-ignore: decorator
@inline
export function find(body: usize, key: Value, shift: u32): usize {
  if (indexOf(body) != 0) return findIndexed(body, key, hashOf(key), shift);
  return tagOf(key) == STRING ? findString(body, key, shift) : findLinear(body, key, shift);
}

/** Strings are told apart by tag and length in one comparison, then by id, then by bytes. */
function findString(body: usize, key: Value, shift: u32): usize {
  const head = headOf(key);
  const id = idOf(key);
  let at = entriesOf(body);
  const end = at + (<usize>countOf(body) << shift);
  while (at < end) {
    if (headOf(at) == head) {
      if (id != 0 && idOf(at) == id) return at;
      if ((id == 0 || idOf(at) == 0) && equalStrings(at, key)) return at;
    }
    at += <usize>1 << shift;
  }
  return 0;
}

function findLinear(body: usize, key: Value, shift: u32): usize {
  let at = entriesOf(body);
  const end = at + (<usize>countOf(body) << shift);
  while (at < end) {
    if (equal(at, key)) return at;
    at += <usize>1 << shift;
  }
  return 0;
}

/** As `find`, by a hash that is known, where there is an index. */
export function findIndexed(body: usize, key: Value, hash: u32, shift: u32): usize {
  const index = indexOf(body);
  const mask = maskOf(body);
  let at = hash & mask;
  while (true) {
    const bucket = index + (<usize>at << 3);
    const position = load<u32>(bucket, 4);
    if (position == 0) return 0;
    if (load<u32>(bucket) == hash) {
      const entry = entriesOf(body) + (<usize>(position - 1) << shift);
      if (equal(entry, key)) return entry;
    }
    at = (at + 1) & mask;
  }
  return 0;
}

/** The value under a key, or undefined. */
export function getEntry(object: Value, key: Value): Value {
  const entry = find(bodyOf(object), key, OBJECT_SHIFT);
  return entry != 0 ? entry + 16 : 0;
}

/** Whether a set has a member. */
export function hasMember(set: Value, member: Value): bool {
  return find(bodyOf(set), member, SET_SHIFT) != 0;
}
