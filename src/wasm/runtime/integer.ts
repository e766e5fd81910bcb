/* Integers of any size: {negative, magnitude} in the arena, and how numbers become them. */
import { floatOfText, isIntegral, isNegative, takeOutOfRange, wholePart } from './big-float';
import { magnitude } from './decimal';
import { failBuiltin, failFraction, failOperand } from './failure';
import { allocate, setArenaTop } from './memory';
import {
  addNaturals,
  bitLength,
  compareNaturals,
  divideNaturals,
  endOfDigits,
  fromDigits,
  fromU64,
  isZero,
  multiplyNaturals,
  Natural,
  remainderOfDivision,
  subtractNaturals,
  toDigits,
  toU64,
} from './natural';
import {
  addressOf,
  intOf,
  isNumber,
  lengthOf,
  newNumber,
  rt_int,
  tagOf,
  Value,
  writeText,
} from './slot';
import { INT, NUMBER } from './tag';

/** 0 is no integer. */
export type Integer = usize;

const MAX_DIGITS: u32 = 20000;

/** Bytes of the longest text of an i64. */
export const INT64_TEXT: u32 = 20;

export function newInteger(negative: bool, natural: Natural): Integer {
  const integer = allocate(16);
  store<u32>(integer, <u32>(negative && !isZero(natural)));
  store<u32>(integer, natural, 4);
  return integer;
}

// @ts-ignore: decorator
@inline
export function signOf(integer: Integer): bool {
  return load<u32>(integer) != 0;
}

// @ts-ignore: decorator
@inline
export function magnitudeOf(integer: Integer): Natural {
  return load<u32>(integer, 4);
}

/** Whether a number's text is an integer literal; `-0` is none, because its digits must be kept. */
export function isIntegerText(address: usize, length: u32): bool {
  const end = address + length;
  let at = load<u8>(address) == 0x2d ? address + 1 : address;
  if (at != address && length == 2 && load<u8>(at) == 48) return false;
  while (at < end) if (<u32>load<u8>(at++) - 48 > 9) return false;
  return true;
}

/** The integer that a literal writes. */
export function integerOfText(address: usize, length: u32): Integer {
  return newInteger(load<u8>(address) == 0x2d, fromDigits(address, address + length));
}

/** The integer a number is, however it is written (`3`, `3.0`, `30e-1`); 0 if it is none. */
export function toInteger(value: Value): Integer {
  if (tagOf(value) == INT) {
    return newInteger(intOf(value) < 0, fromU64(magnitude(intOf(value))));
  }
  const address = addressOf(value);
  const length = lengthOf(value);
  if (length <= MAX_DIGITS && isIntegerText(address, length)) {
    return integerOfText(address, length);
  }
  const float = floatOfText(address, length);
  return isIntegral(float) ? newInteger(isNegative(float), wholePart(float)) : 0;
}

/** As `toInteger`, for a builtin's operand: 0 after a failure. */
export function integerOperand(builtin: string, position: i32, value: Value): Integer {
  if (!isNumber(value)) return failOperand(builtin, position, 'integer', value);
  const integer = toInteger(value);
  if (takeOutOfRange()) return failBuiltin(builtin, 'number out of range');
  return integer != 0 ? integer : failFraction(builtin, position);
}

export function newSmallInteger(value: i64): Integer {
  return newInteger(value < 0, fromU64(magnitude(value)));
}

/** A number of the given JSON text, which stays where it is. */
export function numberOfText(address: usize, length: u32): Value {
  if (length > INT64_TEXT || !isIntegerText(address, length)) return newNumber(address, length);
  const integer = integerOfText(address, length);
  return isInt64(integer) ? rt_int(toInt64(integer)) : newNumber(address, length);
}

/** Whether an integer is an i64. */
export function isInt64(integer: Integer): bool {
  const natural = magnitudeOf(integer);
  if (bitLength(natural) < 64) return true;
  return signOf(integer) && bitLength(natural) == 64 && toU64(natural) == 0x8000000000000000;
}

export function toInt64(integer: Integer): i64 {
  const value = <i64>toU64(magnitudeOf(integer));
  return signOf(integer) ? 0 - value : value;
}

/** An integer as a value; everything above `mark` in the arena is given back. */
export function integerValue(integer: Integer, mark: usize): Value {
  if (isInt64(integer)) {
    const value = toInt64(integer);
    setArenaTop(mark);
    return rt_int(value);
  }
  const negative = signOf(integer);
  let start = toDigits(magnitudeOf(integer));
  const end = endOfDigits();
  if (negative) store<u8>(--start, 0x2d);
  return numberAt(mark, start, <u32>(end - start));
}

/** Moves a number's text down to `mark` and gives the rest of the arena back. */
export function numberAt(mark: usize, text: usize, length: u32): Value {
  memory.copy(mark + 16, text, length);
  writeText(mark, NUMBER, length, mark + 16, 0);
  setArenaTop(mark + 16 + length);
  return mark;
}

export function addIntegers(a: Integer, b: Integer): Integer {
  const left = magnitudeOf(a);
  const right = magnitudeOf(b);
  if (signOf(a) == signOf(b)) return newInteger(signOf(a), addNaturals(left, right));
  if (compareNaturals(left, right) >= 0) {
    return newInteger(signOf(a), subtractNaturals(left, right));
  }
  return newInteger(signOf(b), subtractNaturals(right, left));
}

export function negateInteger(a: Integer): Integer {
  return newInteger(!signOf(a), magnitudeOf(a));
}

export function multiplyIntegers(a: Integer, b: Integer): Integer {
  return newInteger(signOf(a) != signOf(b), multiplyNaturals(magnitudeOf(a), magnitudeOf(b)));
}

/** The remainder of division towards zero: it has the sign of `a`. */
export function remainderOf(a: Integer, b: Integer): Integer {
  divideNaturals(magnitudeOf(a), magnitudeOf(b));
  return newInteger(signOf(a), remainderOfDivision());
}
