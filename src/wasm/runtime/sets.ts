/** The builtins over sets. */
import { bodyOf, countOf, entriesOf, find, SET_SHIFT } from './collection';
import { appendEntry, copyCollection, rt_set_add, rt_set_new } from './insertion';
import { failOperand } from './failure';
import { listMembers, memberAt } from './members';
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

/** The members of a set of sets, in order; 0 if it is none, and the call has failed. */
function innerSets(builtin: string, sets: Value): usize {
  if (tagOf(sets) != SET) return failOperand(builtin, 1, 'set', sets);
  const list = listMembers(sets);
  for (let i: u32 = 0; i < countOf(bodyOf(sets)); i++) {
    const member = memberAt(list, i);
    if (tagOf(member) != SET) return failOperand(builtin, 1, 'set', member);
  }
  return list;
}

export function bi_union(sets: Value): Value {
  const list = innerSets('union', sets);
  if (list == 0) return 0;
  const result = rt_set_new();
  for (let i: u32 = 0; i < countOf(bodyOf(sets)); i++) addAll(result, memberAt(list, i));
  return result;
}

export function bi_intersection(sets: Value): Value {
  const list = innerSets('intersection', sets);
  if (list == 0) return 0;
  const count = countOf(bodyOf(sets));
  if (count == 0) return rt_set_new();
  let result = memberAt(list, 0);
  for (let i: u32 = 1; i < count; i++) result = select(result, memberAt(list, i), true);
  return result;
}
