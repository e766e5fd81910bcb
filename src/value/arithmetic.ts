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
  const { integer, exact } = truncated(floatOf(value.text));
  return exact ? integer : undefined;
}

interface Operation {
  small(a: number, b: number): number;
  exact(a: bigint, b: bigint): bigint;
  float(a: BigFloat, b: BigFloat): BigFloat;
}

function inFloats(a: RegoNumber, b: RegoNumber, operation: Operation['float']): RegoNumber {
  try {
    return fromFloat(operation(toFloat(a), toFloat(b)));
  } catch (error) {
    throw asArithmeticError(error);
  }
}

function asArithmeticError(error: unknown): unknown {
  return error instanceof NumberRangeError ? new ArithmeticError(error.message) : error;
}

/** In doubles while that is exact, then in integers, then in floats. */
function apply(a: RegoNumber, b: RegoNumber, operation: Operation): RegoNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = operation.small(a, b);
    if (Number.isSafeInteger(result)) return withoutNegativeZero(result);
  }
  const [left, right] = integers(a, b);
  if (left === undefined || right === undefined) return inFloats(a, b, operation.float);
  return integerOf(operation.exact(left, right));
}

function withoutNegativeZero(value: number): number {
  return value + 0;
}

function integers(a: RegoNumber, b: RegoNumber): [bigint | undefined, bigint | undefined] {
  try {
    return [toInteger(a), toInteger(b)];
  } catch (error) {
    throw asArithmeticError(error);
  }
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
  const [left, right] = integers(a, b);
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
  try {
    return integerOf(step(toFloat(value)));
  } catch (error) {
    throw asArithmeticError(error);
  }
}

export function ceiling(value: RegoNumber): RegoNumber {
  return toIntegral(value, a => {
    const { integer, exact } = truncated(a);
    return exact || a.negative ? integer : integer + 1n;
  });
}

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
