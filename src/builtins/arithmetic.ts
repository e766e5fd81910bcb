import * as number from '../value/arithmetic.ts';
import type { RegoNumber } from '../value/decimal.ts';
import { isNumber, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { numberAt, wrongType } from './operand.ts';
import { difference } from './sets.ts';

function unary(name: string, operation: (a: RegoNumber) => RegoNumber): Builtin {
  return define(name, args => operation(numberAt(args, 1)));
}

function binary(name: string, operation: (a: RegoNumber, b: RegoNumber) => RegoNumber): Builtin {
  return define(name, args => operation(numberAt(args, 1), numberAt(args, 2)));
}

/** `-` is also the difference of sets. */
function minus([a, b]: readonly Value[]): Value {
  if (isNumber(a!) && isNumber(b!)) return number.subtract(a, b);
  if (a instanceof RegoSet && b instanceof RegoSet) return difference(a, b);
  if (!isNumber(a!) && !(a instanceof RegoSet)) throw wrongType(1, a!, 'number', 'set');
  throw wrongType(2, b!, isNumber(b!) ? 'set' : 'number');
}

export const arithmetic: readonly Builtin[] = [
  binary('plus', number.add),
  define('minus', minus),
  binary('mul', number.multiply),
  binary('div', number.divide),
  binary('rem', number.remainder),
  unary('abs', number.absolute),
  unary('ceil', number.ceiling),
  unary('floor', number.floor),
  unary('round', number.round),
];
