/** What statements do to values, free of any engine's state. */
import { Decimal, numberIdentity } from '../value/decimal.ts';
import {
  type Entry,
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';

/** Looks a key up: an object's value, an array's item, a set's member itself. */
export function dot(source: Value, key: Value): MaybeValue {
  if (source instanceof RegoObject) return source.get(key);
  if (source instanceof RegoSet) return source.has(key) ? key : Undefined;
  return isArray(source) ? item(source, key) : Undefined;
}

/** `1.0` is the same number as `1`, so it finds the same item. */
function item(array: readonly Value[], key: Value): MaybeValue {
  const index = key instanceof Decimal ? Number(numberIdentity(key)) : key;
  if (typeof index !== 'number' || !Number.isInteger(index)) return Undefined;
  const found = index < 0 ? undefined : array[index];
  return found === undefined ? Undefined : found;
}

/** The length of a collection, or of a string in code points; 0 of anything else, as in OPA's Wasm. */
export function length(source: Value): number {
  if (source instanceof RegoObject || source instanceof RegoSet) return source.size;
  if (isArray(source)) return source.length;
  return typeof source === 'string' ? [...source].length : 0;
}

/** A collection's elements in Rego's order; a set's members are their own keys. */
export function elements(source: MaybeValue): readonly Entry[] {
  if (source instanceof RegoObject) return source.entries();
  if (source instanceof RegoSet) return source.members().map(value => ({ key: value, value }));
  return isArray(source) ? source.map((value, key) => ({ key, value })) : [];
}

/** Joins two documents, object into object; elsewhere the first wins. */
export function merge(a: Value, b: Value): Value {
  if (!(a instanceof RegoObject && b instanceof RegoObject)) return a;
  const joined = a.entries().map(({ key, value }): [Value, Value] => {
    const other = b.get(key);
    return [key, other === Undefined ? value : merge(value, other)];
  });
  const pairs = b.entries().map(({ key, value }): [Value, Value] => [key, value]);
  return RegoObject.of([...pairs, ...joined]);
}

/**
 * A copy of a document with the value at a path; what is in the way gives way to objects. Only the
 * whole document can become undefined.
 */
export function upsert(
  document: MaybeValue,
  path: readonly string[],
  value: MaybeValue,
): MaybeValue {
  const [head, ...rest] = path;
  if (head === undefined || value === Undefined) return value;
  const object = document instanceof RegoObject ? document : RegoObject.empty;
  const below = upsert(object.get(head), rest, value);
  return below === Undefined ? below : object.with(head, below);
}
