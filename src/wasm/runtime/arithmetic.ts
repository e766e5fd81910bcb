/*
 * Rego's arithmetic: i64 while nothing overflows, then integers of any size; a fraction on either
 * side makes it 64-bit binary floats (big-float.ts).
 */
import {
  absolute,
  addFloats,
  BigFloat,
  divideFloats,
  DOUBLE_PRECISION,
  floatOfText,
  isIntegral,
  isNegative,
  mantissaOf,
  multiplyFloats,
  negated,
  newFloat,
  PRECISION,
  rounded,
  takeOutOfRange,
  wholePart,
} from './big-float';
import { failBuiltin, failOperand } from './failure';
import { endOfFloatText, floatText } from './float-text';
import {
  addIntegers,
  INT64_TEXT,
  Integer,
  integerValue,
  integerOfText,
  isIntegerText,
  magnitudeOf,
  multiplyIntegers,
  negateInteger,
  newInteger,
  numberAt,
  remainderOf,
  signOf,
  toInteger,
} from './integer';
import { arenaTop, setArenaTop } from './memory';
import { addNaturals, fromU64, isZero } from './natural';
import { addressOf, intOf, isNumber, lengthOf, rt_int, tagOf, Value } from './slot';
import { difference } from './sets';
import { INT, SET } from './tag';

const PLUS: i32 = 0;
const MINUS: i32 = 1;
const TIMES: i32 = 2;

// @ts-ignore: decorator
@inline
function areInts(a: Value, b: Value): bool {
  return tagOf(a) == INT && tagOf(b) == INT;
}

/** The number nearest to an operand with a 64-bit mantissa. */
function toFloat(value: Value): BigFloat {
  if (tagOf(value) != INT && !isIntegerText(addressOf(value), lengthOf(value))) {
    return floatOfText(addressOf(value), lengthOf(value));
  }
  const integer = toInteger(value);
  return rounded(signOf(integer), magnitudeOf(integer), 0, PRECISION);
}

/** A float as a value; everything above `mark` is given back. */
function floatValue(builtin: string, float: BigFloat, precision: u32, mark: usize): Value {
  if (takeOutOfRange()) return outOfRange(builtin, mark);
  const text = floatText(float, precision);
  const length = <u32>(endOfFloatText() - text);
  if (length > INT64_TEXT || !isIntegerText(text, length)) return numberAt(mark, text, length);
  return integerValue(integerOfText(text, length), mark);
}

function outOfRange(builtin: string, mark: usize): Value {
  setArenaTop(mark);
  return failBuiltin(builtin, 'number out of range');
}

function integerResult(builtin: string, integer: Integer, mark: usize): Value {
  return takeOutOfRange() ? outOfRange(builtin, mark) : integerValue(integer, mark);
}

function combineIntegers(a: Integer, b: Integer, operation: i32): Integer {
  if (operation == TIMES) return multiplyIntegers(a, b);
  return addIntegers(a, operation == MINUS ? negateInteger(b) : b);
}

function combineFloats(a: BigFloat, b: BigFloat, operation: i32): BigFloat {
  if (operation == TIMES) return multiplyFloats(a, b, PRECISION);
  return addFloats(a, operation == MINUS ? negated(b) : b);
}

/** What the fast ways below could not do. */
function combine(builtin: string, a: Value, b: Value, operation: i32): Value {
  const mark = arenaTop();
  const left = toInteger(a);
  const right = toInteger(b);
  if (takeOutOfRange()) return outOfRange(builtin, mark);
  if (left != 0 && right != 0) {
    return integerResult(builtin, combineIntegers(left, right, operation), mark);
  }
  return floatValue(builtin, combineFloats(toFloat(a), toFloat(b), operation), PRECISION, mark);
}

/** 0, or the position of an operand that is no number. */
// @ts-ignore: decorator
@inline
function wrongNumber(a: Value, b: Value): i32 {
  return !isNumber(a) ? 1 : !isNumber(b) ? 2 : 0;
}

function failNumbers(builtin: string, a: Value, b: Value): Value {
  return isNumber(a)
    ? failOperand(builtin, 2, 'number', b)
    : failOperand(builtin, 1, 'number', a);
}

export function bi_plus(a: Value, b: Value): Value {
  if (areInts(a, b)) {
    const x = intOf(a);
    const y = intOf(b);
    const sum = x + y;
    if (((x ^ sum) & (y ^ sum)) >= 0) return rt_int(sum);
  }
  if (wrongNumber(a, b)) return failNumbers('plus', a, b);
  return combine('plus', a, b, PLUS);
}

/** Also the difference of two sets. */
export function bi_minus(a: Value, b: Value): Value {
  if (areInts(a, b)) {
    const x = intOf(a);
    const y = intOf(b);
    const rest = x - y;
    if (((x ^ y) & (x ^ rest)) >= 0) return rt_int(rest);
  }
  if (isNumber(a) && isNumber(b)) return combine('minus', a, b, MINUS);
  if (tagOf(a) == SET && tagOf(b) == SET) return difference(a, b);
  if (!isNumber(a) && tagOf(a) != SET) return failOperand('minus', 1, 'one of {number, set}', a);
  return failOperand('minus', 2, isNumber(b) ? 'set' : 'number', b);
}

/** Whether both fit 32 bits, so that their product fits 64. */
// @ts-ignore: decorator
@inline
function areShort(x: i64, y: i64): bool {
  return <i64>(<i32>x) == x && <i64>(<i32>y) == y;
}

