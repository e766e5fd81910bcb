/** The builtins that make one value of a collection's members. */
import { productOf, sumOf } from './arithmetic';
import { newArray, allocateElements } from './array';
import { bodyOf, countOf, entriesOf, equal, find, OBJECT_SHIFT, SET_SHIFT } from './collection';
import { rt_dot } from './document';
import { failOperand } from './failure';
import { failList, failMember, haveTag, isList, listMembers, memberAt } from './members';
import { allocate } from './memory';
import { compare, rt_scan_size, sortAddresses } from './order';
import { addressOf, copySlot, FALSE_SLOT, lengthOf, rt_int, tagOf, toBoolean, Value } from './slot';
import { ARRAY, INT, NUMBER, OBJECT, SET, STRING, TRUE } from './tag';
import { countCharacters } from './utf8';

/** Members or entries; of a string its code points. */
export function bi_count(value: Value): Value {
  const tag = tagOf(value);
  if (tag == STRING) return rt_int(countCharacters(addressOf(value), lengthOf(value)));
  if (tag == ARRAY) return rt_int(lengthOf(value));
  if (tag == OBJECT || tag == SET) return rt_int(countOf(bodyOf(value)));
  return failOperand('count', 1, 'one of {array, object, set, string}', value);
}

export function bi_sum(value: Value): Value {
  if (!isList(value)) return failList('sum', 1, value);
  const count = rt_scan_size(value);
  const list = listMembers(value);
  if (!haveTag(list, count, INT, NUMBER)) return failMember('sum', 1, value, 'numbers');
  return sumOf(list, count);
}

export function bi_product(value: Value): Value {
  if (!isList(value)) return failList('product', 1, value);
  const count = rt_scan_size(value);
  const list = listMembers(value);
  if (!haveTag(list, count, INT, NUMBER)) return failMember('product', 1, value, 'numbers');
  return productOf(list, count);
}

/** The last of the greatest members, undefined of none. */
export function bi_max(value: Value): Value {
  if (!isList(value)) return failList('max', 1, value);
  const count = rt_scan_size(value);
  const list = listMembers(value);
  let best: Value = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (best == 0 || compare(memberAt(list, i), best) >= 0) best = memberAt(list, i);
  }
  return best;
}

/** The first of the least members, undefined of none. */
export function bi_min(value: Value): Value {
  if (!isList(value)) return failList('min', 1, value);
  const count = rt_scan_size(value);
  const list = listMembers(value);
  let best: Value = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (best == 0 || compare(memberAt(list, i), best) < 0) best = memberAt(list, i);
  }
  return best;
}

export function bi_sort(value: Value): Value {
  if (!isList(value)) return failList('sort', 1, value);
  const count = rt_scan_size(value);
  const list = allocate(<usize>count << 2);
  memory.copy(list, listMembers(value), <usize>count << 2);
  if (tagOf(value) == ARRAY) sortAddresses(list, count);
  return arrayOfList(list, count);
}

/** An array of the values whose addresses are listed. */
export function arrayOfList(list: usize, count: u32): Value {
  const elements = allocateElements(count);
  for (let i: u32 = 0; i < count; i++) copySlot(elements + (<usize>i << 4), memberAt(list, i));
  return newArray(elements, count);
}

export function bi_all(value: Value): Value {
  if (!isList(value)) return failOperand('all', 1, 'one of {array, set}', value);
  return toBoolean(haveTag(listMembers(value), rt_scan_size(value), TRUE, TRUE));
}

export function bi_any(value: Value): Value {
  if (!isList(value)) return failOperand('any', 1, 'one of {array, set}', value);
  const count = rt_scan_size(value);
  const list = listMembers(value);
  for (let i: u32 = 0; i < count; i++) {
    if (tagOf(memberAt(list, i)) == TRUE) return memberAt(list, i);
  }
  return FALSE_SLOT;
}

function isAmong(address: usize, count: u32, stride: usize, value: Value): bool {
  const end = address + <usize>count * stride;
  for (let at = address; at < end; at += stride) if (equal(at, value)) return true;
  return false;
}

/** `value in collection`: of an object, among its values. */
export function bi_internal_member_2(value: Value, collection: Value): Value {
  const tag = tagOf(collection);
  if (tag == SET) return toBoolean(find(bodyOf(collection), value, SET_SHIFT) != 0);
  if (tag == ARRAY) {
    return toBoolean(isAmong(addressOf(collection), lengthOf(collection), 16, value));
  }
  if (tag != OBJECT) return FALSE_SLOT;
  const body = bodyOf(collection);
  return toBoolean(isAmong(entriesOf(body) + 16, countOf(body), 1 << OBJECT_SHIFT, value));
}

/** `key, value in collection` */
export function bi_internal_member_3(key: Value, value: Value, collection: Value): Value {
  const found = rt_dot(collection, key);
  return toBoolean(found != 0 && equal(found, value));
}
