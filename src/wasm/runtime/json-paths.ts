/*
 * Filtering by paths. A list of paths is a tree: objects for the steps, null where a path ends; a
 * shorter path wins over a longer one through it. Array elements are addressed by their index as
 * text, or, to be kept, also as a number.
 */
import { bodyOf, countOf, entriesOf, getEntry, OBJECT_SHIFT, SET_SHIFT } from './collection';
import { newCollection, rt_object_insert, rt_object_new, rt_set_add } from './insertion';
import { rt_array_append, rt_array_new } from './array';
import { writeDigits } from './decimal';
import { failOperand } from './failure';
import { isList, listMembers, memberAt } from './members';
import { allocate } from './memory';
import { rt_scan_size } from './order';
import { addressOf, lengthOf, newString, NULL_SLOT, rt_int, tagOf, Value, writeText } from './slot';
import { ARRAY, NULL, OBJECT, SET, STRING } from './tag';

/** Stands where a path ends. */
export const PATH_END: Value = NULL_SLOT;

const SLASH: u32 = 0x2f;
const TILDE: u32 = 0x7e;

// ---- reading paths

/** `a/b~1c` (leading slashes allowed) as an array of keys. */
function splitPath(path: Value): Value {
  const keys = rt_array_new(4);
  let at = addressOf(path);
  const end = at + lengthOf(path);
  if (at == end) return keys;
  while (at < end && load<u8>(at) == SLASH) at++;
  while (true) {
    const start = at;
    while (at < end && load<u8>(at) != SLASH) at++;
    rt_array_append(keys, unescaped(start, <u32>(at - start)));
    if (at == end) return keys;
    at++;
  }
  return keys;
}

/** `~1` is a slash; then `~0` is a tilde. */
function unescaped(from: usize, length: u32): Value {
  const text = allocate(length);
  const once = replaceTilde(text, from, length, 0x31, SLASH);
  return newString(text, replaceTilde(text, text, once, 0x30, TILDE));
}

/** Copies, with `~` and a digit replaced by one byte; `to` may be `from`. Returns the length. */
function replaceTilde(to: usize, from: usize, length: u32, digit: u32, byte: u32): u32 {
  const end = from + length;
  let out = to;
  while (from < end) {
    const isEscape = load<u8>(from) == TILDE && from + 1 < end && load<u8>(from, 1) == digit;
    store<u8>(out++, isEscape ? byte : load<u8>(from));
    from += isEscape ? 2 : 1;
  }
  return <u32>(out - to);
}

function addPath(tree: Value, path: Value): void {
  const count = lengthOf(path);
  for (let i: u32 = 0; i < count; i++) {
    const key = addressOf(path) + (<usize>i << 4);
    if (i + 1 == count) return rt_object_insert(tree, key, PATH_END);
    const child = getEntry(tree, key);
    if (child != 0 && tagOf(child) == NULL) return;
    if (child == 0) rt_object_insert(tree, key, rt_object_new());
    tree = getEntry(tree, key);
  }
}

/** The tree of an array or set of paths; 0 after a failure. */
function pathTree(builtin: string, paths: Value): Value {
  if (!isList(paths)) return failOperand(builtin, 2, 'one of {set, array}', paths);
  const tree = rt_object_new();
  const list = listMembers(paths);
  for (let i: u32 = 0; i < rt_scan_size(paths); i++) {
    const path = memberAt(list, i);
    if (tagOf(path) != STRING && tagOf(path) != ARRAY) return failPath(builtin, path);
    addPath(tree, tagOf(path) == ARRAY ? path : splitPath(path));
  }
  return tree;
}

function failPath(builtin: string, path: Value): Value {
  return failOperand(
    builtin,
    2,
    'one of {set, array} containing string paths or array of path segments',
    path,
  );
}

// ---- walking

/** An array index as text. */
function indexKey(index: u32): Value {
  const slot = allocate(32);
  const start = writeDigits(index, slot + 32);
  writeText(slot, STRING, <u32>(slot + 32 - start), start, 0);
  return slot;
}

