/** Choosing among many constant strings at once. */
import { lookUp } from './intern';
import { addressOf, idOf, lengthOf, tagOf, Value } from './slot';
import { STRING } from './tag';

/** No case: more than any table has. */
const NONE: u32 = 0xffffffff;

/** The number of a string's interned equal, 0 if the policy and its data have none. */
function numberOf(value: Value): u32 {
  const id = idOf(value);
  return id != 0 ? id : lookUp(addressOf(value), lengthOf(value));
}

/**
 * Which of `count` string constants a value is equal to. `table` has the addresses of their slots in the order of
 * their numbers, which is that of their addresses.
 */
export function rt_switch(value: Value, table: usize, count: u32): u32 {
  if (value == 0 || tagOf(value) != STRING) return NONE;
  const wanted = numberOf(value);
  if (wanted == 0) return NONE;
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const id = idOf(load<u32>(table + (<usize>middle << 2)));
    if (id == wanted) return middle;
    if (id < wanted) low = middle + 1;
    else high = middle;
  }
  return NONE;
}
