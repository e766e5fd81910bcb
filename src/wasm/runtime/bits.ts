/** The builtins over bits: integers of any size in two's complement, without end to the left. */
import { failBuiltin, failOperandWith } from './failure';
import {
  addIntegers,
  Integer,
  integerOperand,
  integerValue,
  isInt64,
  magnitudeOf,
  negateInteger,
  newInteger,
  newSmallInteger,
  signOf,
  toInt64,
} from './integer';
import { arenaTop } from './memory';
import {
  bitLength,
  fromWords,
  isZero,
  limbCount,
  Natural,
  shiftLeft,
  shiftRight,
  wordAt,
} from './natural';
import { intOf, rt_int, tagOf, Value } from './slot';
import { INT } from './tag';

const AND: i32 = 0;
const OR: i32 = 1;
const XOR: i32 = 2;

/** Shifting further is refused: the result would be all zeros and megabytes long. */
const MAX_SHIFT: i64 = 65536;

function apply(a: u64, b: u64, operation: i32): u64 {
  return operation == AND ? a & b : operation == OR ? a | b : a ^ b;
}

/** -a - 1: all bits turned over. */
function inverse(a: Integer): Integer {
  return addIntegers(negateInteger(a), newSmallInteger(-1));
}

/** A word of an integer's two's complement: of a negative one, the turned-over bits of -a - 1. */
function complementWord(natural: Natural, negative: bool, i: u32): u32 {
  const word = wordAt(natural, i);
  return negative ? ~word : word;
}

/** The magnitude whose bits, turned over if negative, are the two's complement. */
function complementBase(a: Integer): Natural {
  return magnitudeOf(signOf(a) ? inverse(a) : a);
}

function combine(a: Integer, b: Integer, operation: i32): Integer {
  const left = complementBase(a);
  const right = complementBase(b);
  const negative = (apply(<u64>signOf(a), <u64>signOf(b), operation) & 1) == 1;
  const count = max<u32>(limbCount(left), limbCount(right));
  const words = fromWords(count);
  for (let i: u32 = 0; i < count; i++) {
    const x = complementWord(left, signOf(a), i);
    const y = complementWord(right, signOf(b), i);
    const word = <u32>apply(x, y, operation);
    store<u32>(words + (<usize>i << 2), negative ? ~word : word, 4);
  }
  const base = newInteger(false, shiftRight(words, 0));
  return negative ? inverse(base) : base;
}

function binary(builtin: string, a: Value, b: Value, operation: i32): Value {
  if (tagOf(a) == INT && tagOf(b) == INT) return rt_int(apply(intOf(a), intOf(b), operation));
  const mark = arenaTop();
  const left = integerOperand(builtin, 1, a);
  if (left == 0) return 0;
  const right = integerOperand(builtin, 2, b);
  if (right == 0) return 0;
  return integerValue(combine(left, right, operation), mark);
}

export function bi_bits_and(a: Value, b: Value): Value {
  return binary('bits.and', a, b, AND);
}

export function bi_bits_or(a: Value, b: Value): Value {
  return binary('bits.or', a, b, OR);
}

export function bi_bits_xor(a: Value, b: Value): Value {
  return binary('bits.xor', a, b, XOR);
}

export function bi_bits_negate(a: Value): Value {
  if (tagOf(a) == INT) return rt_int(~intOf(a));
  const mark = arenaTop();
  const integer = integerOperand('bits.negate', 1, a);
  return integer == 0 ? 0 : integerValue(inverse(integer), mark);
}

/** The second operand of a shift: an integer that is not negative; 0 after a failure. */
function shiftCount(builtin: string, count: Value): Integer {
  const integer = integerOperand(builtin, 2, count);
  if (integer == 0 || !signOf(integer)) return integer;
  const text = 'must be an unsigned integer number but got a negative integer';
  return failOperandWith(builtin, 2, text);
}

export function bi_bits_lsh(a: Value, count: Value): Value {
  const mark = arenaTop();
  const integer = integerOperand('bits.lsh', 1, a);
  if (integer == 0) return 0;
  const bits = shiftCount('bits.lsh', count);
  if (bits == 0) return 0;
  if (isZero(magnitudeOf(integer))) return rt_int(0);
  if (!isInt64(bits) || toInt64(bits) > MAX_SHIFT) {
    return failBuiltin('bits.lsh', 'shift count is larger than 65536');
  }
  const shifted = shiftLeft(magnitudeOf(integer), <u32>toInt64(bits));
  return integerValue(newInteger(signOf(integer), shifted), mark);
}

/** Rounds down, so that -1 stays -1. */
export function bi_bits_rsh(a: Value, count: Value): Value {
  const mark = arenaTop();
  const integer = integerOperand('bits.rsh', 1, a);
  if (integer == 0) return 0;
  const bits = shiftCount('bits.rsh', count);
  if (bits == 0) return 0;
  const base = complementBase(integer);
  const all = !isInt64(bits) || toInt64(bits) > <i64>bitLength(base);
  const shifted = shiftRight(base, all ? bitLength(base) : <u32>toInt64(bits));
  const result = newInteger(false, shifted);
  return integerValue(signOf(integer) ? inverse(result) : result, mark);
}
