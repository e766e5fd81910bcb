/*
 * Numbers kept as text are compared digit by digit, never through a double.
 *
 * A number's normal form is sign × 0.DIGITS × 10^point, where DIGITS neither starts nor ends with
 * a zero; it is a view of the text (the decimal point inside it is skipped on reading), so it costs
 * nothing however large an exponent is written.
 */
import { fold, mix } from './bytes';
import { intOf, lengthOf, addressOf, tagOf, Value } from './slot';
import { INT } from './tag';

/** Two normal forms and the digits of two ints, in memory nobody else uses. */
const FIRST: usize = 28672;
const SECOND: usize = 28736;
const FIRST_DIGITS: usize = 28800;
const SECOND_DIGITS: usize = 28832;

/** Exponents beyond this are all the same: no two such numbers differ in any other place. */
const FAR: i64 = 1 << 60;

/** Offsets in a normal form. */
const SIGN: usize = 0;
const FROM: usize = 4;
const TO: usize = 8;
const COUNT: usize = 12;
const POINT: usize = 16;

const ZERO: u32 = 48;
const DOT: u32 = 46;
const MINUS: u32 = 45;

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - ZERO < 10;
}

/** The digits of an int, written so that they end before `end`. Returns where they start. */
export function writeDigits(value: u64, end: usize): usize {
  let rest = value;
  do {
    store<u8>(--end, ZERO + <u32>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  return end;
}

// @ts-ignore: decorator
@inline
export function magnitude(value: i64): u64 {
  return value < 0 ? 0 - <u64>value : <u64>value;
}

function readExponent(at: usize, end: usize): i64 {
  if (at >= end) return 0;
  const negative = load<u8>(at) == MINUS;
  if (!isDigit(load<u8>(at))) at++;
  let exponent: i64 = 0;
  while (at < end) {
    if (exponent < FAR) exponent = exponent * 10 + (load<u8>(at) - ZERO);
    at++;
  }
  exponent = min<i64>(exponent, FAR);
  return negative ? -exponent : exponent;
}

/** Where the digits end and the exponent, if any, begins. */
function endOfDigits(at: usize, end: usize): usize {
  while (at < end && (isDigit(load<u8>(at)) || load<u8>(at) == DOT)) at++;
  return at;
}

/** Past the zeros (and the point among them) that a number begins with. */
function skipZeros(at: usize, end: usize): usize {
  while (at < end && (load<u8>(at) == ZERO || load<u8>(at) == DOT)) at++;
  return at;
}

/** Before the zeros (and the point among them) that a number ends with. */
function dropZeros(start: usize, end: usize): usize {
  while (end > start && (load<u8>(end - 1) == ZERO || load<u8>(end - 1) == DOT)) end--;
  return end;
}

/** Where the point is, or would be. */
function findPoint(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != DOT) at++;
  return at;
}

/** Fills a normal form from a JSON number's text. */
function normalize(form: usize, address: usize, length: u32): void {
  const end = address + length;
  const negative = load<u8>(address) == MINUS;
  const digitsEnd = endOfDigits(negative ? address + 1 : address, end);
  const first = skipZeros(negative ? address + 1 : address, digitsEnd);
  const last = dropZeros(first, digitsEnd);
  const point = findPoint(address, digitsEnd);
  const isPointInside = first < point && point < last;
  const sign = first == last ? 0 : negative ? -1 : 1;
  store<i32>(form, sign, SIGN);
  store<u32>(form, first, FROM);
  store<u32>(form, last, TO);
  store<u32>(form, last - first - <usize>isPointInside, COUNT);
  const places = point >= first ? <i64>(point - first) : -<i64>(first - point - 1);
  store<i64>(form, places + readExponent(digitsEnd + 1, end), POINT);
}

/** Fills a normal form from any number. */
function normalizeValue(form: usize, value: Value, digits: usize): void {
  if (tagOf(value) != INT) return normalize(form, addressOf(value), lengthOf(value));
  const end = digits + 32;
  let from = writeDigits(magnitude(intOf(value)), end);
  if (intOf(value) < 0) store<u8>(--from, MINUS);
  normalize(form, from, <u32>(end - from));
}

/** Compares the digits of two normal forms with one sign and point, as if both were positive. */
function compareDigits(a: usize, b: usize): i32 {
  let atA: usize = load<u32>(a, FROM);
  let atB: usize = load<u32>(b, FROM);
  const endA: usize = load<u32>(a, TO);
  const endB: usize = load<u32>(b, TO);
  while (true) {
    if (atA < endA && load<u8>(atA) == DOT) atA++;
    if (atB < endB && load<u8>(atB) == DOT) atB++;
    if (atA >= endA) return atB >= endB ? 0 : -1;
    if (atB >= endB) return 1;
    const difference = <i32>load<u8>(atA) - <i32>load<u8>(atB);
    if (difference != 0) return difference;
    atA++;
    atB++;
  }
  return 0;
}

function compareForms(a: usize, b: usize): i32 {
  const sign = load<i32>(a, SIGN);
  if (sign != load<i32>(b, SIGN)) return sign - load<i32>(b, SIGN);
  if (sign == 0) return 0;
  const pointA = load<i64>(a, POINT);
  const pointB = load<i64>(b, POINT);
  if (pointA != pointB) return pointA < pointB ? -sign : sign;
  return sign * compareDigits(a, b);
}

/** The exact order of two numbers. */
export function compareNumbers(a: Value, b: Value): i32 {
  if (tagOf(a) == INT && tagOf(b) == INT) {
    return intOf(a) < intOf(b) ? -1 : <i32>(intOf(a) > intOf(b));
  }
  normalizeValue(FIRST, a, FIRST_DIGITS);
  normalizeValue(SECOND, b, SECOND_DIGITS);
  return compareForms(FIRST, SECOND);
}

// @ts-ignore: decorator
@inline
function hashInt(value: i64): u32 {
  return fold(mix(INT, value));
}

/** Whether the form is an integer of at most 18 digits, so that it surely fits an i64. */
function isShortInteger(form: usize): bool {
  const point = load<i64>(form, POINT);
  return <i64>load<u32>(form, COUNT) <= point && point <= 18;
}

function shortInteger(form: usize): i64 {
  let value: i64 = 0;
  let at: usize = load<u32>(form, FROM);
  const end: usize = load<u32>(form, TO);
  while (at < end) {
    if (load<u8>(at) != DOT) value = value * 10 + (load<u8>(at) - ZERO);
    at++;
  }
  for (let missing = load<i64>(form, POINT) - load<u32>(form, COUNT); missing > 0; missing--) {
    value *= 10;
  }
  return load<i32>(form, SIGN) < 0 ? -value : value;
}

function hashForm(form: usize): u32 {
  let hash = mix(<u64>load<i32>(form, SIGN), <u64>load<i64>(form, POINT));
  let at: usize = load<u32>(form, FROM);
  const end: usize = load<u32>(form, TO);
  while (at < end) {
    if (load<u8>(at) != DOT) hash = mix(hash, load<u8>(at));
    at++;
  }
  return fold(hash);
}

/** Equal numbers have equal hashes, however they are written. */
export function hashNumber(value: Value): u32 {
  if (tagOf(value) == INT && magnitude(intOf(value)) < 1000000000000000000) {
    return hashInt(intOf(value));
  }
  normalizeValue(FIRST, value, FIRST_DIGITS);
  if (load<i32>(FIRST, SIGN) == 0) return hashInt(0);
  return isShortInteger(FIRST) ? hashInt(shortInteger(FIRST)) : hashForm(FIRST);
}
