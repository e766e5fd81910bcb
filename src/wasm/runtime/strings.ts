/**
 * The builtins over strings. Positions and lengths count code points. Results that are parts of an
 * operand share its bytes.
 */
import { rt_array_append, rt_array_new } from './array';
import { arrayOfList } from './aggregates';
import { equalBytes } from './bytes';
import { bodyOf, countOf, OBJECT_SHIFT } from './collection';
import { failBuiltin, failInteger, failOperand, failOperandWith } from './failure';
import { charge } from './fuel';
import { failMember, haveTag, isList, listMembers, memberAt } from './members';
import { orderOf, rt_scan_size } from './order';
import { addressOf, intOf, lengthOf, newString, rt_int, tagOf, toBoolean, Value } from './slot';
import { INT, OBJECT, STRING } from './tag';
import { beginText, finishText, putText, putValue } from './text-builder';
import { endsWith, findIn, findText, NOT_FOUND, startsWith } from './text-search';
import { codePointAt, countCharacters, lastCharacter, lengthOfCharacter } from './utf8';

// @ts-ignore: decorator
@inline
function endOf(text: Value): usize {
  return addressOf(text) + lengthOf(text);
}

/** The part of a string between two addresses. */
// @ts-ignore: decorator
@inline
function part(from: usize, to: usize): Value {
  return newString(from, <u32>(to - from));
}

/** Whether both are strings; if not, the caller answers with `failStrings`. */
// @ts-ignore: decorator
@inline
function areStrings(a: Value, b: Value): bool {
  return tagOf(a) == STRING && tagOf(b) == STRING;
}

function failStrings(builtin: string, a: Value, b: Value): Value {
  return tagOf(a) != STRING
    ? failOperand(builtin, 1, 'string', a)
    : failOperand(builtin, 2, 'string', b);
}

// ---- tests

export function bi_contains(text: Value, search: Value): Value {
  if (!areStrings(text, search)) return failStrings('contains', text, search);
  return toBoolean(findIn(text, addressOf(text), search) != NOT_FOUND);
}

export function bi_startswith(text: Value, prefix: Value): Value {
  if (!areStrings(text, prefix)) return failStrings('startswith', text, prefix);
  return toBoolean(startsWith(text, prefix));
}

export function bi_endswith(text: Value, suffix: Value): Value {
  if (!areStrings(text, suffix)) return failStrings('endswith', text, suffix);
  return toBoolean(endsWith(text, suffix));
}

/** One string, or a list of them: the number of strings; -1 if it is neither. */
function stringCount(value: Value): i32 {
  if (tagOf(value) == STRING) return 1;
  if (!isList(value)) return -1;
  return haveTag(listMembers(value), rt_scan_size(value), STRING, STRING)
    ? rt_scan_size(value)
    : -1;
}

function stringAt(value: Value, list: usize, i: u32): Value {
  return tagOf(value) == STRING ? value : memberAt(list, i);
}

function failStringOrList(builtin: string, position: i32, value: Value): Value {
  return isList(value)
    ? failMember(builtin, position, value, 'strings')
    : failOperand(builtin, position, 'one of {string, set, array}', value);
}

/** Whether any of the texts starts (or ends) with any of the parts. */
function anyMatch(builtin: string, texts: Value, parts: Value, atEnd: bool): Value {
  const textCount = stringCount(texts);
  if (textCount < 0) return failStringOrList(builtin, 1, texts);
  const partCount = stringCount(parts);
  if (partCount < 0) return failStringOrList(builtin, 2, parts);
  charge((<u64>textCount * partCount) >> 4);
  const textList = isList(texts) ? listMembers(texts) : 0;
  const partList = isList(parts) ? listMembers(parts) : 0;
  for (let i = 0; i < textCount; i++) {
    const text = stringAt(texts, textList, i);
    for (let j = 0; j < partCount; j++) {
      const piece = stringAt(parts, partList, j);
      if (atEnd ? endsWith(text, piece) : startsWith(text, piece)) return toBoolean(true);
    }
  }
  return toBoolean(false);
}

export function bi_strings_any_prefix_match(texts: Value, prefixes: Value): Value {
  return anyMatch('strings.any_prefix_match', texts, prefixes, false);
}

