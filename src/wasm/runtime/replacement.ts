/** The builtins that put other texts into a string. */
import { equalBytes } from './bytes';
import { bodyOf, countOf, OBJECT_SHIFT } from './collection';
import { failOperand, failOperandWith } from './failure';
import { memberAt } from './members';
import { orderOf } from './order';
import { addressOf, lengthOf, tagOf, Value } from './slot';
import { bi_concat, split } from './strings';
import { OBJECT, STRING } from './tag';
import { areStrings, endOf, failStrings } from './text';
import { beginText, finishText, putText, putValue } from './text-builder';
import { findIn, NOT_FOUND } from './text-search';
import { lengthOfCharacter } from './utf8';

/** The replacement before, between and after all characters. */
function replaceNothing(text: Value, replacement: Value): Value {
  beginText();
  let at = addressOf(text);
  putValue(replacement);
  while (at < endOf(text)) {
    const length = lengthOfCharacter(load<u8>(at));
    putText(at, length);
    putValue(replacement);
    at += length;
  }
  return finishText();
}

export function bi_replace(text: Value, search: Value, replacement: Value): Value {
  if (!areStrings(text, search)) return failStrings('replace', text, search);
  if (tagOf(replacement) != STRING) return failOperand('replace', 3, 'string', replacement);
  if (lengthOf(search) == 0) return replaceNothing(text, replacement);
  let at = addressOf(text);
  let found = findIn(text, at, search);
  if (found == NOT_FOUND) return text;
  if (lengthOf(search) > 32) return replaceParts(split(text, search), replacement);
  beginText();
  while (found != NOT_FOUND) {
    putText(at, <u32>(found - at));
    putValue(replacement);
    at = found + lengthOf(search);
    found = findIn(text, at, search);
  }
  putText(at, <u32>(endOf(text) - at));
  return finishText();
}

/** Searching for long texts takes memory, so it has to come before the building. */
function replaceParts(parts: Value, replacement: Value): Value {
  return bi_concat(replacement, parts);
}

/** The order of a pattern object's entries; 0 after a failure. */
function replacements(patterns: Value): usize {
  const order = orderOf(bodyOf(patterns), OBJECT_SHIFT);
  for (let i: u32 = 0; i < countOf(bodyOf(patterns)); i++) {
    const entry = memberAt(order, i);
    if (tagOf(entry) != STRING) return failPattern('non-string key found in pattern object');
    if (tagOf(entry + 16) != STRING) {
      return failPattern('non-string value found in pattern object');
    }
  }
  return order;
}

function failPattern(text: string): Value {
  return failOperandWith('strings.replace_n', 1, text);
}

/** The first entry whose key is not empty and stands at `at`, or 0. */
function patternAt(order: usize, count: u32, at: usize, end: usize): usize {
  for (let i: u32 = 0; i < count; i++) {
    const key = memberAt(order, i);
    const length = lengthOf(key);
    if (length == 0 || length > <u32>(end - at)) continue;
    if (equalBytes(at, addressOf(key), length)) return key;
  }
  return 0;
}

/** From left to right, at each place the first key in order that fits. */
export function bi_strings_replace_n(patterns: Value, text: Value): Value {
  if (tagOf(patterns) != OBJECT) return failOperand('strings.replace_n', 1, 'object', patterns);
  const count = countOf(bodyOf(patterns));
  const order = replacements(patterns);
  if (order == 0) return 0;
  if (tagOf(text) != STRING) return failOperand('strings.replace_n', 2, 'string', text);
  if (count == 0) return text;
  const empty = lengthOf(memberAt(order, 0)) == 0 ? memberAt(order, 0) : 0;
  beginText();
  let at = addressOf(text);
  while (at < endOf(text)) {
    if (empty != 0) putValue(empty + 16);
    const entry = patternAt(order, count, at, endOf(text));
    const length = entry != 0 ? lengthOf(entry) : lengthOfCharacter(load<u8>(at));
    if (entry != 0) putValue(entry + 16);
    else putText(at, length);
    at += length;
  }
  if (empty != 0) putValue(empty + 16);
  return finishText();
}