export function bi_mul(a: Value, b: Value): Value {
  if (areInts(a, b) && areShort(intOf(a), intOf(b))) return rt_int(intOf(a) * intOf(b));
  if (wrongNumber(a, b)) return failNumbers('mul', a, b);
  return combine('mul', a, b, TIMES);
}

/** Exact where the quotient is an integer; 0 has a sign, as in OPA. */
export function bi_div(a: Value, b: Value): Value {
  if (wrongNumber(a, b)) return failNumbers('div', a, b);
  if (areInts(a, b) && intOf(a) != 0 && intOf(b) != 0 && intOf(a) != i64.MIN_VALUE) {
    if (intOf(a) % intOf(b) == 0) return rt_int(intOf(a) / intOf(b));
  }
  const mark = arenaTop();
  const divisor = toFloat(b);
  const dividend = toFloat(a);
  if (takeOutOfRange()) return outOfRange('div', mark);
  if (isZero(mantissaOf(divisor))) {
    setArenaTop(mark);
    return failBuiltin('div', 'divide by zero');
  }
  return floatValue('div', divideFloats(dividend, divisor), PRECISION, mark);
}

export function bi_rem(a: Value, b: Value): Value {
  if (wrongNumber(a, b)) return failNumbers('rem', a, b);
  if (areInts(a, b) && intOf(b) > 0) return rt_int(intOf(a) % intOf(b));
  const mark = arenaTop();
  const left = toInteger(a);
  const right = toInteger(b);
  if (takeOutOfRange()) return outOfRange('rem', mark);
  if (left == 0 || right == 0) {
    setArenaTop(mark);
    return failBuiltin('rem', 'modulo on floating-point number');
  }
  if (isZero(magnitudeOf(right))) {
    setArenaTop(mark);
    return failBuiltin('rem', 'modulo by zero');
  }
  return integerValue(remainderOf(left, right), mark);
}

export function bi_abs(value: Value): Value {
  if (!isNumber(value)) return failOperand('abs', 1, 'number', value);
  if (tagOf(value) == INT && intOf(value) != i64.MIN_VALUE) return rt_int(abs<i64>(intOf(value)));
  const mark = arenaTop();
  return floatValue('abs', absolute(toFloat(value)), PRECISION, mark);
}

/** The integer part of a float, one further from zero if `up`. */
function integral(builtin: string, float: BigFloat, up: bool, mark: usize): Value {
  if (takeOutOfRange()) return outOfRange(builtin, mark);
  const whole = wholePart(float);
  const natural = up && !isIntegral(float) ? addNaturals(whole, fromU64(1)) : whole;
  return integerValue(newInteger(isNegative(float), natural), mark);
}

export function bi_ceil(value: Value): Value {
  if (!isNumber(value)) return failOperand('ceil', 1, 'number', value);
  if (tagOf(value) == INT) return value;
  const mark = arenaTop();
  const float = toFloat(value);
  return integral('ceil', float, !isNegative(float), mark);
}

export function bi_floor(value: Value): Value {
  if (!isNumber(value)) return failOperand('floor', 1, 'number', value);
  if (tagOf(value) == INT) return value;
  const mark = arenaTop();
  const float = toFloat(value);
  return integral('floor', float, isNegative(float), mark);
}

/** Halves round away from zero. */
export function bi_round(value: Value): Value {
  if (!isNumber(value)) return failOperand('round', 1, 'number', value);
  if (tagOf(value) == INT) return value;
  const mark = arenaTop();
  const float = toFloat(value);
  if (takeOutOfRange()) return outOfRange('round', mark);
  const half = newFloat(isNegative(float), fromU64(1), -1);
  return integral('round', addFloats(float, half), false, mark);
}

// ---- sums and products of lists of number addresses

/** Exact when all are integers, otherwise in floats, in order. The operands are all numbers. */
export function sumOf(list: usize, count: u32): Value {
  let total: i64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const value: Value = load<u32>(list + (<usize>i << 2));
    if (tagOf(value) != INT) return foldNumbers('sum', list, count, PLUS);
    const next = total + intOf(value);
    if (((total ^ next) & (intOf(value) ^ next)) < 0) return foldNumbers('sum', list, count, PLUS);
    total = next;
  }
  return rt_int(total);
}

/** As `sumOf`; floats are multiplied with 53 bits, because OPA starts from the double 1. */
export function productOf(list: usize, count: u32): Value {
  return foldNumbers('product', list, count, TIMES);
}

function foldNumbers(builtin: string, list: usize, count: u32, operation: i32): Value {
  const mark = arenaTop();
  let total = newInteger(false, fromU64(<u64>(operation == TIMES)));
  for (let i: u32 = 0; i < count; i++) {
    const value = toInteger(load<u32>(list + (<usize>i << 2)));
    if (takeOutOfRange()) return outOfRange(builtin, mark);
    if (value == 0) return foldFloats(builtin, list, count, operation, mark);
    total = combineIntegers(total, value, operation);
  }
  return integerResult(builtin, total, mark);
}

function foldFloats(builtin: string, list: usize, count: u32, operation: i32, mark: usize): Value {
  const isSum = operation == PLUS;
  let total = isSum ? toFloat(load<u32>(list)) : newFloat(false, fromU64(1), 0);
  for (let i: u32 = <u32>isSum; i < count; i++) {
    const value = toFloat(load<u32>(list + (<usize>i << 2)));
    total = isSum ? addFloats(total, value) : multiplyFloats(total, value, DOUBLE_PRECISION);
    if (takeOutOfRange()) return outOfRange(builtin, mark);
  }
  return floatValue(builtin, total, isSum ? PRECISION : DOUBLE_PRECISION, mark);
}
