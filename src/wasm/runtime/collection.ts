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
 * `index` is a table of {hash, position + 1}, open addressing, made when a body gets its ninth entry.
 *
 * Entries never move while a value may point at them, except into a larger block; the old one stays
 * readable. Copies of a slot share the body: an object that was put into another may still grow.
 */
import { fold, mix } from './bytes';
import { compareNumbers, hashNumber } from './decimal';
import { equalStrings, hashOfString } from './intern';
import { align, allocate } from './memory';
import {
  addressOf,
  copySlot,
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
const LINEAR: u32 = 8;
const FIRST_CAPACITY: u32 = 4;
const BODY: usize = 32;

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
function indexOf(body: usize): usize {
  return load<u32>(body, 12);
}

// @ts-ignore: decorator
@inline
function maskOf(body: usize): u32 {
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

/** An empty object or set with room for `capacity` entries. */
export function newCollection(tag: u32, capacity: u32): Value {
  const slot = allocate(16 + BODY + entryBytes(capacity, shiftOf(tag)));
  writeCollection(slot, tag, slot + 16);
  writeBody(slot + 16, 0, capacity, slot + 16 + BODY);
  return slot;
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

function findIndexed(body: usize, key: Value, hash: u32, shift: u32): usize {
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

// ---- growth

function addToIndex(index: usize, mask: u32, hash: u32, position: u32): void {
  let at = hash & mask;
  while (load<u32>(index + (<usize>at << 3), 4) != 0) at = (at + 1) & mask;
  store<u64>(index + (<usize>at << 3), <u64>hash | (<u64>(position + 1) << 32));
}

/** Bytes of an index that `capacity` entries fill by half at most. */
export function indexBytes(capacity: u32): usize {
  return <usize>buckets(capacity) << 3;
}

function buckets(capacity: u32): u32 {
  return <u32>2 << (32 - clz<u32>(max<u32>(capacity, 1) - 1));
}

/** An index with room for `capacity` entries, empty. */
function attachIndex(body: usize, capacity: u32): void {
  const index = allocate(indexBytes(capacity));
  memory.fill(index, 0, indexBytes(capacity));
  store<u32>(body, index, 12);
  store<u32>(body, buckets(capacity) - 1, 16);
}

/** A new index of all entries, where there are enough of them to want one. */
function rebuildIndex(body: usize, shift: u32): void {
  const oldIndex = indexOf(body);
  const oldMask = maskOf(body);
  attachIndex(body, capacityOf(body));
  if (oldIndex != 0) return moveIndex(body, oldIndex, oldMask);
  for (let i: u32 = 0; i < countOf(body); i++) {
    const entry = entriesOf(body) + (<usize>i << shift);
    addToIndex(indexOf(body), maskOf(body), hashOf(entry), i);
  }
}

function moveIndex(body: usize, oldIndex: usize, oldMask: u32): void {
  for (let at: u32 = 0; at <= oldMask; at++) {
    const bucket = oldIndex + (<usize>at << 3);
    const position = load<u32>(bucket, 4);
    if (position != 0) addToIndex(indexOf(body), maskOf(body), load<u32>(bucket), position - 1);
  }
}

function growEntries(body: usize, shift: u32): void {
  const capacity = max<u32>(FIRST_CAPACITY, capacityOf(body) << 1);
  const entries = allocate(entryBytes(capacity, shift));
  memory.copy(entries, entriesOf(body), <usize>countOf(body) << shift);
  store<u32>(body, capacity, 4);
  store<u32>(body, entries, 8);
  if (indexOf(body) != 0) rebuildIndex(body, shift);
}

/** Appends a key that is known to be new; returns its entry. */
export function appendEntry(body: usize, key: Value, shift: u32): usize {
  const count = countOf(body);
  if (count == capacityOf(body)) growEntries(body, shift);
  const entry = entriesOf(body) + (<usize>count << shift);
  copySlot(entry, key);
  if (indexOf(body) != 0) addToIndex(indexOf(body), maskOf(body), hashOf(key), count);
  store<u32>(body, count + 1);
  if (count == LINEAR && indexOf(body) == 0) rebuildIndex(body, shift);
  return entry;
}

/** Takes an entry out of an object in place. Only between evaluations: entries behind it move. */
export function removeEntry(object: Value, key: Value): void {
  const body = bodyOf(object);
  const entry = find(body, key, OBJECT_SHIFT);
  if (entry == 0) return;
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  memory.copy(entry, entry + 32, end - entry - 32);
  store<u32>(body, countOf(body) - 1);
  setOrdered(body, 0);
  if (indexOf(body) == 0) return;
  store<u32>(body, 0, 12);
  rebuildIndex(body, OBJECT_SHIFT);
}

// ---- services

export function rt_object_new(): Value {
  return newCollection(OBJECT, FIRST_CAPACITY);
}

export function rt_set_new(): Value {
  return newCollection(SET, FIRST_CAPACITY);
}

/** Puts a value under a key, replacing what was there, the key's own text (`1` for `1.0`) included. */
export function rt_object_insert(object: Value, key: Value, value: Value): void {
  const body = bodyOf(object);
  let entry = find(body, key, OBJECT_SHIFT);
  if (entry == 0) entry = appendEntry(body, key, OBJECT_SHIFT);
  else copySlot(entry, key);
  copySlot(entry + 16, value);
}

/** As `rt_object_insert`, but another value under the key stays, and the answer is 0. */
export function rt_object_insert_once(object: Value, key: Value, value: Value): i32 {
  const body = bodyOf(object);
  const entry = find(body, key, OBJECT_SHIFT);
  if (entry != 0) return <i32>equal(entry + 16, value);
  copySlot(appendEntry(body, key, OBJECT_SHIFT) + 16, value);
  return 1;
}

/** Adds a member, if the set has no equal one. */
export function rt_set_add(set: Value, value: Value): void {
  const body = bodyOf(set);
  if (find(body, value, SET_SHIFT) == 0) appendEntry(body, value, SET_SHIFT);
}

/** A copy that may change while the original stays; entries are shared by value. */
export function copyCollection(value: Value, spare: u32): Value {
  const tag = tagOf(value);
  const shift = shiftOf(tag);
  const from = bodyOf(value);
  const copy = newCollection(tag, countOf(from) + spare);
  const body = bodyOf(copy);
  memory.copy(entriesOf(body), entriesOf(from), <usize>countOf(from) << shift);
  store<u32>(body, countOf(from));
  if (countOf(from) > LINEAR) rebuildIndex(body, shift);
  return copy;
}

/**
 * Turns entries that lie at `entries` (with room for their order behind them) into a body; of equal
 * keys the last one's value stays. For the parsers: `count` entries, not yet looked at.
 */
export function adoptEntries(body: usize, entries: usize, count: u32, shift: u32): void {
  writeBody(body, 0, count, entries);
  if (count > LINEAR) attachIndex(body, count);
  for (let i: u32 = 0; i < count; i++) adopt(body, entries + (<usize>i << shift), shift);
}

function adopt(body: usize, entry: usize, shift: u32): void {
  const hash = indexOf(body) != 0 ? hashOf(entry) : 0;
  const known =
    indexOf(body) != 0 ? findIndexed(body, entry, hash, shift) : find(body, entry, shift);
  if (known != 0) {
    if (shift == OBJECT_SHIFT) memory.copy(known, entry, 32);
    return;
  }
  const count = countOf(body);
  const to = entriesOf(body) + (<usize>count << shift);
  if (to != entry) memory.copy(to, entry, <usize>1 << shift);
  if (indexOf(body) != 0) addToIndex(indexOf(body), maskOf(body), hash, count);
  store<u32>(body, count + 1);
}
