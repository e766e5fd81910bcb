/** Arrays and sets alike, as a list of their members' addresses in Rego's order. */
import { bodyOf, SET_SHIFT } from './collection';
import { failElement, failOperand } from './failure';
import { allocate } from './memory';
import { orderOf } from './order';
import { addressOf, lengthOf, tagOf, Value } from './slot';
import { ARRAY, SET } from './tag';

export function isList(value: Value): bool {
  return tagOf(value) == ARRAY || tagOf(value) == SET;
}

/** The address of a list of u32; it may be the set's own order, so it must not be changed. */
export function listMembers(value: Value): usize {
  if (tagOf(value) == SET) return orderOf(bodyOf(value), SET_SHIFT);
  const count = lengthOf(value);
  const list = allocate(<usize>count << 2);
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(list + (<usize>i << 2), addressOf(value) + (<usize>i << 4));
  }
  return list;
}

// @ts-ignore: decorator
@inline
export function memberAt(list: usize, i: u32): Value {
  return load<u32>(list + (<usize>i << 2));
}

/** The member `haveTag` refused last. */
let wrong: Value = 0;

/** Whether all members have a tag; both kinds of number count as one. */
export function haveTag(list: usize, count: u32, first: u32, second: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    wrong = memberAt(list, i);
    const tag = tagOf(wrong);
    if (tag != first && tag != second) return false;
  }
  return true;
}

/** The failure of an operand that is no list. */
export function failList(builtin: string, position: i32, got: Value): Value {
  return failOperand(builtin, position, 'one of {set, array}', got);
}

/** The failure of a list one of whose members `haveTag` has refused. */
export function failMember(builtin: string, position: i32, list: Value, expected: string): Value {
  return failElement(builtin, position, list, wrong, expected);
}
