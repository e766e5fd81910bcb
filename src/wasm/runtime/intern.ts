/*
 * Strings that the policy and its data contain have numbers, so that most comparisons with them are
 * comparisons of two u32. A string of the input is looked up once, when it is parsed.
 *
 * INVARIANT: two different ids are different strings; an id of 0 says nothing.
 *
 * The policy's strings live below the arena's first mark. Data is interned into a copy of the
 * table that lies in the arena: dropping the data drops the copy, and input never adds to either.
 */
import { equalBytes, hashBytes } from './bytes';
import { allocate } from './memory';
import { addressOf, idOf, lengthOf, Value } from './slot';

/** A table: `entries` of {address, length, hash, -} by id - 1, `buckets` of ids. */
let entries: usize = 0;
let count: u32 = 0;
let capacity: u32 = 0;
let buckets: usize = 0;
let mask: u32 = 0;
/** One byte per shape (see `shapeByte`) that some interned string has. */
let shapes: usize = 0;

/** The policy's own table, to go back to. */
let policyEntries: usize = 0;
let policyCount: u32 = 0;
let policyCapacity: u32 = 0;
let policyBuckets: usize = 0;
let policyMask: u32 = 0;
let policyShapes: usize = 0;

const SHAPES: usize = 1024;
const FIRST_CAPACITY: u32 = 64;

/** An empty table. */
export function initInterning(): void {
  count = 0;
  allocateTable(FIRST_CAPACITY);
  shapes = allocate(SHAPES);
  memory.fill(shapes, 0, SHAPES);
  keepPolicyStrings();
}

/** Declares what is interned so far to be the policy's. */
function keepPolicyStrings(): void {
  policyEntries = entries;
  policyCount = count;
  policyCapacity = capacity;
  policyBuckets = buckets;
  policyMask = mask;
  policyShapes = shapes;
}

/** Forgets the strings of the data. */
export function forgetDataStrings(): void {
  entries = policyEntries;
  count = policyCount;
  capacity = policyCapacity;
  buckets = policyBuckets;
  mask = policyMask;
  shapes = policyShapes;
}

/** Works on a copy from here on, so that the policy's own table stays as it is. */
export function copyTableForData(): void {
  forgetDataStrings();
  const from = entries;
  allocateTable(nextPowerOfTwo(max<u32>(FIRST_CAPACITY, count << 1)));
  memory.copy(entries, from, <usize>count << 4);
  fillBuckets();
  const copy = allocate(SHAPES);
  memory.copy(copy, shapes, SHAPES);
  shapes = copy;
}

function allocateTable(size: u32): void {
  capacity = size;
  entries = allocate(<usize>size << 4);
  mask = (size << 1) - 1;
  buckets = allocate(<usize>(mask + 1) << 2);
  memory.fill(buckets, 0, <usize>(mask + 1) << 2);
}

function fillBuckets(): void {
  for (let id: u32 = 1; id <= count; id++) place(id, load<u32>(entryOf(id), 8));
}

/** Where an id's entry lies. */
// @ts-ignore: decorator
@inline
function entryOf(id: u32): usize {
  return entries + (<usize>(id - 1) << 4);
}

function place(id: u32, hash: u32): void {
  let at = hash & mask;
  while (load<u32>(buckets + (<usize>at << 2)) != 0) at = (at + 1) & mask;
  store<u32>(buckets + (<usize>at << 2), id);
}

function grow(): void {
  const from = entries;
  allocateTable(capacity << 1);
  memory.copy(entries, from, <usize>count << 4);
  fillBuckets();
}

function nextPowerOfTwo(size: u32): u32 {
  return <u32>1 << (32 - clz<u32>(size - 1));
}

/** Recomputes every hash, after the keys have changed. Only while there is no data. */
export function rehashInterned(): void {
  for (let id: u32 = 1; id <= count; id++) {
    const entry = entryOf(id);
    store<u32>(entry, hashBytes(load<u32>(entry), load<u32>(entry, 4)), 8);
  }
  memory.fill(buckets, 0, <usize>(mask + 1) << 2);
  fillBuckets();
}

/** The hash of an interned string. */
// @ts-ignore: decorator
@inline
function hashOfId(id: u32): u32 {
  return load<u32>(entryOf(id), 8);
}

/** Where it stands whether there is a string of this length with these first and last bytes. */
// @ts-ignore: decorator
@inline
function shapeByte(address: usize, length: u32): usize {
  if (length == 0) return shapes;
  const edges = <u32>load<u8>(address) ^ (<u32>load<u8>(address + length - 1) << 3);
  return shapes + (((length << 5) ^ edges) & <u32>(SHAPES - 1));
}

function find(address: usize, length: u32, hash: u32): u32 {
  let at = hash & mask;
  while (true) {
    const id = load<u32>(buckets + (<usize>at << 2));
    if (id == 0) return 0;
    const entry = entryOf(id);
    if (
      load<u32>(entry, 8) == hash &&
      load<u32>(entry, 4) == length &&
      equalBytes(load<u32>(entry), address, length)
    ) {
      return id;
    }
    at = (at + 1) & mask;
  }
  return 0;
}

/** The id of a string, 0 if it is not interned. */
// @ts-ignore: decorator
@inline
export function lookUp(address: usize, length: u32): u32 {
  if (load<u8>(shapeByte(address, length)) == 0) return 0;
  return find(address, length, hashBytes(address, length));
}

/** The id of a string, given one if it has none. Its bytes must stay where they are. */
export function intern(address: usize, length: u32): u32 {
  const hash = hashBytes(address, length);
  const known = find(address, length, hash);
  if (known != 0) return known;
  if (count == capacity) grow();
  const id = ++count;
  const entry = entryOf(id);
  store<u32>(entry, address);
  store<u32>(entry, length, 4);
  store<u32>(entry, hash, 8);
  place(id, hash);
  store<u8>(shapeByte(address, length), 1);
  return id;
}

/** Gives the policy's string constant an id, in its slot. */
export function rt_intern_slot(slot: Value): void {
  store<u32>(slot, intern(addressOf(slot), lengthOf(slot)), 12);
  keepPolicyStrings();
}

/** The hash of any string. */
// @ts-ignore: decorator
@inline
export function hashOfString(value: Value): u32 {
  const id = idOf(value);
  return id != 0 ? hashOfId(id) : hashBytes(addressOf(value), lengthOf(value));
}

// @ts-ignore: decorator
@inline
export function equalStrings(a: Value, b: Value): bool {
  if (load<u64>(a) != load<u64>(b)) return false;
  const idA = idOf(a);
  const idB = idOf(b);
  if (idA != 0 && idB != 0) return idA == idB;
  return equalBytes(addressOf(a), addressOf(b), lengthOf(a));
}
