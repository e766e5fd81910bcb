/** The builtins that make numbers and print them. */
import { floatOfText, isNegative, takeOutOfRange, wholePart } from './big-float';
import { equalBytes } from './bytes';
import { failBuiltin, failOperand, failOperandWith, failQuoted } from './failure';
import { charge } from './fuel';
import {
  addIntegers,
  Integer,
  integerOfText,
  integerOperand,
  integerValue,
  isIntegerText,
  magnitudeOf,
  negateInteger,
  newInteger,
  newSmallInteger,
  numberOfText,
  signOf,
  toInteger,
} from './integer';
import { rt_array_append, rt_array_new } from './array';
import { allocate, arenaTop } from './memory';
import {
  bitAt,
  bitLength,
  divideNaturals,
  endOfDigits,
  isZero,
  Natural,
  toDigits,
  toU64,
} from './natural';
import { addressOf, intOf, isNumber, lengthOf, newString, rt_int, tagOf, Value } from './slot';
import { FALSE, INT, NULL, STRING, TRUE } from './tag';

/** A longer range is refused: it would hold up every other evaluation. */
const MAX_RANGE: u64 = 1000000;

const ZERO: u32 = 48;
const POINT: u32 = 0x2e;
const MINUS: u32 = 0x2d;
const PLUS: u32 = 0x2b;

// ---- ranges

function range(builtin: string, from: Integer, to: Integer, step: Integer): Value {
  const distance = addIntegers(to, negateInteger(from));
  const steps = divideNaturals(magnitudeOf(distance), magnitudeOf(step));
  if (bitLength(steps) > 32 || toU64(steps) >= MAX_RANGE) {
    return failBuiltin(builtin, 'range is longer than 1000000 numbers');
  }
  const count = <u32>toU64(steps) + 1;
  charge(count);
  const signed = signOf(distance) ? negateInteger(step) : step;
  const array = rt_array_new(count);
  let current = from;
  for (let i: u32 = 0; i < count; i++) {
    const next = addIntegers(current, signed);
    rt_array_append(array, integerValue(current, arenaTop()));
    current = next;
  }
  return array;
}

/** Both ends are in the range; it goes down if the second is the smaller. */
export function bi_numbers_range(from: Value, to: Value): Value {
  if (tagOf(from) == INT && tagOf(to) == INT) {
    const distance = intOf(to) - intOf(from);
    if (distance >= 0 && <u64>distance < MAX_RANGE && intOf(from) <= intOf(to)) {
      return risingRange(intOf(from), <u32>distance + 1);
    }
  }
  const first = integerOperand('numbers.range', 1, from);
  if (first == 0) return 0;
  const last = integerOperand('numbers.range', 2, to);
  if (last == 0) return 0;
  return range('numbers.range', first, last, newSmallInteger(1));
}

function risingRange(from: i64, count: u32): Value {
  charge(count);
  const array = rt_array_new(count);
  for (let i: u32 = 0; i < count; i++) rt_array_append(array, rt_int(from + i));
  return array;
}

export function bi_numbers_range_step(from: Value, to: Value, step: Value): Value {
  const first = integerOperand('numbers.range_step', 1, from);
  if (first == 0) return 0;
  const last = integerOperand('numbers.range_step', 2, to);
  if (last == 0) return 0;
  const distance = integerOperand('numbers.range_step', 3, step);
  if (distance == 0) return 0;
  if (signOf(distance) || isZero(magnitudeOf(distance))) {
    return failBuiltin('numbers.range_step', 'step must be a positive integer');
  }
  return range('numbers.range_step', first, last, distance);
}

// ---- reading

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - ZERO < 10;
}

