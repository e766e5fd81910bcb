import { isArray, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { arrayAt, intAt } from './operand.ts';

function slice(args: readonly Value[]): Value {
  const array = arrayAt(args, 1);
  const start = intAt(args, 2);
  const stop = Math.max(0, intAt(args, 3));
  return array.slice(Math.max(0, start), stop);
}

/** One level only. */
function flatten(args: readonly Value[]): Value {
  return arrayAt(args, 1).flatMap(item => (isArray(item) ? item : [item]));
}

export const arrays: readonly Builtin[] = [
  define('array.concat', args => [...arrayAt(args, 1), ...arrayAt(args, 2)]),
  define('array.flatten', flatten),
  define('array.reverse', args => arrayAt(args, 1).toReversed()),
  define('array.slice', slice),
];
