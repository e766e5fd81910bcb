/*
 * Operands by position (from 1, as OPA counts them), with OPA's wording when one is wrong.
 */
import { toInteger } from '../value/arithmetic.ts';
import { Decimal, type RegoNumber } from '../value/decimal.ts';
import {
  isArray,
  isNumber,
  type RegoArray,
  RegoObject,
  RegoSet,
  typeName,
  type Value,
} from '../value/value.ts';
import { BuiltinError } from './builtin.ts';

type Args = readonly Value[];

function at(args: Args, position: number): Value {
  return args[position - 1]!;
}

/** `operand 2 <what>`. */
export function operandError(position: number, what: string): BuiltinError {
  return new BuiltinError('eval_type_error', `operand ${position} ${what}`);
}

function listed(expected: readonly string[]): string {
  return expected.length === 1 ? expected[0]! : `one of {${expected.join(', ')}}`;
}

/** `operand 1 must be one of {set, array} but got number`. */
export function wrongType(position: number, got: Value, ...expected: string[]): BuiltinError {
  return operandError(position, `must be ${listed(expected)} but got ${typeName(got)}`);
}

/** `operand 1 must be array of strings but got array containing number`. */
export function wrongElement(
  position: number,
  composite: Value,
  element: Value,
  ...expected: string[]
): BuiltinError {
  const outer = typeName(composite);
  const wanted = expected.length === 1 ? `${expected[0]}s` : `(any of) {${expected.join(', ')}}`;
  const got = `${outer} containing ${typeName(element)}`;
  return operandError(position, `must be ${outer} of ${wanted} but got ${got}`);
}

export function numberAt(args: Args, position: number): RegoNumber {
  const value = at(args, position);
  if (!isNumber(value)) throw wrongType(position, value, 'number');
  return value;
}

export function stringAt(args: Args, position: number): string {
  const value = at(args, position);
  if (typeof value !== 'string') throw wrongType(position, value, 'string');
  return value;
}

export function booleanAt(args: Args, position: number): boolean {
  const value = at(args, position);
  if (typeof value !== 'boolean') throw wrongType(position, value, 'boolean');
  return value;
}

export function arrayAt(args: Args, position: number): RegoArray {
  const value = at(args, position);
  if (!isArray(value)) throw wrongType(position, value, 'array');
  return value;
}

export function objectAt(args: Args, position: number): RegoObject {
  const value = at(args, position);
  if (!(value instanceof RegoObject)) throw wrongType(position, value, 'object');
  return value;
}

export function setAt(args: Args, position: number): RegoSet {
  const value = at(args, position);
  if (!(value instanceof RegoSet)) throw wrongType(position, value, 'set');
  return value;
}

const NOT_INTEGER = 'must be integer number but got floating-point number';
const INT64 = 1n << 63n;

/** An integer literal of at most 64 bits (`1.0` is none); those past 2^53 come out rounded. */
export function intAt(args: Args, position: number): number {
  const value = numberAt(args, position);
  if (value instanceof Decimal) throw operandError(position, NOT_INTEGER);
  if (typeof value === 'bigint' && (value >= INT64 || value < -INT64)) {
    throw operandError(position, NOT_INTEGER);
  }
  return Number(value);
}

/** An integer of any size, however written (`1.0` is one). */
export function bigIntAt(args: Args, position: number): bigint {
  const value = at(args, position);
  if (!isNumber(value)) throw wrongType(position, value, 'integer');
  const integer = toInteger(value);
  if (integer === undefined) throw operandError(position, NOT_INTEGER);
  return integer;
}

/** The members of an array or set, in order. */
export function membersAt(args: Args, position: number, ...expected: string[]): readonly Value[] {
  const value = at(args, position);
  if (isArray(value)) return value;
  if (value instanceof RegoSet) return value.members();
  throw wrongType(position, value, ...(expected.length === 0 ? ['set', 'array'] : expected));
}

/** An array or set of strings. */
export function stringsAt(args: Args, position: number, ...expected: string[]): readonly string[] {
  const composite = at(args, position);
  return membersAt(args, position, ...expected).map(member => {
    if (typeof member !== 'string') throw wrongElement(position, composite, member, 'string');
    return member;
  });
}

/** One string, or an array or set of them. */
export function stringOrStringsAt(args: Args, position: number): readonly string[] {
  const value = at(args, position);
  if (typeof value === 'string') return [value];
  return stringsAt(args, position, 'string', 'set', 'array');
}
