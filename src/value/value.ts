/*
 * Rego's values as JavaScript holds them.
 *
 *   null, booleans, strings   themselves
 *   numbers                   `number` for safe integers, `bigint` for longer ones, `Decimal` for
 *                             everything else (fractions, exponents, `1.0`): its text as written
 *   arrays                    readonly JavaScript arrays
 *   objects, sets             RegoObject, RegoSet: keyed by value, iterated in Rego's order
 *
 * INVARIANT: a value never changes once another can see it. Builders make a new one.
 * Rego's undefined is no value: it is the symbol `Undefined`, never JavaScript's `undefined`.
 */

import { compareNumbers, Decimal, numberIdentity, type RegoNumber } from './decimal.ts';

/** What an expression without a value yields. */
export const Undefined: unique symbol = Symbol('Rego undefined');
export type Undefined = typeof Undefined;

export type Value = null | boolean | string | RegoNumber | RegoArray | RegoObject | RegoSet;
export type RegoArray = readonly Value[];
export type MaybeValue = Value | Undefined;

/** The names Rego's `type_name` gives. */
export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'set';

export interface Entry {
  readonly key: Value;
  readonly value: Value;
}

/** An object: any value may be a key. Entries are kept by the key's `identity`. */
export class RegoObject {
  private readonly byIdentity: ReadonlyMap<string, Entry>;
  private sorted: readonly Entry[] | undefined;

  private constructor(byIdentity: ReadonlyMap<string, Entry>) {
    this.byIdentity = byIdentity;
  }

  static readonly empty = new RegoObject(new Map());

  /** Later entries replace earlier ones with an equal key. */
  static of(entries: Iterable<readonly [Value, Value]>): RegoObject {
    const map = new Map<string, Entry>();
    for (const [key, value] of entries) map.set(entryKey(key), { key, value });
    return new RegoObject(map);
  }

  get size(): number {
    return this.byIdentity.size;
  }

  get(key: Value): MaybeValue {
    return this.byIdentity.get(entryKey(key))?.value ?? this.missing(key);
  }

  has(key: Value): boolean {
    return this.byIdentity.has(entryKey(key));
  }

  /** Entries sorted by key. */
  entries(): readonly Entry[] {
    this.sorted ??= [...this.byIdentity.values()].sort((a, b) => compare(a.key, b.key));
    return this.sorted;
  }

  /** A copy with one entry added or replaced. */
  with(key: Value, value: Value): RegoObject {
    return new RegoObject(new Map(this.byIdentity).set(entryKey(key), { key, value }));
  }

  /** `null` is a value: only an absent entry is undefined. */
  private missing(key: Value): MaybeValue {
    return this.has(key) ? null : Undefined;
  }
}

/** A set of values. */
export class RegoSet {
  private readonly byIdentity: ReadonlyMap<string, Value>;
  private sorted: readonly Value[] | undefined;

  private constructor(byIdentity: ReadonlyMap<string, Value>) {
    this.byIdentity = byIdentity;
  }

  static readonly empty = new RegoSet(new Map());

  static of(members: Iterable<Value>): RegoSet {
    const map = new Map<string, Value>();
    for (const member of members) {
      const id = entryKey(member);
      if (!map.has(id)) map.set(id, member);
    }
    return new RegoSet(map);
  }

  get size(): number {
    return this.byIdentity.size;
  }

  has(member: Value): boolean {
    return this.byIdentity.has(entryKey(member));
  }

  /** Members in Rego's order. */
  members(): readonly Value[] {
    this.sorted ??= [...this.byIdentity.values()].sort(compare);
    return this.sorted;
  }
}

export function isNumber(value: MaybeValue): value is RegoNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;
}

export function isArray(value: MaybeValue): value is RegoArray {
  return Array.isArray(value);
}

export function typeName(value: Value): TypeName {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (isArray(value)) return 'array';
  if (value instanceof RegoObject) return 'object';
  if (value instanceof RegoSet) return 'set';
  return 'number';
}

/** Rego's order of types. */
const RANK: Readonly<Record<TypeName, number>> = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  array: 4,
  object: 5,
  set: 6,
};

/** Rego's total order over values: negative, zero or positive. Equal values compare as zero. */
export function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  const type = typeName(a);
  const rank = RANK[type] - RANK[typeName(b)];
  if (rank !== 0) return rank;
  switch (type) {
    case 'null':
      return 0;
    case 'boolean':
      return a === true ? 1 : -1;
    case 'number':
      return compareNumbers(a as RegoNumber, b as RegoNumber);
    case 'string':
      return compareStrings(a as string, b as string);
    case 'array':
      return compareLists(a as RegoArray, b as RegoArray);
    case 'object':
      return compareObjects(a as RegoObject, b as RegoObject);
    case 'set':
      return compareLists((a as RegoSet).members(), (b as RegoSet).members());
  }
}

/** Whether two values are the same to Rego: `1 == 1.0`, sets whatever their order. */
export function equal(a: Value, b: Value): boolean {
  return compare(a, b) === 0;
}

const SURROGATE = /[\ud800-\udfff]/;

/** By code points, as UTF-8 bytes order; JavaScript's own order differs above U+FFFF. */
function compareStrings(a: string, b: string): number {
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) || (a < b ? -1 : 1);
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = compare(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Key by key in order, a key before its value. */
function compareObjects(a: RegoObject, b: RegoObject): number {
  const entriesA = a.entries();
  const entriesB = b.entries();
  const shared = Math.min(entriesA.length, entriesB.length);
  for (let index = 0; index < shared; index++) {
    const left = entriesA[index]!;
    const right = entriesB[index]!;
    const order = compare(left.key, right.key) || compare(left.value, right.value);
    if (order !== 0) return order;
  }
  return entriesA.length - entriesB.length;
}

/**
 * A string that two values share exactly when they are equal: what objects and sets are keyed by.
 * Injective because strings are quoted and containers bracketed, with members in order.
 */
export function identity(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map(identity).join()}]`;
  if (value instanceof RegoSet) return `<${value.members().map(identity).join()}>`;
  if (value instanceof RegoObject) {
    return `{${value
      .entries()
      .map(entry => `${identity(entry.key)}:${identity(entry.value)}`)
      .join()}}`;
  }
  return numberIdentity(value);
}

/** An identity among the keys of one collection: strings, the usual keys, need no quoting there. */
function entryKey(key: Value): string {
  return typeof key === 'string' ? `"${key}` : identity(key);
}