/** What of a value the tree's paths lead to; 0 for nothing. */
function kept(value: Value, tree: Value): Value {
  if (tagOf(tree) == NULL) return value;
  if (tagOf(tree) != OBJECT) return 0;
  if (tagOf(value) == OBJECT) return keepPaths(value, tree);
  if (tagOf(value) == SET) return keepMembers(value, tree);
  if (tagOf(value) == ARRAY) return keepElements(value, tree);
  return value;
}

/** An object reduced to what the tree's paths lead to. */
export function keepPaths(object: Value, tree: Value): Value {
  const result = rt_object_new();
  const body = bodyOf(object);
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  for (let entry = entriesOf(body); entry < end; entry += 32) {
    const subtree = getEntry(tree, entry);
    const value = subtree != 0 ? kept(entry + 16, subtree) : 0;
    if (value != 0) rt_object_insert(result, entry, value);
  }
  return result;
}

function keepMembers(set: Value, tree: Value): Value {
  const result = newCollection(SET, countOf(bodyOf(set)));
  const end = entriesOf(bodyOf(set)) + (<usize>countOf(bodyOf(set)) << SET_SHIFT);
  for (let member = entriesOf(bodyOf(set)); member < end; member += 16) {
    const subtree = getEntry(tree, member);
    const value = subtree != 0 ? kept(member, subtree) : 0;
    if (value != 0) rt_set_add(result, value);
  }
  return result;
}

function keepElements(array: Value, tree: Value): Value {
  const result = rt_array_new(lengthOf(array));
  for (let i: u32 = 0; i < lengthOf(array); i++) {
    const byText = getEntry(tree, indexKey(i));
    const subtree = byText != 0 ? byText : getEntry(tree, rt_int(i));
    const value = subtree != 0 ? kept(addressOf(array) + (<usize>i << 4), subtree) : 0;
    if (value != 0) rt_array_append(result, value);
  }
  return result;
}

/** What is left of a value without what the tree's paths lead to; 0 for nothing. */
function rest(value: Value, tree: Value): Value {
  if (tree == 0) return value;
  if (tagOf(tree) == NULL) return 0;
  if (tagOf(tree) != OBJECT) return value;
  if (tagOf(value) == OBJECT) return removeFromObject(value, tree);
  if (tagOf(value) == SET) return removeFromSet(value, tree);
  if (tagOf(value) == ARRAY) return removeFromArray(value, tree);
  return value;
}

function removeFromObject(object: Value, tree: Value): Value {
  const result = rt_object_new();
  const body = bodyOf(object);
  const end = entriesOf(body) + (<usize>countOf(body) << OBJECT_SHIFT);
  for (let entry = entriesOf(body); entry < end; entry += 32) {
    const value = rest(entry + 16, getEntry(tree, entry));
    if (value != 0) rt_object_insert(result, entry, value);
  }
  return result;
}

function removeFromSet(set: Value, tree: Value): Value {
  const result = newCollection(SET, countOf(bodyOf(set)));
  const end = entriesOf(bodyOf(set)) + (<usize>countOf(bodyOf(set)) << SET_SHIFT);
  for (let member = entriesOf(bodyOf(set)); member < end; member += 16) {
    const value = rest(member, getEntry(tree, member));
    if (value != 0) rt_set_add(result, value);
  }
  return result;
}

function removeFromArray(array: Value, tree: Value): Value {
  const result = rt_array_new(lengthOf(array));
  for (let i: u32 = 0; i < lengthOf(array); i++) {
    const value = rest(addressOf(array) + (<usize>i << 4), getEntry(tree, indexKey(i)));
    if (value != 0) rt_array_append(result, value);
  }
  return result;
}

export function bi_json_filter(object: Value, paths: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('json.filter', 1, 'object', object);
  const tree = pathTree('json.filter', paths);
  return tree == 0 ? 0 : keepPaths(object, tree);
}

export function bi_json_remove(object: Value, paths: Value): Value {
  if (tagOf(object) != OBJECT) return failOperand('json.remove', 1, 'object', object);
  const tree = pathTree('json.remove', paths);
  return tree == 0 ? 0 : rest(object, tree);
}
