/** The builtins over JSON texts. */
import { bodyOf, OBJECT_SHIFT } from './collection';
import { appendEntry, newCollection } from './insertion';
import { rt_array_append, rt_array_new } from './array';
import { failBuiltin, failOperand } from './failure';
import { dumpJson, dumpHtmlSafe, endOfDump } from './json-dump';
import { parseJson } from './json-parse';
import { allocate, PADDING } from './memory';
import { rt_scan_key, rt_scan_size, rt_scan_value } from './order';
import { addressOf, copySlot, FALSE_SLOT, lengthOf, newString, tagOf, toBoolean } from './slot';
import { Value } from './slot';
import { ARRAY, OBJECT, SET, STRING } from './tag';

/** Parses a copy: the parser writes behind its text, which must not last in the data. */
function parseCopy(text: Value): Value {
  const copy = allocate(<usize>lengthOf(text) + PADDING);
  memory.copy(copy, addressOf(text), lengthOf(text));
  return parseJson(copy, lengthOf(text));
}

export function bi_json_unmarshal(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('json.unmarshal', 1, 'string', text);
  const value = parseCopy(text);
  return value != 0 ? value : failBuiltin('json.unmarshal', 'the text is not valid JSON');
}

export function bi_json_is_valid(text: Value): Value {
  if (tagOf(text) != STRING) return FALSE_SLOT;
  return toBoolean(parseCopy(text) != 0);
}

/** Whether any object in a value has a key that is no string. */
function hasOtherKeys(value: Value): bool {
  const size = rt_scan_size(value);
  for (let i: u32 = 0; i < size; i++) {
    if (tagOf(value) == OBJECT && tagOf(rt_scan_key(value, i)) != STRING) return true;
    if (hasOtherKeys(rt_scan_value(value, i))) return true;
  }
  return false;
}

function keyText(key: Value): Value {
  if (tagOf(key) == STRING) return key;
  const start = dumpJson(key);
  return newString(start, <u32>(endOfDump() - start));
}

/** A copy in which every key is a string: its own JSON text if it was none. */
function withStringKeys(value: Value): Value {
  if (tagOf(value) == OBJECT) return objectWithStringKeys(value);
  if (tagOf(value) != ARRAY && tagOf(value) != SET) return value;
  const size = rt_scan_size(value);
  const array = rt_array_new(size);
  for (let i: u32 = 0; i < size; i++) {
    rt_array_append(array, withStringKeys(rt_scan_value(value, i)));
  }
  return array;
}

/** Two keys may have one text (`1` and `"1"`): both entries stay. */
function objectWithStringKeys(object: Value): Value {
  const size = rt_scan_size(object);
  const copy = newCollection(OBJECT, size);
  for (let i: u32 = 0; i < size; i++) {
    const key = keyText(rt_scan_key(object, i));
    const value = withStringKeys(rt_scan_value(object, i));
    copySlot(appendEntry(bodyOf(copy), key, OBJECT_SHIFT) + 16, value);
  }
  return copy;
}

/** As Go's encoding/json writes it: sorted by the keys' text, and safe to stand in HTML. */
export function bi_json_marshal(value: Value): Value {
  const start = dumpHtmlSafe(hasOtherKeys(value) ? withStringKeys(value) : value);
  return newString(start, <u32>(endOfDump() - start));
}
