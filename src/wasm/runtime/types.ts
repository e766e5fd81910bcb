/** The builtins that tell types apart, and the deprecated casts: each takes its own type only. */
import { newCollection, rt_set_add } from './insertion';
import { failOperand } from './failure';
import { arrayOfList } from './aggregates';
import { isList, listMembers, memberAt } from './members';
import { rt_scan_size } from './order';
import { isNumber, newString, tagOf, toBoolean, Value } from './slot';
import { allocate } from './memory';
import { ARRAY, FALSE, NULL, OBJECT, SET, STRING, TRUE, typeNameOf } from './tag';

function isBoolean(value: Value): bool {
  return tagOf(value) == FALSE || tagOf(value) == TRUE;
}

export function bi_is_array(value: Value): Value {
  return toBoolean(tagOf(value) == ARRAY);
}

export function bi_is_boolean(value: Value): Value {
  return toBoolean(isBoolean(value));
}

export function bi_is_null(value: Value): Value {
  return toBoolean(tagOf(value) == NULL);
}

export function bi_is_number(value: Value): Value {
  return toBoolean(isNumber(value));
}

export function bi_is_object(value: Value): Value {
  return toBoolean(tagOf(value) == OBJECT);
}

export function bi_is_set(value: Value): Value {
  return toBoolean(tagOf(value) == SET);
}

export function bi_is_string(value: Value): Value {
  return toBoolean(tagOf(value) == STRING);
}

export function bi_type_name(value: Value): Value {
  const name = typeNameOf(tagOf(value));
  const text = allocate(name.length);
  for (let i = 0; i < name.length; i++) {
    store<u8>(text + i, load<u16>(changetype<usize>(name) + (<usize>i << 1)));
  }
  return newString(text, name.length);
}

export function bi_cast_array(value: Value): Value {
  if (!isList(value)) return failOperand('cast_array', 1, 'one of {array, set}', value);
  return tagOf(value) == ARRAY ? value : arrayOfList(listMembers(value), rt_scan_size(value));
}

export function bi_cast_set(value: Value): Value {
  if (!isList(value)) return failOperand('cast_set', 1, 'one of {array, set}', value);
  if (tagOf(value) == SET) return value;
  const count = rt_scan_size(value);
  const list = listMembers(value);
  const set = newCollection(SET, count);
  for (let i: u32 = 0; i < count; i++) rt_set_add(set, memberAt(list, i));
  return set;
}

export function bi_cast_boolean(value: Value): Value {
  return isBoolean(value) ? value : failOperand('cast_boolean', 1, 'boolean', value);
}

export function bi_cast_null(value: Value): Value {
  return tagOf(value) == NULL ? value : failOperand('cast_null', 1, 'null', value);
}

export function bi_cast_object(value: Value): Value {
  return tagOf(value) == OBJECT ? value : failOperand('cast_object', 1, 'object', value);
}

export function bi_cast_string(value: Value): Value {
  return tagOf(value) == STRING ? value : failOperand('cast_string', 1, 'string', value);
}
