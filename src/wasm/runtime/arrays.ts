/** The builtins over arrays. */
import { allocateElements, newArray, rt_array_append, rt_array_new } from './array';
import { failInteger, failOperand } from './failure';
import { addressOf, copySlot, intOf, lengthOf, tagOf, Value } from './slot';
import { ARRAY, INT } from './tag';

export function bi_array_concat(a: Value, b: Value): Value {
  if (tagOf(a) != ARRAY) return failOperand('array.concat', 1, 'array', a);
  if (tagOf(b) != ARRAY) return failOperand('array.concat', 2, 'array', b);
  const elements = allocateElements(lengthOf(a) + lengthOf(b));
  const bytes = <usize>lengthOf(a) << 4;
  memory.copy(elements, addressOf(a), bytes);
  memory.copy(elements + bytes, addressOf(b), <usize>lengthOf(b) << 4);
  return newArray(elements, lengthOf(a) + lengthOf(b));
}

export function bi_array_reverse(array: Value): Value {
  if (tagOf(array) != ARRAY) return failOperand('array.reverse', 1, 'array', array);
  const count = lengthOf(array);
  const elements = allocateElements(count);
  for (let i: u32 = 0; i < count; i++) {
    copySlot(elements + (<usize>i << 4), addressOf(array) + (<usize>(count - 1 - i) << 4));
  }
  return newArray(elements, count);
}

/** From `start` up to, not including, `stop`; both are brought into the array's bounds. */
export function bi_array_slice(array: Value, start: Value, stop: Value): Value {
  if (tagOf(array) != ARRAY) return failOperand('array.slice', 1, 'array', array);
  if (tagOf(start) != INT) return failInteger('array.slice', 2, start);
  if (tagOf(stop) != INT) return failInteger('array.slice', 3, stop);
  const from = max<i64>(intOf(start), 0);
  const to = min<i64>(max<i64>(intOf(stop), 0), lengthOf(array));
  if (from >= to) return newArray(0, 0);
  return newArray(addressOf(array) + (<usize>from << 4), <u32>(to - from));
}

/** Inner arrays' elements in their place, one level deep. */
export function bi_array_flatten(array: Value): Value {
  if (tagOf(array) != ARRAY) return failOperand('array.flatten', 1, 'array', array);
  const flat = rt_array_new(lengthOf(array));
  const end = addressOf(array) + (<usize>lengthOf(array) << 4);
  for (let item = addressOf(array); item < end; item += 16) {
    if (tagOf(item) == ARRAY) appendAll(flat, item);
    else rt_array_append(flat, item);
  }
  return flat;
}

function appendAll(array: Value, from: Value): void {
  const end = addressOf(from) + (<usize>lengthOf(from) << 4);
  for (let item = addressOf(from); item < end; item += 16) rt_array_append(array, item);
}
