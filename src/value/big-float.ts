/*
 * Binary floating point with a 64-bit mantissa, rounding to nearest even: what Rego's numbers are
 * computed in when they are not integers. It follows Go's math/big.Float, which OPA's evaluator
 * uses with its default precision, so that the same digits come out.
 *
 *   value = ± mantissa × 2^exponent      mantissa < 2^64; zero keeps its sign
 *
 * A decimal is read as digits × 2^e × 5^e. The power of five is kept to 128 bits as in Go: exact
 * up to 5^55, and cheap for any exponent. Printing needs exact decimals, so exponents are bounded:
 * `1e-999999999` may be written and compared, but computing with it is a NumberRangeError rather
 * than a gigabyte of digits.
 */

import { bitLength, positional, prefersExponent, scientific, shortestDigits } from './digits.ts';

export interface BigFloat {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** The result, or an operand, is too large or too small to compute with. */
export class NumberRangeError extends Error {
  override readonly name = 'NumberRangeError';
}

const PRECISION = 64;
const POWER_PRECISION = 128;
const MAX_EXPONENT = 1 << 15;

/** Rounds half to even. @throws NumberRangeError */
function rounded(
  negative: boolean,
  mantissa: bigint,
  exponent: number,
  precision = PRECISION,
): BigFloat {
  const excess = bitLength(mantissa) - precision;
  if (excess <= 0) return bounded({ negative, mantissa, exponent });
  const shift = BigInt(excess);
  const kept = mantissa >> shift;
  const rest = mantissa - (kept << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return bounded({ negative, mantissa: up ? kept + 1n : kept, exponent: exponent + excess });
}

function bounded(value: BigFloat): BigFloat {
  if (value.mantissa === 0n) return { ...value, exponent: 0 };
  if (Math.abs(value.exponent) > MAX_EXPONENT) throw new NumberRangeError('number out of range');
  return value;
}

/** Brings both to the smaller exponent. */
function aligned(a: BigFloat, b: BigFloat): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    a.mantissa << BigInt(a.exponent - exponent),
    b.mantissa << BigInt(b.exponent - exponent),
    exponent,
  ];
}

export function addFloats(a: BigFloat, b: BigFloat): BigFloat {
  const [left, right, exponent] = aligned(a, b);
  if (a.negative === b.negative) return rounded(a.negative, left + right, exponent);
  if (left > right) return rounded(a.negative, left - right, exponent);
  return rounded(right > left && b.negative, right - left, exponent);
}

export function negated(a: BigFloat): BigFloat {
  return { ...a, negative: !a.negative };
}

export function multiplyFloats(a: BigFloat, b: BigFloat, precision = PRECISION): BigFloat {
  const negative = a.negative !== b.negative;
  return rounded(negative, a.mantissa * b.mantissa, a.exponent + b.exponent, precision);
}

/** `b` must not be zero. */
export function divideFloats(a: BigFloat, b: BigFloat): BigFloat {
  const negative = a.negative !== b.negative;
  const missing = PRECISION + 2 + bitLength(b.mantissa) - bitLength(a.mantissa);
  const shift = Math.max(0, missing);
  const dividend = a.mantissa << BigInt(shift);
  const quotient = dividend / b.mantissa;
  const sticky = quotient * b.mantissa === dividend ? 0n : 1n;
  return rounded(negative, (quotient << 1n) | sticky, a.exponent - b.exponent - shift - 1);
}

const FIVE: BigFloat = { negative: false, mantissa: 5n, exponent: 0 };
const EXACT_FIVES = 27;

function powerOfFive(n: number): BigFloat {
  const exact = { ...FIVE, mantissa: 5n ** BigInt(Math.min(n, EXACT_FIVES)) };
  let power: BigFloat = exact;
  let square = FIVE;
  for (let rest = n - EXACT_FIVES; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiplyFloats(power, square, POWER_PRECISION);
    square = multiplyFloats(square, square, POWER_PRECISION + 64);
  }
  return power;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The 64-bit float nearest to a JSON number. @throws NumberRangeError */
export function floatOf(text: string): BigFloat {
  const [, minus, whole = '0', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const negative = minus === '-';
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return { negative, mantissa: 0n, exponent: 0 };
  const power = Number(exponent) - fraction.length;
  if (power === 0) return rounded(negative, digits, 0);
  if (Math.abs(power) > MAX_EXPONENT) throw new NumberRangeError('number out of range');
  const scaled: BigFloat = { negative, mantissa: digits, exponent: power };
  const fives = powerOfFive(Math.abs(power));
  return power > 0 ? multiplyFloats(scaled, fives) : divideFloats(scaled, fives);
}

/** An integer, rounded to 64 bits like any other float. */
export function floatOfInteger(value: bigint): BigFloat {
  return rounded(value < 0n, value < 0n ? -value : value, 0);
}

/** The integer part; `exact` tells whether there was nothing else. */
export function truncated(a: BigFloat): { readonly integer: bigint; readonly exact: boolean } {
  const shift = BigInt(Math.abs(a.exponent));
  const magnitude = a.exponent >= 0 ? a.mantissa << shift : a.mantissa >> shift;
  const exact = a.exponent >= 0 || magnitude << shift === a.mantissa;
  return { integer: a.negative ? -magnitude : magnitude, exact };
}

/** Shortest text: an integral value as an integer, others as Go's `%g` prints them. */
export function floatText(value: BigFloat, precision = PRECISION): string {
  const minus = value.negative ? '-' : '';
  if (value.mantissa === 0n) return `${minus}0`;
  const shortest = shortestDigits(value.mantissa, value.exponent, precision);
  const usePositional = truncated(value).exact || !prefersExponent(shortest);
  return minus + (usePositional ? positional(shortest) : scientific(shortest));
}
