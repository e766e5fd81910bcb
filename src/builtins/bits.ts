import { integerOf } from '../value/decimal.ts';
import type { Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { bigIntAt, operandError } from './operand.ts';

/** Shifting further left is refused: the result would be all zeros and megabytes long. */
const MAX_SHIFT = 65_536n;

function binary(name: string, operation: (a: bigint, b: bigint) => bigint): Builtin {
  return define(name, args => integerOf(operation(bigIntAt(args, 1), bigIntAt(args, 2))));
}

function shift(name: string, operation: (a: bigint, count: bigint) => bigint): Builtin {
  return define(name, args => integerOf(operation(bigIntAt(args, 1), shiftCount(args))));
}

function shiftCount(args: readonly Value[]): bigint {
  const count = bigIntAt(args, 2);
  if (count < 0n) {
    throw operandError(2, 'must be an unsigned integer number but got a negative integer');
  }
  return count;
}

function left(a: bigint, count: bigint): bigint {
  if (a === 0n) return a;
  if (count > MAX_SHIFT) throw failure(`shift count is larger than ${MAX_SHIFT}`);
  return a << count;
}

export const bits: readonly Builtin[] = [
  binary('bits.and', (a, b) => a & b),
  binary('bits.or', (a, b) => a | b),
  binary('bits.xor', (a, b) => a ^ b),
  define('bits.negate', args => integerOf(~bigIntAt(args, 1))),
  shift('bits.lsh', left),
  shift('bits.rsh', (a, count) => a >> count),
];