function skipDigits(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

/** Whether a text is an ASCII word in any case. */
function isWord(at: usize, end: usize, word: string): bool {
  if (<i32>(end - at) != word.length) return false;
  for (let i = 0; at < end; i++) {
    if ((load<u8>(at++) | 32) != load<u16>(changetype<usize>(word) + (<usize>i << 1))) return false;
  }
  return true;
}

/** What Go reads as a number that JSON has not. */
function isNotFinite(at: usize, end: usize): bool {
  while (at < end && (load<u8>(at) == MINUS || load<u8>(at) == PLUS)) at++;
  return isWord(at, end, 'inf') || isWord(at, end, 'infinity') || isWord(at, end, 'nan');
}

/**
 * `+1`, `.5`, `007` and `1.` are numbers to Go; they are brought into JSON's form. 0 if the text is
 * no number.
 */
function readNumber(start: usize, end: usize): Value {
  let at = start;
  const text = allocate(end - at + 2);
  let out = text;
  if (at < end && (load<u8>(at) == MINUS || load<u8>(at) == PLUS)) {
    if (load<u8>(at) == MINUS) store<u8>(out++, MINUS);
    at++;
  }
  const wholeEnd = skipDigits(at, end);
  const whole = wholeEnd - at;
  while (at + 1 < wholeEnd && load<u8>(at) == ZERO) at++;
  if (whole == 0) store<u8>(out++, ZERO);
  memory.copy(out, at, wholeEnd - at);
  out += wholeEnd - at;
  at = wholeEnd;
  let fraction: usize = 0;
  if (at < end && load<u8>(at) == POINT) {
    const fractionEnd = skipDigits(at + 1, end);
    fraction = fractionEnd - at - 1;
    if (fraction != 0) memory.copy(out, at, fraction + 1);
    if (fraction != 0) out += fraction + 1;
    at = fractionEnd;
  }
  if (whole + fraction == 0) return 0;
  return readExponent(start, text, out, at, end);
}

/** The rest of a number of which `text` up to `out` has been written; JSON's own form stays. */
function readExponent(start: usize, text: usize, out: usize, at: usize, end: usize): Value {
  if (at == end) return numberOfText(text, <u32>(out - text));
  if ((load<u8>(at) | 32) != 0x65) return 0;
  const signed = at + 1 < end && (load<u8>(at, 1) == MINUS || load<u8>(at, 1) == PLUS);
  const digits = signed ? at + 2 : at + 1;
  if (digits >= end || skipDigits(digits, end) != end) return 0;
  const asWritten = at - start == out - text && equalBytes(start, text, <u32>(at - start));
  memory.copy(out, at, end - at);
  if (!asWritten) store<u8>(out, 0x65);
  return numberOfText(text, <u32>(out - text + (end - at)));
}

export function bi_to_number(value: Value): Value {
  const tag = tagOf(value);
  if (tag == NULL || tag == FALSE) return rt_int(0);
  if (tag == TRUE) return rt_int(1);
  if (isNumber(value)) return value;
  if (tag != STRING) {
    return failOperand('to_number', 1, 'one of {null, boolean, number, string}', value);
  }
  const start = addressOf(value);
  const end = start + lengthOf(value);
  if (isNotFinite(start, end)) return failOperand('to_number', 1, 'valid number string', value);
  const number = readNumber(start, end);
  if (number != 0) return number;
  return failQuoted('to_number', 'strconv.ParseFloat: parsing ', value, ': invalid syntax');
}

// ---- printing

/** The integer part of a number, as a float has it; 0 if it is out of range. */
function truncated(value: Value): Integer {
  if (tagOf(value) == INT) return toInteger(value);
  const address = addressOf(value);
  if (isIntegerText(address, lengthOf(value))) return integerOfText(address, lengthOf(value));
  const float = floatOfText(address, lengthOf(value));
  return takeOutOfRange() ? 0 : newInteger(isNegative(float), wholePart(float));
}

/** Digits of `shift` bits each, ending before `end`; returns where they start. */
function writeBits(natural: Natural, shift: u32, end: usize): usize {
  const digits = (bitLength(natural) + shift - 1) / shift;
  for (let i: u32 = 0; i < digits; i++) {
    let digit: u32 = 0;
    for (let bit: u32 = 0; bit < shift; bit++) {
      digit |= <u32>bitAt(natural, i * shift + bit) << bit;
    }
    store<u8>(--end, digit < 10 ? ZERO + digit : 0x57 + digit);
  }
  return end;
}

/** The text of an integer in base 10 (shift 0) or in base 2^shift. */
function integerText(integer: Integer, shift: u32): Value {
  const natural = magnitudeOf(integer);
  const room = <usize>bitLength(natural) + 2;
  let end = allocate(room) + room;
  let start = shift != 0 ? writeBits(natural, shift, end) : toDigits(natural);
  if (shift == 0) end = endOfDigits();
  if (start == end) store<u8>(--start, ZERO);
  if (signOf(integer)) store<u8>(--start, MINUS);
  return newString(start, <u32>(end - start));
}

/** In bases 2, 8, 10 and 16; fractions are cut off. */
export function bi_format_int(value: Value, base: Value): Value {
  if (!isNumber(value)) return failOperand('format_int', 1, 'number', value);
  if (!isNumber(base)) return failOperand('format_int', 2, 'number', base);
  const shift = tagOf(base) == INT ? shiftOf(intOf(base)) : -1;
  if (shift < 0) return failOperandWith('format_int', 2, 'must be one of {2, 8, 10, 16}');
  const integer = truncated(value);
  if (integer == 0) return failBuiltin('format_int', 'number out of range');
  return integerText(integer, shift);
}

/** Bits per digit, 0 for base 10, -1 for bases that are not supported. */
function shiftOf(base: i64): i32 {
  if (base == 2) return 1;
  if (base == 8) return 3;
  if (base == 16) return 4;
  return base == 10 ? 0 : -1;
}
