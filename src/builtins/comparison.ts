import { compare, equal } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';

function ordered(name: string, holds: (order: number) => boolean): Builtin {
  return define(name, ([a, b]) => holds(compare(a!, b!)));
}

export const comparison: readonly Builtin[] = [
  define('equal', ([a, b]) => equal(a!, b!)),
  define('eq', ([a, b]) => equal(a!, b!)),
  define('neq', ([a, b]) => !equal(a!, b!)),
  ordered('lt', order => order < 0),
  ordered('lte', order => order <= 0),
  ordered('gt', order => order > 0),
  ordered('gte', order => order >= 0),
];
