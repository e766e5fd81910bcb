/** Reaching into documents, and making changed copies of them. */
import { bodyOf, countOf, entriesOf, find, getEntry, OBJECT_SHIFT, SET_SHIFT } from './collection';
import { copyCollection, rt_object_insert, rt_object_new } from './insertion';
import { addressOf, intOf, lengthOf, tagOf, Value } from './slot';
import { ARRAY, INT, OBJECT, SET, STRING } from './tag';

/** `source[key]`: an object's value, an array's element, a set's member itself; else undefined. */
export function rt_dot(source: Value, key: Value): Value {
  const tag = tagOf(source);
  if (tag == OBJECT) return getEntry(source, key);
  if (tag == ARRAY) return elementAt(source, key);
  if (tag == SET) return find(bodyOf(source), key, SET_SHIFT);
  return 0;
}

function elementAt(array: Value, key: Value): Value {
  if (tagOf(key) != INT) return 0;
  const index = intOf(key);
  return <u64>index < <u64>lengthOf(array) ? addressOf(array) + (<usize>index << 4) : 0;
}

/** Elements, entries, members or bytes; 0 for anything else. */
export function rt_len(value: Value): u32 {
  const tag = tagOf(value);
  if (tag == ARRAY || tag == STRING) return lengthOf(value);
  if (tag == OBJECT || tag == SET) return countOf(bodyOf(value));
  return 0;
}

/**
 * A document in which `value` stands at a path of `length` string slots; whatever is no object on
 * the way is replaced by one. The original stays as it is.
 */
export function rt_with(document: Value, path: usize, length: u32, value: Value): Value {
  if (length == 0) return value;
  const key: Value = load<u32>(path);
  const isObject = document != 0 && tagOf(document) == OBJECT;
  const child: Value = isObject ? getEntry(document, key) : 0;
  const copy = isObject ? copyCollection(document, 1) : rt_object_new();
  rt_object_insert(copy, key, rt_with(child, path + 4, length - 1, value));
  return copy;
}

/** Both objects' entries; where both have one, objects are merged and otherwise `a`'s stays. */
export function rt_object_merge(a: Value, b: Value): Value {
  if (tagOf(a) != OBJECT || tagOf(b) != OBJECT) return a;
  const bodyB = bodyOf(b);
  const merged = copyCollection(a, countOf(bodyB));
  const end = entriesOf(bodyB) + (<usize>countOf(bodyB) << OBJECT_SHIFT);
  for (let entry = entriesOf(bodyB); entry < end; entry += 32) {
    const mine = getEntry(a, entry);
    rt_object_insert(merged, entry, mine == 0 ? entry + 16 : rt_object_merge(mine, entry + 16));
  }
  return merged;
}
