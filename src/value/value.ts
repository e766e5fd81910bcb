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

/** Up to this many entries a look-up by string goes through them one by one. */
const MAX_SCANNED = 8;

/** An object: any value may be a key. Its entries are found by the key's `identity`, once they are looked for. */
export class RegoObject {
  private readonly distinct: readonly Entry[];
  private byIdentity: ReadonlyMap<string, Entry> | undefined;
  private sorted: readonly Entry[] | undefined;

  private constructor(distinct: readonly Entry[], byIdentity?: ReadonlyMap<string, Entry>) {
    this.distinct = distinct;
    this.byIdentity = byIdentity;
  }

  static readonly empty = new RegoObject([]);

  /** Later entries replace earlier ones with an equal key. */
  static of(entries: Iterable<readonly [Value, Value]>): RegoObject {
    const map = new Map<string, Entry>();
    for (const [key, value] of entries) map.set(entryKey(key), { key, value });
    return new RegoObject([...map.values()], map);
  }

  /** As `of`, of entries no two of which have equal keys. */
  static ofDistinct(entries: readonly Entry[]): RegoObject {
    return new RegoObject(entries);
  }

  get size(): number {
    return this.distinct.length;
  }

  get(key: Value): MaybeValue {
    const entry = this.find(key);
    return entry === undefined ? Undefined : entry.value;
  }

  has(key: Value): boolean {
    return this.find(key) !== undefined;
  }

  /** Entries sorted by key. */
  entries(): readonly Entry[] {
    this.sorted ??= [...this.distinct].sort((a, b) => compare(a.key, b.key));
    return this.sorted;
  }

  /** A copy with one entry added or replaced. */
  with(key: Value, value: Value): RegoObject {
    const map = new Map(this.index()).set(entryKey(key), { key, value });
    return new RegoObject([...map.values()], map);
  }

  private find(key: Value): Entry | undefined {
    if (this.byIdentity === undefined && typeof key === 'string' && this.size <= MAX_SCANNED) {
      return this.distinct.find(entry => entry.key === key);
    }
    return this.index().get(entryKey(key));
  }

  private index(): ReadonlyMap<string, Entry> {
    this.byIdentity ??= new Map(this.distinct.map(entry => [entryKey(entry.key), entry]));
    return this.byIdentity;
  }
}

/** A set of values. */
export class RegoSet {
  private readonly distinct: readonly Value[];
  private identities: ReadonlySet<string> | undefined;
  private sorted: readonly Value[] | undefined;

  private constructor(distinct: readonly Value[]) {
    this.distinct = distinct;
  }

  static readonly empty = new RegoSet([]);

  /** Of equal members the first one stays. */
  static of(members: Iterable<Value>): RegoSet {
    const map = new Map<string, Value>();
    for (const member of members) {
      const id = entryKey(member);
      if (!map.has(id)) map.set(id, member);
    }
    return new RegoSet([...map.values()]);
  }

  /** As `of`, of members no two of which are equal. */
  static ofDistinct(members: readonly Value[]): RegoSet {
    return new RegoSet(members);
  }

  get size(): number {
    return this.distinct.length;
  }

  has(member: Value): boolean {
    this.identities ??= new Set(this.distinct.map(entryKey));
    return this.identities.has(entryKey(member));
  }

  /** Members in Rego's order. */
  members(): readonly Value[] {
    this.sorted ??= [...this.distinct].sort(compare);
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
  // Most of what is compared: keys.
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const type = typeName(a);
  const rank = RANK[type] - RANK[typeName(b)];
  if (rank !== 0) return rank;
  switch (type) {
    case 'null':
    case 'string':
      return 0;
    case 'boolean':
      return a === true ? 1 : -1;
    case 'number':
      return compareNumbers(a as RegoNumber, b as RegoNumber);
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

/** By code points, as UTF-8 bytes order. */
function compareStrings(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, but their units are below U+E000 to U+FFFF. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
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
