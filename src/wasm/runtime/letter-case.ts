/** Letter case, one code point at a time: a string keeps its number of code points. */
import { failOperand } from './failure';
import { LOWER, LOWER_RUNS, UPPER, UPPER_RUNS } from './letter-case-table';
import { addressOf, lengthOf, tagOf, Value } from './slot';
import { STRING } from './tag';
import { advanceText, beginText, finishText, textRoom } from './text-builder';
import { codePointAt, lengthOfCharacter, putCodePoint } from './utf8';

const RUN_BYTES: u32 = 12;

/** The last run that begins at or before a code point, or 0. */
function findRun(table: usize, runs: u32, point: u32): usize {
  let low: u32 = 0;
  let high = runs;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(table + middle * RUN_BYTES) <= point) low = middle + 1;
    else high = middle;
  }
  return low == 0 ? 0 : table + (low - 1) * RUN_BYTES;
}

/** The other case's code point, or the same one. */
function mapped(table: usize, runs: u32, point: u32): u32 {
  const run = findRun(table, runs, point);
  if (run == 0) return point;
  const lastAndStep = load<u32>(run, 4);
  if (point > lastAndStep >> 1) return point;
  if ((lastAndStep & 1) == 1 && ((point - load<u32>(run)) & 1) == 1) return point;
  return point + load<i32>(run, 8);
}

/** A copy with the 26 letters from `first` on in the other case, and those of the table. */
function convert(text: Value, first: u32, table: usize, runs: u32): Value {
  const end = addressOf(text) + lengthOf(text);
  beginText();
  let out = textRoom(lengthOf(text) << 1);
  let at = addressOf(text);
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte < 0x80) {
      store<u8>(out++, byte - first < 26 ? byte ^ 32 : byte);
      at++;
    } else {
      out = putCodePoint(out, mapped(table, runs, codePointAt(at)));
      at += lengthOfCharacter(byte);
    }
  }
  advanceText(out);
  return finishText();
}

export function bi_lower(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('lower', 1, 'string', text);
  return convert(text, 65, LOWER, LOWER_RUNS);
}

export function bi_upper(text: Value): Value {
  if (tagOf(text) != STRING) return failOperand('upper', 1, 'string', text);
  return convert(text, 97, UPPER, UPPER_RUNS);
}
