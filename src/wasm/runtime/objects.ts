/** The builtins over objects. */
import {
  bodyOf,
  countOf,
  entriesOf,
  equal,
  find,
  getEntry,
  hasMember,
  OBJECT_SHIFT,
  SET_SHIFT,
} from './collection';
import {
  appendEntry,
  copyCollection,
  newCollection,
  rt_object_insert,
  rt_object_new,
  rt_set_add,
} from './insertion';
import { rt_dot } from './document';
import { failOperand, failOperands } from './failure';
import { failMember, haveTag, isList, listMembers, memberAt } from './members';
import { keepPaths, PATH_END } from './json-paths';
import { addressOf, copySlot, lengthOf, tagOf, toBoolean, Value } from './slot';
import { ARRAY, OBJECT, SET } from './tag';

/** An array as key is a path, through arrays and sets as well. */
export function bi_object_get(object: Value, key: Value, fallback: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('object.get', 1, 'object', object);
  const found = tagOf(key) == ARRAY ? follow(object, key) : getEntry(object, key);
  return found != 0 ? found : fallback;
}

function follow(value: Value, path: Value): Value {
  const end = addressOf(path) + (<usize>lengthOf(path) << 4);
  for (let key = addressOf(path); key < end && value != 0; key += 16) value = rt_dot(value, key);
  return value;
}

/** The keys of an object, as a set. */
function keysOf(object: Value): Value {
  const body = bodyOf(object);
  const keys = newCollection(SET, countOf(body));
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  for (let entry = entriesOf(body); entry < end; entry += 32) {
    appendEntry(bodyOf(keys), entry, SET_SHIFT);
  }
  return keys;
}

export function bi_object_keys(object: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('object.keys', 1, 'object', object);
  return keysOf(object);
}

/** Keys given as an array, a set, or an object's keys; 0 for anything else. */
function keySet(keys: Value): Value {
  if (tagOf(keys) == OBJECT) return keysOf(keys);
  if (tagOf(keys) == SET) return keys;
  if (tagOf(keys) != ARRAY) return 0;
  const set = newCollection(SET, lengthOf(keys));
  const end = addressOf(keys) + (<usize>lengthOf(keys) << 4);
  for (let key = addressOf(keys); key < end; key += 16) rt_set_add(set, key);
  return set;
}

function failKeys(builtin: string, keys: Value): Value {
  return failOperand(builtin, 2, 'one of {object, set, array}', keys);
}

export function bi_object_remove(object: Value, keys: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('object.remove', 1, 'object', object);
  const unwanted = keySet(keys);
  if (unwanted == 0) return failKeys('object.remove', keys);
  const result = rt_object_new();
  const body = bodyOf(object);
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  for (let entry = entriesOf(body); entry < end; entry += 32) {
    if (hasMember(unwanted, entry)) continue;
    copySlot(appendEntry(bodyOf(result), entry, OBJECT_SHIFT) + 16, entry + 16);
  }
  return result;
}

/** The entries with the given keys. */
export function bi_object_filter(object: Value, keys: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('object.filter', 1, 'object', object);
  const wanted = keySet(keys);
  if (wanted == 0) return failKeys('object.filter', keys);
  const tree = rt_object_new();
  const body = bodyOf(wanted);
  const end = entriesOf(body) + (<usize>countOf(body) << SET_SHIFT);
  for (let key = entriesOf(body); key < end; key += 16) rt_object_insert(tree, key, PATH_END);
  return keepPaths(object, tree);
}

/** Both objects' entries, merged where both have an object, else the right one's. */
function union(a: Value, b: Value): Value {
  const result = copyCollection(a, countOf(bodyOf(b)));
  const end = entriesOf(bodyOf(b)) + (<usize>countOf(bodyOf(b)) << OBJECT_SHIFT);
  for (let entry = entriesOf(bodyOf(b)); entry < end; entry += 32) {
    const old = getEntry(a, entry);
    const both = old != 0 && tagOf(old) == OBJECT && tagOf(entry + 16) == OBJECT;
    rt_object_insert(result, entry, both ? union(old, entry + 16) : entry + 16);
  }
  return result;
}

export function bi_object_union(a: Value, b: Value): Value {
  if (tagOf(a) != OBJECT) return failOperand('object.union', 1, 'object', a);
  if (tagOf(b) != OBJECT) return failOperand('object.union', 2, 'object', b);
  return union(a, b);
}

export function bi_object_union_n(objects: Value): Value {
  if (tagOf(objects) != ARRAY) return failOperand('object.union_n', 1, 'array', objects);
  const count = lengthOf(objects);
  const list = listMembers(objects);
  if (!haveTag(list, count, OBJECT, OBJECT)) {
    return failMember('object.union_n', 1, objects, 'objects');
  }
  let result = rt_object_new();
  for (let i: u32 = 0; i < count; i++) result = union(result, memberAt(list, i));
  return result;
}

// ---- subsets

/** Whether a value is in another: parts of an object's values, members, a run of elements. */
function isPart(whole: Value, part: Value): bool {
  const tag = tagOf(whole);
  if (tag != tagOf(part)) return equal(whole, part);
  if (tag == OBJECT) return isObjectPart(whole, part);
  if (tag == SET) return hasAll(whole, part);
  if (tag == ARRAY) return isRun(whole, part);
  return equal(whole, part);
}

function isObjectPart(whole: Value, part: Value): bool {
  const body = bodyOf(part);
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  for (let entry = entriesOf(body); entry < end; entry += 32) {
    const found = getEntry(whole, entry);
    if (found == 0 || !isPart(found, entry + 16)) return false;
  }
  return true;
}

function hasAll(whole: Value, part: Value): bool {
  const body = bodyOf(part);
  const end = entriesOf(body) + (<usize>countOf(body) << SET_SHIFT);
  for (let member = entriesOf(body); member < end; member += 16) {
    if (find(bodyOf(whole), member, SET_SHIFT) == 0) return false;
  }
  return true;
}

function isRun(whole: Value, part: Value): bool {
  const count = lengthOf(part);
  if (count > lengthOf(whole)) return false;
  const last = lengthOf(whole) - count;
  for (let start: u32 = 0; start <= last; start++) {
    let same: u32 = 0;
    const from = addressOf(whole) + (<usize>start << 4);
    while (same < count && equal(from + (<usize>same << 4), addressOf(part) + (<usize>same << 4))) {
      same++;
    }
    if (same == count) return true;
  }
  return false;
}

export function bi_object_subset(whole: Value, part: Value): Value {
  if (tagOf(whole) == ARRAY && tagOf(part) == SET) {
    return toBoolean(hasAll(keySet(whole), part));
  }
  const tag = tagOf(whole);
  if (tag != tagOf(part) || (tag != OBJECT && !isList(whole))) {
    return failOperands(
      'object.subset',
      'both arguments object.subset must be of the same type or array and set',
    );
  }
  return toBoolean(isPart(whole, part));
}
