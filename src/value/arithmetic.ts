/*
 * Rego's arithmetic. Sums, differences, products and remainders of integers are exact at any size;
 * everything else is computed in 64-bit binary floats (see big-float.ts) and printed as short as
 * it reads back.
 */
import {
  addFloats,
  type BigFloat,
  divideFloats,
  floatOf,
  floatOfInteger,
  floatText,
  multiplyFloats,
  NumberRangeError,
  negated,
  truncated,
} from './big-float.ts';
import { Decimal, integerOf, numberOf, type RegoNumber } from './decimal.ts';

/** An operation that has no result; the messages are OPA's. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

function toFloat(value: RegoNumber): BigFloat {
  return value instanceof Decimal ? floatOf(value.text) : floatOfInteger(BigInt(value));
}

function fromFloat(value: BigFloat): RegoNumber {
  return numberOf(floatText(value));
}

/** The integer a number is, however written (`3`, `3.0`, `30e-1`); undefined if it is none. */
export function toInteger(value: RegoNumber): bigint | undefined {
  if (!(value instanceof Decimal)) return BigInt(value);
  const { integer, exact } = truncated(ranged(() => floatOf(value.text)));
  return exact ? integer : undefined;
}

/** Runs a step on floats, whose range error becomes this module's. */
function ranged<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof NumberRangeError ? new ArithmeticError(error.message) : error;
  }
}

/** A number without its fraction. */
export function truncate(value: RegoNumber): bigint {
  if (!(value instanceof Decimal)) return BigInt(value);
  return truncated(ranged(() => floatOf(value.text))).integer;
}

interface Operation {
  small(a: number, b: number): number;
  exact(a: bigint, b: bigint): bigint;
  float(a: BigFloat, b: BigFloat): BigFloat;
}

function inFloats(a: RegoNumber, b: RegoNumber, operation: Operation['float']): RegoNumber {
  return ranged(() => fromFloat(operation(toFloat(a), toFloat(b))));
}

/** In doubles while that is exact, then in integers, then in floats. */
function apply(a: RegoNumber, b: RegoNumber, operation: Operation): RegoNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = operation.small(a, b);
    if (Number.isSafeInteger(result)) return withoutNegativeZero(result);
  }
  const left = toInteger(a);
  const right = toInteger(b);
  if (left === undefined || right === undefined) return inFloats(a, b, operation.float);
  return integerOf(operation.exact(left, right));
}

function withoutNegativeZero(value: number): number {
  return value + 0;
}

const SUM: Operation = { small: (a, b) => a + b, exact: (a, b) => a + b, float: addFloats };
const DIFFERENCE: Operation = {
  small: (a, b) => a - b,
  exact: (a, b) => a - b,
  float: (a, b) => addFloats(a, negated(b)),
};
const PRODUCT: Operation = {
  small: (a, b) => a * b,
  exact: (a, b) => a * b,
  float: (a, b) => multiplyFloats(a, b),
};

/** @throws ArithmeticError when an operand is too large or too small to compute with */
export function add(a: RegoNumber, b: RegoNumber): RegoNumber {
  return apply(a, b, SUM);
}

/** @throws ArithmeticError as `add` */
export function subtract(a: RegoNumber, b: RegoNumber): RegoNumber {
  return apply(a, b, DIFFERENCE);
}

/** @throws ArithmeticError as `add` */
export function multiply(a: RegoNumber, b: RegoNumber): RegoNumber {
  return apply(a, b, PRODUCT);
}

/** @throws ArithmeticError `divide by zero` */
export function divide(a: RegoNumber, b: RegoNumber): RegoNumber {
  if (typeof a === 'number' && typeof b === 'number' && a !== 0 && a % b === 0) return a / b;
  return inFloats(a, b, quotient);
}

function quotient(a: BigFloat, b: BigFloat): BigFloat {
  if (b.mantissa === 0n) throw new ArithmeticError('divide by zero');
  return divideFloats(a, b);
}

/** The remainder of division towards zero: it has the sign of `a`. @throws ArithmeticError */
export function remainder(a: RegoNumber, b: RegoNumber): RegoNumber {
  const left = toInteger(a);
  const right = toInteger(b);
  if (left === undefined || right === undefined) {
    throw new ArithmeticError('modulo on floating-point number');
  }
  if (right === 0n) throw new ArithmeticError('modulo by zero');
  return integerOf(left % right);
}

export function absolute(value: RegoNumber): RegoNumber {
  if (typeof value === 'number') return Math.abs(value);
  return inFloats(value, 0, a => ({ ...a, negative: false }));
}

/** Safe integers are their own floor, ceiling and rounding; longer ones become floats first. */
function toIntegral(value: RegoNumber, step: (value: BigFloat) => bigint): RegoNumber {
  if (typeof value === 'number') return value;
  return ranged(() => integerOf(step(toFloat(value))));
}

/** Differs from OPA's evaluator between -1 and 0, where that rounds to 1. */
export function ceiling(value: RegoNumber): RegoNumber {
  return toIntegral(value, a => {
    const { integer, exact } = truncated(a);
    return exact || a.negative ? integer : integer + 1n;
  });
}

/** Differs from OPA's evaluator between -1 and 0, where that rounds to 0. */
export function floor(value: RegoNumber): RegoNumber {
  return toIntegral(value, a => {
    const { integer, exact } = truncated(a);
    return exact || !a.negative ? integer : integer - 1n;
  });
}

/** Halves round away from zero. */
export function round(value: RegoNumber): RegoNumber {
  return toIntegral(value, a => {
    const half: BigFloat = { negative: a.negative, mantissa: 1n, exponent: -1 };
    return truncated(addFloats(a, half)).integer;
  });
}

/** Exact when all are integers, otherwise all in floats, in order. */
export function sum(values: readonly RegoNumber[]): RegoNumber {
  const integers = values.map(toInteger);
  if (integers.every(item => item !== undefined)) {
    return integerOf(integers.reduce((total, item) => total + item, 0n));
  }
  return ranged(() => fromFloat(values.map(toFloat).reduce(addFloats)));
}

/** As `sum`, but floats are multiplied with a mantissa of 53 bits: OPA starts from the double 1. */
export function product(values: readonly RegoNumber[]): RegoNumber {
  const integers = values.map(toInteger);
  if (integers.every(item => item !== undefined)) {
    return integerOf(integers.reduce((total, item) => total * item, 1n));
  }
  const one = floatOfInteger(1n);
  const multiplyDoubles = (a: BigFloat, b: BigFloat) => multiplyFloats(a, b, DOUBLE);
  return ranged(() =>
    numberOf(floatText(values.map(toFloat).reduce(multiplyDoubles, one), DOUBLE)),
  );
}

const DOUBLE = 53;
