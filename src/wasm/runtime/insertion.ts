/** Making objects and sets, and putting entries into them. */
import {
  BODY,
  bodyOf,
  capacityOf,
  countOf,
  entriesOf,
  entryBytes,
  equal,
  find,
  findIndexed,
  hashOf,
  indexOf,
  LINEAR,
  maskOf,
  OBJECT_SHIFT,
  SET_SHIFT,
  setOrdered,
  shiftOf,
  writeBody,
  writeCollection,
} from './collection';
import { allocate } from './memory';
import { copySlot, tagOf, Value } from './slot';
import { OBJECT, SET } from './tag';

const FIRST_CAPACITY: u32 = 4;

/** An empty object or set with room for `capacity` entries. */
export function newCollection(tag: u32, capacity: u32): Value {
  const slot = allocate(16 + BODY + entryBytes(capacity, shiftOf(tag)));
  writeCollection(slot, tag, slot + 16);
  writeBody(slot + 16, 0, capacity, slot + 16 + BODY);
  return slot;
}

function addToIndex(index: usize, mask: u32, hash: u32, position: u32): void {
  let at = hash & mask;
  while (load<u32>(index + (<usize>at << 3), 4) != 0) at = (at + 1) & mask;
  store<u64>(index + (<usize>at << 3), <u64>hash | (<u64>(position + 1) << 32));
}

/** Bytes of an index that `capacity` entries fill by half at most. */
function indexBytes(capacity: u32): usize {
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
  return appendHashed(body, key, indexOf(body) != 0 ? hashOf(key) : 0, shift);
}

/** As `appendEntry`; the hash counts only where there is an index. */
function appendHashed(body: usize, key: Value, hash: u32, shift: u32): usize {
  const count = countOf(body);
  if (count == capacityOf(body)) growEntries(body, shift);
  const entry = entriesOf(body) + (<usize>count << shift);
  copySlot(entry, key);
  if (indexOf(body) != 0) addToIndex(indexOf(body), maskOf(body), hash, count);
  store<u32>(body, count + 1);
  if (count == LINEAR && indexOf(body) == 0) rebuildIndex(body, shift);
  return entry;
}

/** Whether `entryFor` has appended the entry it gave last. */
let isNew: bool = false;

/** The entry with this key, appended if there is none. */
function entryFor(body: usize, key: Value, shift: u32): usize {
  const hash = indexOf(body) != 0 ? hashOf(key) : 0;
  const known =
    indexOf(body) != 0 ? findIndexed(body, key, hash, shift) : find(body, key, shift);
  isNew = known == 0;
  return isNew ? appendHashed(body, key, hash, shift) : known;
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

/** Puts a value under a key, replacing what was there, the key's own text (`1`, `1.0`) included. */
export function rt_object_insert(object: Value, key: Value, value: Value): void {
  const entry = entryFor(bodyOf(object), key, OBJECT_SHIFT);
  copySlot(entry, key);
  copySlot(entry + 16, value);
}

/** As `rt_object_insert`, but another value under the key stays, and the answer is 0. */
export function rt_object_insert_once(object: Value, key: Value, value: Value): i32 {
  const entry = entryFor(bodyOf(object), key, OBJECT_SHIFT);
  if (!isNew) return <i32>equal(entry + 16, value);
  copySlot(entry + 16, value);
  return 1;
}

/** Adds a member, if the set has no equal one. */
export function rt_set_add(set: Value, value: Value): void {
  entryFor(bodyOf(set), value, SET_SHIFT);
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