export function bi_strings_any_suffix_match(texts: Value, suffixes: Value): Value {
  return anyMatch('strings.any_suffix_match', texts, suffixes, true);
}

// ---- positions

export function bi_indexof(text: Value, search: Value): Value {
  if (!areStrings(text, search)) return failStrings('indexof', text, search);
  if (lengthOf(search) == 0) return failBuiltin('indexof', 'empty search character');
  const found = findIn(text, addressOf(text), search);
  if (found == NOT_FOUND) return rt_int(-1);
  return rt_int(countCharacters(addressOf(text), <u32>(found - addressOf(text))));
}

/** All places; they may overlap. */
export function bi_indexof_n(text: Value, search: Value): Value {
  if (!areStrings(text, search)) return failStrings('indexof_n', text, search);
  if (lengthOf(search) == 0) return failBuiltin('indexof_n', 'empty search character');
  const places = rt_array_new(4);
  let counted = addressOf(text);
  let characters: i64 = 0;
  let found = findIn(text, counted, search);
  while (found != NOT_FOUND) {
    characters += countCharacters(counted, <u32>(found - counted));
    counted = found;
    rt_array_append(places, rt_int(characters));
    found = findIn(text, found + 1, search);
  }
  return places;
}

/** The address `count` characters further, at most `end`. */
function skipCharacters(at: usize, end: usize, count: i64): usize {
  while (count > 0 && at < end) {
    at += lengthOfCharacter(load<u8>(at));
    count--;
  }
  return at;
}

/** `length` characters from `start` on; a negative length is the rest. */
export function bi_substring(text: Value, start: Value, length: Value): Value {
  if (tagOf(text) != STRING) return failOperand('substring', 1, 'string', text);
  if (tagOf(start) != INT) return failInteger('substring', 2, start);
  if (tagOf(length) != INT) return failInteger('substring', 3, length);
  if (intOf(start) < 0) return failBuiltin('substring', 'negative offset');
  const from = skipCharacters(addressOf(text), endOf(text), intOf(start));
  if (intOf(length) < 0) return part(from, endOf(text));
  return part(from, skipCharacters(from, endOf(text), intOf(length)));
}

/** Matches without overlap; the empty string is around every character. */
export function bi_strings_count(text: Value, search: Value): Value {
  if (!areStrings(text, search)) return failStrings('strings.count', text, search);
  if (lengthOf(search) == 0) {
    return rt_int(<i64>countCharacters(addressOf(text), lengthOf(text)) + 1);
  }
  let count: i64 = 0;
  let found = findIn(text, addressOf(text), search);
  while (found != NOT_FOUND) {
    count++;
    found = findIn(text, found + lengthOf(search), search);
  }
  return rt_int(count);
}

// ---- taking apart and putting together

function characters(text: Value): Value {
  const array = rt_array_new(lengthOf(text));
  let at = addressOf(text);
  while (at < endOf(text)) {
    const next = at + lengthOfCharacter(load<u8>(at));
    rt_array_append(array, part(at, next));
    at = next;
  }
  return array;
}

function split(text: Value, delimiter: Value): Value {
  if (lengthOf(delimiter) == 0) return characters(text);
  const array = rt_array_new(4);
  let at = addressOf(text);
  let found = findIn(text, at, delimiter);
  while (found != NOT_FOUND) {
    rt_array_append(array, part(at, found));
    at = found + lengthOf(delimiter);
    found = findIn(text, at, delimiter);
  }
  rt_array_append(array, part(at, endOf(text)));
  return array;
}

/** An empty delimiter splits between characters. */
export function bi_split(text: Value, delimiter: Value): Value {
  if (!areStrings(text, delimiter)) return failStrings('split', text, delimiter);
  return split(text, delimiter);
}

/** The first `n` parts, or the last with a negative `n`. */
export function bi_strings_split_n(text: Value, delimiter: Value, n: Value): Value {
  if (!areStrings(text, delimiter)) return failStrings('strings.split_n', text, delimiter);
  if (tagOf(n) != INT) return failInteger('strings.split_n', 3, n);
  const parts = split(text, delimiter);
  const count = <i64>lengthOf(parts);
  const from = intOf(n) < 0 ? max<i64>(count + max<i64>(intOf(n), -count), 0) : 0;
  const to = intOf(n) < 0 ? count : min<i64>(intOf(n), count);
  const list = listMembers(parts);
  return arrayOfList(list + (<usize>from << 2), <u32>(to - from));
}

