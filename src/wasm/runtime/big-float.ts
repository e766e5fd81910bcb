/*
 * Binary floating point with a 64-bit mantissa, rounding to nearest even: what Rego's numbers are
 * computed in when they are not integers. It follows Go's math/big.Float with its default
 * precision, so that the same digits come out; src/value/big-float.ts is the same in TypeScript,
 * function by function, and a test holds them together.
 *
 *   value = ± mantissa × 2^exponent        {negative, exponent, mantissa} in the arena
 *
 * Whoever writes `1e-999999999` may compare it; computing with it is out of range, which is kept
 * in a flag: what is computed after that means nothing.
 */
import { allocate } from './memory';
import {
  addNaturals,
  bitAt,
  bitLength,
  compareNaturals,
  divideNaturals,
  fromDigits,
  fromU64,
  hasBitsBelow,
  isOdd,
  isZero,
  multiplyNaturals,
  Natural,
  remainderOfDivision,
  shiftLeft,
  shiftRight,
  subtractNaturals,
} from './natural';

export type BigFloat = usize;

export const PRECISION: u32 = 64;
export const DOUBLE_PRECISION: u32 = 53;
const POWER_PRECISION: u32 = 128;
const MAX_EXPONENT: i32 = 1 << 15;
const EXACT_FIVES: u32 = 27;

/** A number with more digits is not computed with: reading it takes quadratic time. */
const MAX_DIGITS: usize = 20000;

let outOfRange: bool = false;

/** Whether anything since the last call was too large, too small or too long to compute with. */
export function takeOutOfRange(): bool {
  const was = outOfRange;
  outOfRange = false;
  return was;
}

export function newFloat(negative: bool, mantissa: Natural, exponent: i32): BigFloat {
  const float = allocate(16);
  store<u32>(float, <u32>negative);
  store<i32>(float, exponent, 4);
  store<u32>(float, mantissa, 8);
  return float;
}

export function isNegative(float: BigFloat): bool {
  return load<u32>(float) != 0;
}

export function exponentOf(float: BigFloat): i32 {
  return load<i32>(float, 4);
}

export function mantissaOf(float: BigFloat): Natural {
  return load<u32>(float, 8);
}

function bounded(negative: bool, mantissa: Natural, exponent: i32): BigFloat {
  if (isZero(mantissa)) return newFloat(negative, mantissa, 0);
  if (abs(exponent) > MAX_EXPONENT) {
    outOfRange = true;
    return newFloat(negative, mantissa, 0);
  }
  return newFloat(negative, mantissa, exponent);
}

/** Rounds half to even. */
export function rounded(
  negative: bool,
  mantissa: Natural,
  exponent: i32,
  precision: u32,
): BigFloat {
  const length = bitLength(mantissa);
  if (length <= precision) return bounded(negative, mantissa, exponent);
  const excess = length - precision;
  let kept = shiftRight(mantissa, excess);
  if (bitAt(mantissa, excess - 1) && (hasBitsBelow(mantissa, excess - 1) || isOdd(kept))) {
    kept = addNaturals(kept, fromU64(1));
  }
  return bounded(negative, kept, exponent + <i32>excess);
}

export function addFloats(a: BigFloat, b: BigFloat): BigFloat {
  const exponent = min<i32>(exponentOf(a), exponentOf(b));
  const left = shiftLeft(mantissaOf(a), exponentOf(a) - exponent);
  const right = shiftLeft(mantissaOf(b), exponentOf(b) - exponent);
  if (isNegative(a) == isNegative(b)) {
    return rounded(isNegative(a), addNaturals(left, right), exponent, PRECISION);
  }
  const order = compareNaturals(left, right);
  if (order > 0) {
    return rounded(isNegative(a), subtractNaturals(left, right), exponent, PRECISION);
  }
  return rounded(order < 0 && isNegative(b), subtractNaturals(right, left), exponent, PRECISION);
}

export function negated(a: BigFloat): BigFloat {
  return newFloat(!isNegative(a), mantissaOf(a), exponentOf(a));
}

export function absolute(a: BigFloat): BigFloat {
  return newFloat(false, mantissaOf(a), exponentOf(a));
}

