import { product, sum } from '../value/arithmetic.ts';
import type { RegoNumber } from '../value/decimal.ts';
import {
  compare,
  equal,
  isArray,
  isNumber,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { codePointCount } from './code-points.ts';
import { membersAt, wrongElement, wrongType } from './operand.ts';

function count([collection]: readonly Value[]): number {
  if (typeof collection === 'string') return codePointCount(collection);
  if (isArray(collection!)) return collection.length;
  if (collection instanceof RegoObject || collection instanceof RegoSet) return collection.size;
  throw wrongType(1, collection!, 'array', 'object', 'set', 'string');
}

function numbers(args: readonly Value[]): readonly RegoNumber[] {
  return membersAt(args, 1).map(member => {
    if (!isNumber(member)) throw wrongElement(1, args[0]!, member, 'number');
    return member;
  });
}

/** The member that comes before all others; none in an empty collection. */
function extreme(args: readonly Value[], before: (order: number) => boolean): MaybeValue {
  const members = membersAt(args, 1);
  if (members.length === 0) return Undefined;
  return members.reduce((best, member) => (before(compare(member, best)) ? member : best));
}

function member([element, collection]: readonly Value[]): boolean {
  if (collection instanceof RegoSet) return collection.has(element!);
  if (isArray(collection!)) return collection.some(item => equal(item, element!));
  if (!(collection instanceof RegoObject)) return false;
  return collection.entries().some(entry => equal(entry.value, element!));
}

/** A collection's element under a key: of a set the member itself. */
export function elementAt(collection: Value, key: Value): MaybeValue {
  if (collection instanceof RegoObject) return collection.get(key);
  if (collection instanceof RegoSet) return collection.has(key) ? key : Undefined;
  if (isArray(collection) && typeof key === 'number')
    return collection[key] ?? missing(collection, key);
  return Undefined;
}

/** `null` is an element: only an index outside the array is undefined. */
function missing(array: readonly Value[], index: number): MaybeValue {
  return index in array ? null : Undefined;
}

function memberWithKey([key, element, collection]: readonly Value[]): boolean {
  const found = elementAt(collection!, key!);
  return found !== Undefined && equal(found, element!);
}

export const aggregates: readonly Builtin[] = [
  define('count', count),
  define('sum', args => sum(numbers(args))),
  define('product', args => product(numbers(args))),
  define('max', args => extreme(args, order => order >= 0)),
  define('min', args => extreme(args, order => order < 0)),
  define('sort', args => [...membersAt(args, 1)].sort(compare)),
  define('all', args => membersAt(args, 1, 'array', 'set').every(item => item === true)),
  define('any', args => membersAt(args, 1, 'array', 'set').some(item => item === true)),
  define('internal.member_2', member),
  define('internal.member_3', memberWithKey),
];
