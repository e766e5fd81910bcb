/*
 * Finding one run of bytes in another. UTF-8 needs no more: a character's bytes are found only
 * where that character is. Short needles are compared place by place; long ones are found with a table of
 * how far each prefix repeats itself (Knuth, Morris, Pratt), so that no input makes it quadratic.
 */
import { equalBytes } from './bytes';
import { allocate, arenaTop, setArenaTop } from './memory';
import { addressOf, lengthOf, Value } from './slot';

const SHORT: u32 = 32;

export const NOT_FOUND: usize = 0;

/** The first place at or after `at` where the needle is, or 0. An empty needle is everywhere. */
export function findText(at: usize, end: usize, needle: usize, length: u32): usize {
  if (at + length > end) return NOT_FOUND;
  if (length == 0) return at;
  return length <= SHORT ? findShort(at, end, needle, length) : findLong(at, end, needle, length);
}

function findShort(at: usize, end: usize, needle: usize, length: u32): usize {
  const first = load<u8>(needle);
  const last = end - length;
  while (at <= last) {
    if (load<u8>(at) == first && equalBytes(at, needle, length)) return at;
    at++;
  }
  return NOT_FOUND;
}

function findLong(at: usize, end: usize, needle: usize, length: u32): usize {
  const mark = arenaTop();
  const table = prefixTable(needle, length);
  let matched: u32 = 0;
  let found: usize = NOT_FOUND;
  while (at < end && found == NOT_FOUND) {
    matched = nextMatch(table, needle, matched, load<u8>(at++));
    if (matched == length) found = at - length;
  }
  setArenaTop(mark);
  return found;
}

/** For each prefix of the needle, the longest shorter prefix that it ends with. */
function prefixTable(needle: usize, length: u32): usize {
  const table = allocate(<usize>length << 2);
  store<u32>(table, 0);
  let matched: u32 = 0;
  for (let i: u32 = 1; i < length; i++) {
    matched = nextMatch(table, needle, matched, load<u8>(needle + i));
    store<u32>(table + (<usize>i << 2), matched);
  }
  return table;
}

function nextMatch(table: usize, needle: usize, matched: u32, byte: u8): u32 {
  while (load<u8>(needle + matched) != byte) {
    if (matched == 0) return 0;
    matched = load<u32>(table + (<usize>(matched - 1) << 2));
  }
  return matched + 1;
}

/** The first place at or after `at` in a string where another one is, or 0. */
export function findIn(text: Value, at: usize, part: Value): usize {
  return findText(at, addressOf(text) + lengthOf(text), addressOf(part), lengthOf(part));
}

export function startsWith(text: Value, prefix: Value): bool {
  const length = lengthOf(prefix);
  return lengthOf(text) >= length && equalBytes(addressOf(text), addressOf(prefix), length);
}

export function endsWith(text: Value, suffix: Value): bool {
  const length = lengthOf(suffix);
  if (lengthOf(text) < length) return false;
  return equalBytes(addressOf(text) + lengthOf(text) - length, addressOf(suffix), length);
}
