/** Arrays: slots side by side. They are only appended to before anyone else can see them. */
import { addressOf, copySlot, lengthOf, writeHead, Value } from './slot';
import { allocate } from './memory';
import { ARRAY } from './tag';

const FIRST_CAPACITY: u32 = 4;

/** An array over elements that lie at `address`. */
export function newArray(address: usize, length: u32): Value {
  const slot = allocate(16);
  writeArray(slot, address, length);
  return slot;
}

// @ts-ignore: decorator
@inline
export function writeArray(slot: usize, address: usize, length: u32): void {
  writeHead(slot, ARRAY, length);
  store<u64>(slot, <u64>address, 8);
}

/** Room for elements to be filled in by the caller. */
export function allocateElements(count: u32): usize {
  return allocate(<usize>count << 4);
}

/** An empty array; word 3 of a growing array's slot is its capacity, elsewhere it is 0. */
export function rt_array_new(capacity: u32): Value {
  const slot = allocate(16 + (<usize>capacity << 4));
  writeHead(slot, ARRAY, 0);
  store<u32>(slot, slot + 16, 8);
  store<u32>(slot, capacity, 12);
  return slot;
}

export function rt_array_append(array: Value, value: Value): void {
  const length = lengthOf(array);
  if (length >= load<u32>(array, 12)) grow(array, length);
  copySlot(addressOf(array) + (<usize>length << 4), value);
  store<u32>(array, length + 1, 4);
}

function grow(array: Value, length: u32): void {
  const capacity = max<u32>(FIRST_CAPACITY, length << 1);
  const elements = allocate(<usize>capacity << 4);
  memory.copy(elements, addressOf(array), <usize>length << 4);
  store<u32>(array, elements, 8);
  store<u32>(array, capacity, 12);
}
