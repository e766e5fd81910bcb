/** The builtins over sets. */
import {
  appendEntry,
  bodyOf,
  copyCollection,
  countOf,
  entriesOf,
  find,
  newCollection,
  rt_set_add,
  rt_set_new,
  SET_SHIFT,
} from './collection';
import { failOperand } from './failure';
import { orderOf } from './order';
import { tagOf, Value } from './slot';
import { SET } from './tag';

/** The members of `a` that are, or are not, in `b`. */
function select(a: Value, b: Value, wanted: bool): Value {
  const result = rt_set_new();
  const end = entriesOf(bodyOf(a)) + (<usize>countOf(bodyOf(a)) << SET_SHIFT);
  for (let member = entriesOf(bodyOf(a)); member < end; member += 16) {
    const isIn = find(bodyOf(b), member, SET_SHIFT) != 0;
    if (isIn == wanted) appendEntry(bodyOf(result), member, SET_SHIFT);
  }
  return result;
}

/** The members of `a` that are not in `b`. */
export function difference(a: Value, b: Value): Value {
  return select(a, b, false);
}

function addAll(set: Value, from: Value): void {
  const end = entriesOf(bodyOf(from)) + (<usize>countOf(bodyOf(from)) << SET_SHIFT);
  for (let member = entriesOf(bodyOf(from)); member < end; member += 16) rt_set_add(set, member);
}

/** Whether both are sets; otherwise the call has failed. */
function failSets(builtin: string, a: Value, b: Value): Value {
  return tagOf(a) != SET ? failOperand(builtin, 1, 'set', a) : failOperand(builtin, 2, 'set', b);
}

// @ts-ignore: decorator
@inline
function areSets(a: Value, b: Value): bool {
  return tagOf(a) == SET && tagOf(b) == SET;
}

export function bi_and(a: Value, b: Value): Value {
  return areSets(a, b) ? select(a, b, true) : failSets('and', a, b);
}

export function bi_or(a: Value, b: Value): Value {
  if (!areSets(a, b)) return failSets('or', a, b);
  const result = copyCollection(a, countOf(bodyOf(b)));
  addAll(result, b);
  return result;
}

export function bi_set_diff(a: Value, b: Value): Value {
  return areSets(a, b) ? difference(a, b) : failSets('set_diff', a, b);
}

/** The first member of a set of sets that is no set, or 0. */
function notSet(sets: Value): Value {
  const body = bodyOf(sets);
  const order = orderOf(body, SET_SHIFT);
  for (let i: u32 = 0; i < countOf(body); i++) {
    const member: Value = load<u32>(order + (<usize>i << 2));
    if (tagOf(member) != SET) return member;
  }
  return 0;
}

export function bi_union(sets: Value): Value {
  if (tagOf(sets) != SET) return failOperand('union', 1, 'set', sets);
  const wrong = notSet(sets);
  if (wrong != 0) return failOperand('union', 1, 'set', wrong);
  const result = rt_set_new();
  const end = entriesOf(bodyOf(sets)) + (<usize>countOf(bodyOf(sets)) << SET_SHIFT);
  for (let member = entriesOf(bodyOf(sets)); member < end; member += 16) addAll(result, member);
  return result;
}

export function bi_intersection(sets: Value): Value {
  if (tagOf(sets) != SET) return failOperand('intersection', 1, 'set', sets);
  const wrong = notSet(sets);
  if (wrong != 0) return failOperand('intersection', 1, 'set', wrong);
  const body = bodyOf(sets);
  if (countOf(body) == 0) return newCollection(SET, 0);
  let result: Value = entriesOf(body);
  const end = result + (<usize>countOf(body) << SET_SHIFT);
  for (let member = result + 16; member < end; member += 16) result = select(result, member, true);
  return result;
}