export function multiplyFloats(a: BigFloat, b: BigFloat, precision: u32): BigFloat {
  const product = multiplyNaturals(mantissaOf(a), mantissaOf(b));
  const exponent = exponentOf(a) + exponentOf(b);
  return rounded(isNegative(a) != isNegative(b), product, exponent, precision);
}

/** `b` must not be zero. */
export function divideFloats(a: BigFloat, b: BigFloat): BigFloat {
  const missing =
    <i32>PRECISION + 2 + <i32>bitLength(mantissaOf(b)) - <i32>bitLength(mantissaOf(a));
  const shift = max<i32>(0, missing);
  const quotient = divideNaturals(shiftLeft(mantissaOf(a), shift), mantissaOf(b));
  const sticky = fromU64(<u64>!isZero(remainderOfDivision()));
  const exponent = exponentOf(a) - exponentOf(b) - shift - 1;
  const mantissa = addNaturals(shiftLeft(quotient, 1), sticky);
  return rounded(isNegative(a) != isNegative(b), mantissa, exponent, PRECISION);
}

/** 5^n, exactly up to 5^27 and to 128 bits beyond. */
function powerOfFive(n: u32): BigFloat {
  let exact: u64 = 1;
  for (let i = min<u32>(n, EXACT_FIVES); i > 0; i--) exact *= 5;
  let power = newFloat(false, fromU64(exact), 0);
  let square = newFloat(false, fromU64(5), 0);
  for (let rest = n > EXACT_FIVES ? n - EXACT_FIVES : 0; rest > 0; rest >>= 1) {
    if ((rest & 1) == 1) power = multiplyFloats(power, square, POWER_PRECISION);
    square = multiplyFloats(square, square, POWER_PRECISION + 64);
  }
  return power;
}

/** The exponent behind `e`, with absurd ones cut to a value out of range. */
function readExponent(at: usize, end: usize): i32 {
  if (at >= end) return 0;
  const negative = load<u8>(at) == 0x2d;
  if (negative || load<u8>(at) == 0x2b) at++;
  let exponent: i32 = 0;
  while (at < end) {
    exponent = min<i32>(exponent * 10 + (load<u8>(at++) - 48), 100000000);
  }
  return negative ? -exponent : exponent;
}

/** The 64-bit float nearest to a JSON number. */
export function floatOfText(address: usize, length: u32): BigFloat {
  const end = address + length;
  const negative = load<u8>(address) == 0x2d;
  let at = negative ? address + 1 : address;
  const start = at;
  let point: usize = 0;
  while (at < end && (load<u8>(at) | 32) != 0x65) {
    if (load<u8>(at) == 0x2e) point = at;
    at++;
  }
  const fraction = point == 0 ? 0 : <i32>(at - point - 1);
  if (at - start > MAX_DIGITS) {
    outOfRange = true;
    return newFloat(negative, fromU64(0), 0);
  }
  const digits = fromDigits(start, at);
  return scaled(negative, digits, readExponent(at + 1, end) - fraction);
}

/** digits × 10^power */
function scaled(negative: bool, digits: Natural, power: i32): BigFloat {
  if (isZero(digits)) return newFloat(negative, digits, 0);
  if (power == 0) return rounded(negative, digits, 0, PRECISION);
  if (abs(power) > MAX_EXPONENT) {
    outOfRange = true;
    return newFloat(negative, digits, 0);
  }
  const float = newFloat(negative, digits, power);
  const fives = powerOfFive(abs(power));
  return power > 0 ? multiplyFloats(float, fives, PRECISION) : divideFloats(float, fives);
}

/** Whether there is nothing behind the point. */
export function isIntegral(float: BigFloat): bool {
  return exponentOf(float) >= 0 || !hasBitsBelow(mantissaOf(float), -exponentOf(float));
}

/** The magnitude without what is behind the point. */
export function wholePart(float: BigFloat): Natural {
  const exponent = exponentOf(float);
  if (exponent >= 0) return shiftLeft(mantissaOf(float), exponent);
  return shiftRight(mantissaOf(float), -exponent);
}
