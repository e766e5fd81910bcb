/*
 * The shortest decimal text that reads back as the same float, laid out as Go's `%g` does;
 * src/value/digits.ts is the same in TypeScript.
 *
 * Digits are {count, point, address} in the arena: 0.DIGITS × 10^point, no trailing zeros.
 */
import { allocate } from './memory';
import { BigFloat, exponentOf, isIntegral, isNegative, mantissaOf } from './big-float';
import {
  addNaturals,
  bitLength,
  endOfDigits,
  fromU64,
  isOdd,
  isZero,
  multiplyNaturals,
  Natural,
  shiftLeft,
  shiftRight,
  subtractNaturals,
  toDigits,
} from './natural';

type Digits = usize;

const ZERO: u32 = 48;
/** `%g` uses an exponent from here on, and below -4. */
const EXPONENT_FROM: i32 = 6;

function newDigits(address: usize, count: u32, point: i32): Digits {
  while (count > 0 && load<u8>(address + count - 1) == ZERO) count--;
  const digits = allocate(16);
  store<u32>(digits, count);
  store<i32>(digits, point, 4);
  store<u32>(digits, address, 8);
  return digits;
}

// @ts-ignore: decorator
@inline
function countOf(digits: Digits): u32 {
  return load<u32>(digits);
}

// @ts-ignore: decorator
@inline
function pointOf(digits: Digits): i32 {
  return load<i32>(digits, 4);
}

// @ts-ignore: decorator
@inline
function addressOf(digits: Digits): usize {
  return load<u32>(digits, 8);
}

/** The digit at a place, 0 behind the last. */
// @ts-ignore: decorator
@inline
function digitAt(digits: Digits, i: u32): u32 {
  return i < countOf(digits) ? <u32>load<u8>(addressOf(digits) + i) - ZERO : 0;
}

function powerOfFive(n: u32): Natural {
  let power = fromU64(1);
  let square = fromU64(5);
  while (n > 0) {
    if ((n & 1) == 1) power = multiplyNaturals(power, square);
    n >>= 1;
    if (n > 0) square = multiplyNaturals(square, square);
  }
  return power;
}

/** All digits of mantissa × 2^exponent: 2^-n is 5^n with the point n places further left. */
function exactDigits(mantissa: Natural, exponent: i32, fives: Natural): Digits {
  const scaled =
    exponent >= 0 ? shiftLeft(mantissa, exponent) : multiplyNaturals(mantissa, fives);
  const address = toDigits(scaled);
  const count = <u32>(endOfDigits() - address);
  return newDigits(address, count, <i32>count + min<i32>(exponent, 0));
}

function roundedDown(digits: Digits, count: u32): Digits {
  return newDigits(addressOf(digits), count, pointOf(digits));
}

function roundedUp(digits: Digits, count: u32): Digits {
  while (count > 0 && digitAt(digits, count - 1) == 9) count--;
  const copy = allocate(count + 1);
  if (count == 0) {
    store<u8>(copy, ZERO + 1);
    return newDigits(copy, 1, pointOf(digits) + 1);
  }
  memory.copy(copy, addressOf(digits), count);
  store<u8>(copy + count - 1, load<u8>(copy + count - 1) + 1);
  return newDigits(copy, count, pointOf(digits));
}

/** To so many digits, half to even. */
function roundedNearest(digits: Digits, count: u32): Digits {
  if (count >= countOf(digits)) return digits;
  const next = digitAt(digits, count);
  const halfway = next == 5 && count + 1 == countOf(digits);
  const up = halfway ? count > 0 && (digitAt(digits, count - 1) & 1) == 1 : next >= 5;
  return up ? roundedUp(digits, count) : roundedDown(digits, count);
}

/** The fewest digits that lie between the midpoints to the neighbouring floats. */
function shortestDigits(mantissa: Natural, exponent: i32, precision: u32): Digits {
  const shift = <i32>(precision + 1) - <i32>bitLength(mantissa);
  const doubled = shift >= 0 ? shiftLeft(mantissa, shift) : shiftRight(mantissa, -shift);
  const one = fromU64(1);
  const fives = powerOfFive(max<i32>(shift - exponent, 0));
  const value = exactDigits(doubled, exponent - shift, fives);
  const lower = exactDigits(subtractNaturals(doubled, one), exponent - shift, fives);
  const upper = exactDigits(addNaturals(doubled, one), exponent - shift, fives);
  const inclusive = !isOdd(shiftRight(doubled, 1));
  for (let i: u32 = 0; i < countOf(value); i++) {
    const digit = digitAt(value, i);
    const high = digitAt(upper, i);
    const atLower = digit == digitAt(lower, i);
    const down = !atLower || (inclusive && i + 1 == countOf(lower));
    const up = digit != high && (inclusive || digit + 1 < high || i + 1 < countOf(upper));
    if (down && up) return roundedNearest(value, i + 1);
    if (down) return roundedDown(value, i + 1);
    if (up) return roundedUp(value, i + 1);
  }
  return value;
}

// ---- layout

let cursor: usize = 0;

function put(byte: u32): void {
  store<u8>(cursor++, byte);
}

function putDigits(digits: Digits, from: u32, to: u32): void {
  for (let i = from; i < to; i++) put(ZERO + digitAt(digits, i));
}

/** Without an exponent; as many fraction digits as there are. */
function putPositional(digits: Digits): void {
  const point = pointOf(digits);
  const count = countOf(digits);
  if (point <= 0) {
    put(ZERO);
    put(0x2e);
    for (let i = point; i < 0; i++) put(ZERO);
    return putDigits(digits, 0, count);
  }
  putDigits(digits, 0, point);
  if (<i32>count <= point) return;
  put(0x2e);
  putDigits(digits, point, count);
}

/** With an exponent of two digits or more: `1.5e+06`. */
function putScientific(digits: Digits): void {
  const exponent = pointOf(digits) - 1;
  putDigits(digits, 0, 1);
  if (countOf(digits) > 1) put(0x2e);
  putDigits(digits, 1, countOf(digits));
  put(0x65);
  put(exponent < 0 ? 0x2d : 0x2b);
  const size = abs(exponent);
  if (size >= 1000) put(ZERO + (size / 1000) % 10);
  if (size >= 100) put(ZERO + (size / 100) % 10);
  put(ZERO + (size / 10) % 10);
  put(ZERO + size % 10);
}

/** Writes a float, an integral one as an integer; the text ends at `endOfFloatText`. */
export function floatText(float: BigFloat, precision: u32): usize {
  const isNothing = isZero(mantissaOf(float));
  const digits: Digits = isNothing
    ? 0
    : shortestDigits(mantissaOf(float), exponentOf(float), precision);
  const room: i32 = isNothing ? 0 : <i32>countOf(digits) + abs(pointOf(digits));
  const text = allocate(room + 16);
  cursor = text;
  if (isNegative(float)) put(0x2d);
  if (isNothing) {
    put(ZERO);
    return text;
  }
  const exponent = pointOf(digits) - 1;
  if (isIntegral(float) || (exponent >= -4 && exponent < EXPONENT_FROM)) putPositional(digits);
  else putScientific(digits);
  return text;
}

export function endOfFloatText(): usize {
  return cursor;
}
