/** The comparison builtins. */
import { equal } from './collection';
import { compare } from './order';
import { toBoolean, Value } from './slot';

export function bi_equal(a: Value, b: Value): Value {
  return toBoolean(equal(a, b));
}

export function bi_eq(a: Value, b: Value): Value {
  return toBoolean(equal(a, b));
}

export function bi_neq(a: Value, b: Value): Value {
  return toBoolean(!equal(a, b));
}

export function bi_lt(a: Value, b: Value): Value {
  return toBoolean(compare(a, b) < 0);
}

export function bi_lte(a: Value, b: Value): Value {
  return toBoolean(compare(a, b) <= 0);
}

export function bi_gt(a: Value, b: Value): Value {
  return toBoolean(compare(a, b) > 0);
}

export function bi_gte(a: Value, b: Value): Value {
  return toBoolean(compare(a, b) >= 0);
}