export function bi_concat(separator: Value, texts: Value): Value {
  if (tagOf(separator) != STRING) return failOperand('concat', 1, 'string', separator);
  if (!isList(texts)) return failOperand('concat', 2, 'one of {set, array}', texts);
  const count = rt_scan_size(texts);
  const list = listMembers(texts);
  if (!haveTag(list, count, STRING, STRING)) return failMember('concat', 2, texts, 'strings');
  beginText();
  for (let i: u32 = 0; i < count; i++) {
    if (i != 0) putValue(separator);
    putValue(memberAt(list, i));
  }
  return finishText();
}

export function bi_strings_reverse(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('strings.reverse', 1, 'string', text);
  beginText();
  let at = endOf(text);
  while (at > addressOf(text)) {
    const start = lastCharacter(addressOf(text), at);
    putText(start, <u32>(at - start));
    at = start;
  }
  return finishText();
}

// ---- replacing

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

// ---- trimming

/** Whether the character between two addresses is one of the set's. */
function isIn(cutset: Value, from: usize, to: usize): bool {
  charge(lengthOf(cutset) >> 6);
  const end = endOf(cutset);
  return findText(addressOf(cutset), end, from, <u32>(to - from)) != NOT_FOUND;
}

function skipLeft(text: Value, cutset: Value): usize {
  let at = addressOf(text);
  while (at < endOf(text)) {
    const next = at + lengthOfCharacter(load<u8>(at));
    if (!isIn(cutset, at, next)) return at;
    at = next;
  }
  return at;
}

/** The end of what is left, at least `start`. */
function skipRight(text: Value, start: usize, cutset: Value): usize {
  let end = endOf(text);
  while (end > start) {
    const last = lastCharacter(start, end);
    if (!isIn(cutset, last, end)) return end;
    end = last;
  }
  return end;
}

export function bi_trim(text: Value, cutset: Value): Value {
  if (!areStrings(text, cutset)) return failStrings('trim', text, cutset);
  const start = skipLeft(text, cutset);
  return part(start, skipRight(text, start, cutset));
}

export function bi_trim_left(text: Value, cutset: Value): Value {
  if (!areStrings(text, cutset)) return failStrings('trim_left', text, cutset);
  return part(skipLeft(text, cutset), endOf(text));
}

export function bi_trim_right(text: Value, cutset: Value): Value {
  if (!areStrings(text, cutset)) return failStrings('trim_right', text, cutset);
  return part(addressOf(text), skipRight(text, addressOf(text), cutset));
}

export function bi_trim_prefix(text: Value, prefix: Value): Value {
  if (!areStrings(text, prefix)) return failStrings('trim_prefix', text, prefix);
  if (!startsWith(text, prefix)) return text;
  return part(addressOf(text) + lengthOf(prefix), endOf(text));
}

export function bi_trim_suffix(text: Value, suffix: Value): Value {
  if (!areStrings(text, suffix)) return failStrings('trim_suffix', text, suffix);
  if (!endsWith(text, suffix)) return text;
  return part(addressOf(text), endOf(text) - lengthOf(suffix));
}

/** White space as Unicode has it. */
function isSpace(point: u32): bool {
  if (point < 0x80) return point == 32 || (point >= 9 && point <= 13);
  if (point == 0x85 || point == 0xa0 || point == 0x1680 || point == 0x3000) return true;
  if (point >= 0x2000 && point <= 0x200a) return true;
  return point == 0x2028 || point == 0x2029 || point == 0x202f || point == 0x205f;
}

export function bi_trim_space(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('trim_space', 1, 'string', text);
  let start = addressOf(text);
  let end = endOf(text);
  while (start < end && isSpace(codePointAt(start))) start += lengthOfCharacter(load<u8>(start));
  while (end > start && isSpace(codePointAt(lastCharacter(start, end)))) {
    end = lastCharacter(start, end);
  }
  return part(start, end);
}
