import {
  equal,
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { elementAt } from './aggregates.ts';
import { type Builtin, BuiltinError, define } from './builtin.ts';
import { filterObject } from './json-paths.ts';
import { arrayAt, membersAt, objectAt, wrongElement } from './operand.ts';

/** The element a path of keys leads to, through objects, arrays and sets. */
function find(root: Value, path: readonly Value[]): MaybeValue {
  let value: MaybeValue = root;
  for (const key of path) {
    value = elementAt(value, key);
    if (value === Undefined) return Undefined;
  }
  return value;
}

function get(args: readonly Value[]): Value {
  const object = objectAt(args, 1);
  const [, key, fallback] = args;
  const found = isArray(key!) ? find(object, key) : object.get(key!);
  return found === Undefined ? fallback! : found;
}

/** Keys given as an array, a set, or an object's keys. */
function keysAt(args: readonly Value[]): RegoSet {
  const keys = args[1]!;
  if (keys instanceof RegoObject) return keysOf(keys);
  return RegoSet.of(membersAt(args, 2, 'object', 'set', 'array'));
}

function keysOf(object: RegoObject): RegoSet {
  return RegoSet.of(object.entries().map(entry => entry.key));
}

function remove(args: readonly Value[]): Value {
  const object = objectAt(args, 1);
  const keys = keysAt(args);
  const kept = object.entries().filter(({ key }) => !keys.has(key));
  return RegoObject.of(kept.map(({ key, value }) => [key, value]));
}

function filter(args: readonly Value[]): Value {
  const object = objectAt(args, 1);
  const wanted = keysAt(args).members();
  return filterObject(object, RegoObject.of(wanted.map(key => [key, null])));
}

/** Deep merge; where not both have an object, the right one wins. */
function union(a: RegoObject, b: RegoObject): RegoObject {
  const merged = b.entries().map(({ key, value }): [Value, Value] => {
    const old = a.get(key);
    const both = old instanceof RegoObject && value instanceof RegoObject;
    return [key, both ? union(old, value) : value];
  });
  const kept = a.entries().map(({ key, value }): [Value, Value] => [key, value]);
  return RegoObject.of([...kept, ...merged]);
}

function unionOfMany(args: readonly Value[]): Value {
  const objects = arrayAt(args, 1).map(item => {
    if (!(item instanceof RegoObject)) throw wrongElement(1, args[0]!, item, 'object');
    return item;
  });
  return objects.reduce(union, RegoObject.empty);
}

/** Whether `part`'s keys are in `whole` with values that are, in turn, parts or equal. */
function isPartOf(whole: Value, part: Value): boolean {
  if (whole instanceof RegoObject && part instanceof RegoObject) return isObjectPart(whole, part);
  if (whole instanceof RegoSet && part instanceof RegoSet) return isSetPart(whole, part);
  if (isArray(whole) && isArray(part)) return isArrayPart(whole, part);
  return equal(whole, part);
}

function isObjectPart(whole: RegoObject, part: RegoObject): boolean {
  return part.entries().every(({ key, value }) => {
    const found = whole.get(key);
    return found !== Undefined && isPartOf(found, value);
  });
}

function isSetPart(whole: RegoSet, part: RegoSet): boolean {
  return part.members().every(member => whole.has(member));
}

/** A run of consecutive elements. */
function isArrayPart(whole: readonly Value[], part: readonly Value[]): boolean {
  const starts = whole.length - part.length;
  for (let start = 0; start <= starts; start++) {
    if (part.every((item, index) => equal(item, whole[start + index]!))) return true;
  }
  return false;
}

function subset([whole, part]: readonly Value[]): boolean {
  if (isArray(whole!) && part instanceof RegoSet) return isSetPart(RegoSet.of(whole), part);
  const sameKind =
    (whole instanceof RegoObject && part instanceof RegoObject) ||
    (whole instanceof RegoSet && part instanceof RegoSet) ||
    (isArray(whole!) && isArray(part!));
  if (!sameKind) {
    throw new BuiltinError(
      'eval_type_error',
      'both arguments object.subset must be of the same type or array and set',
    );
  }
  return isPartOf(whole!, part!);
}

export const objects: readonly Builtin[] = [
  define('object.get', get),
  define('object.keys', args => keysOf(objectAt(args, 1))),
  define('object.remove', remove),
  define('object.filter', filter),
  define('object.union', args => union(objectAt(args, 1), objectAt(args, 2))),
  define('object.union_n', unionOfMany),
  define('object.subset', subset),
];
