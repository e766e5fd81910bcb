import {
  identity,
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import type { Local } from './plan.ts';

/** A collection that a block is still filling; `value` makes an immutable copy. */
interface Builder {
  readonly entries: Map<string, readonly [Value, Value]> | Map<string, Value> | Value[];
  value(): Value;
}

class ArrayBuilder implements Builder {
  readonly entries: Value[];

  constructor(items: readonly Value[]) {
    this.entries = [...items];
  }

  value(): Value {
    return [...this.entries];
  }
}

class SetBuilder implements Builder {
  readonly entries: Map<string, Value>;

  constructor(set: RegoSet) {
    this.entries = new Map(set.members().map(member => [identity(member), member]));
  }

  value(): Value {
    return RegoSet.of(this.entries.values());
  }
}

class ObjectBuilder implements Builder {
  readonly entries: Map<string, readonly [Value, Value]>;

  constructor(object: RegoObject) {
    const entries = object.entries();
    this.entries = new Map(entries.map(({ key, value }) => [identity(key), [key, value]]));
  }

  value(): Value {
    return RegoObject.of(this.entries.values());
  }
}

/**
 * The local variables of one call.
 *
 * INVARIANT: values are immutable; a collection under construction becomes a value when it is read,
 * and the next change starts from a copy. So a run of appends costs its length, not its square.
 */
export class Locals {
  private readonly values: MaybeValue[] = [];
  private readonly builders = new Map<Local, Builder>();

  get(local: Local): MaybeValue {
    const builder = this.builders.get(local);
    if (builder === undefined) return this.values[local] ?? this.absent(local);
    this.builders.delete(local);
    this.values[local] = builder.value();
    return this.values[local];
  }

  set(local: Local, value: MaybeValue): void {
    this.builders.delete(local);
    this.values[local] = value;
  }

  /** Appends to the array a local holds; false if it holds something else, or nothing. */
  append(local: Local, value: Value): boolean {
    const builder = this.building(local, ArrayBuilder, isArray);
    builder?.entries.push(value);
    return builder !== undefined;
  }

  /** Adds to the set a local holds; false if it holds none. */
  add(local: Local, member: Value): boolean {
    const builder = this.building(local, SetBuilder, isSet);
    builder?.entries.set(identity(member), member);
    return builder !== undefined;
  }

  /** Inserts into the object a local holds, over what is there; false if it holds none. */
  insert(local: Local, key: Value, value: Value): boolean {
    const builder = this.building(local, ObjectBuilder, isObject);
    builder?.entries.set(identity(key), [key, value]);
    return builder !== undefined;
  }

  /** What the object a local holds has under a key. */
  lookup(local: Local, key: Value): MaybeValue {
    const entry = this.building(local, ObjectBuilder, isObject)?.entries.get(identity(key));
    return entry === undefined ? Undefined : entry[1];
  }

  /** `null` is a value: only what was never set is undefined. */
  private absent(local: Local): MaybeValue {
    return this.values[local] === null ? null : Undefined;
  }

  private building<B extends Builder, V extends Value>(
    local: Local,
    kind: new (from: V) => B,
    is: (value: MaybeValue) => value is V,
  ): B | undefined {
    const known = this.builders.get(local);
    if (known instanceof kind) return known;
    const value = this.get(local);
    if (!is(value)) return undefined;
    const builder = new kind(value);
    this.builders.set(local, builder);
    return builder;
  }
}

function isSet(value: MaybeValue): value is RegoSet {
  return value instanceof RegoSet;
}

function isObject(value: MaybeValue): value is RegoObject {
  return value instanceof RegoObject;
}
