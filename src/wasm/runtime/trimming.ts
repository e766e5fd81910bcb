/** The builtins that take something away from a string's ends. */
import { charge } from './fuel';
import { failOperand } from './failure';
import { addressOf, lengthOf, tagOf, Value } from './slot';
import { STRING } from './tag';
import { areStrings, endOf, failStrings, part } from './text';
import { endsWith, findText, NOT_FOUND, startsWith } from './text-search';
import { codePointAt, lastCharacter, lengthOfCharacter } from './utf8';

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
