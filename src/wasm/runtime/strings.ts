/**
 * The builtins that test, search, take apart and join strings. Positions and lengths count code
 * points. Results that are parts of an operand share its bytes.
 */
import { arrayOfList } from './aggregates';
import { rt_array_append, rt_array_new } from './array';
import { failBuiltin, failInteger, failOperand } from './failure';
import { charge } from './fuel';
import { failMember, haveTag, isList, listMembers, memberAt } from './members';
import { rt_scan_size } from './order';
import { addressOf, intOf, lengthOf, rt_int, tagOf, toBoolean, Value } from './slot';
import { INT, STRING } from './tag';
import { areStrings, endOf, failStrings, part } from './text';
import { beginText, finishText, putText, putValue } from './text-builder';
import { endsWith, findIn, NOT_FOUND, startsWith } from './text-search';
import { countCharacters, lastCharacter, lengthOfCharacter } from './utf8';

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

/** The parts between delimiters; characters for an empty one. */
export function split(text: Value, delimiter: Value): Value {
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
