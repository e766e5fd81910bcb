/*
 * What the type checker computes with types: unions, what iterating and looking up give, and whether
 * two types can have a value in common.
 *
 * Every answer errs to the side of "may be": a type that grows too large is taken for any, because
 * types share their parts and the text of a policy can double them rule after rule.
 */
import {
  ANY,
  isNever,
  NEVER,
  NUMBER,
  objectOf,
  oneOf,
  STRING,
  setOf,
  type Type,
} from '../../ir/type.ts';

type ObjectType = Extract<Type, { kind: 'object' }>;

/** Larger types are taken for any. */
const MAX_SIZE = 5000;

const sizes = new WeakMap<Type, number>();

/** The number of types in a type, itself included. */
function sizeOf(type: Type): number {
  const known = sizes.get(type);
  if (known !== undefined) return known;
  const size = partsOf(type).reduce((sum, part) => sum + sizeOf(part), 1);
  sizes.set(type, size);
  return size;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'array':
    case 'set':
      return [type.of];
    case 'tuple':
      return type.items;
    case 'union':
      return type.of;
    case 'object':
      return [...Object.values(type.fields), type.key, type.value];
    default:
      return [];
  }
}

/** The type, or any if it is too large to reason with. */
export function bounded(type: Type): Type {
  return sizeOf(type) > MAX_SIZE ? ANY : type;
}

const keys = new WeakMap<Type, string>();

/** A text that equal types share. */
function identity(type: Type): string {
  const known = keys.get(type);
  if (known !== undefined) return known;
  const made = identityText(type);
  keys.set(type, made);
  return made;
}

function identityText(type: Type): string {
  switch (type.kind) {
    case 'array':
    case 'set':
      return `${type.kind}<${identity(type.of)}>`;
    case 'tuple':
      return `[${type.items.map(identity).join(',')}]`;
    case 'union':
      return `(${type.of.map(identity).toSorted().join('|')})`;
    case 'object': {
      const names = Object.keys(type.fields).toSorted();
      const fields = names.map(name => `${JSON.stringify(name)}:${identity(type.fields[name]!)}`);
      return `{${fields.join(',')};${identity(type.key)}:${identity(type.value)}}`;
    }
    default:
      return type.kind;
  }
}

/** Whether two types are one. */
export function isSame(a: Type, b: Type): boolean {
  return a === b || identity(a) === identity(b);
}

/** The union of types, each of them once. */
export function join(types: readonly Type[]): Type {
  const members = new Map<string, Type>();
  for (const type of types) {
    for (const member of type.kind === 'union' ? type.of : [bounded(type)]) {
      if (member.kind === 'any') return ANY;
      members.set(identity(member), member);
    }
  }
  const [first, ...others] = members.values();
  if (first === undefined) return NEVER;
  return others.length === 0 ? first : bounded(oneOf(first, ...others));
}

/** The keys that can be iterated; nothing for types without parts. */
export function keysOf(type: Type): Type {
  switch (type.kind) {
    case 'any':
      return ANY;
    case 'array':
    case 'tuple':
      return NUMBER;
    case 'set':
      return type.of;
    case 'object':
      return Object.keys(type.fields).length === 0 ? type.key : join([STRING, type.key]);
    case 'union':
      return join(type.of.map(keysOf));
    default:
      return NEVER;
  }
}

/** The values that can be iterated. */
export function valuesOf(type: Type): Type {
  switch (type.kind) {
    case 'any':
      return ANY;
    case 'array':
    case 'set':
      return type.of;
    case 'tuple':
      return join(type.items);
    case 'object':
      return join([...Object.values(type.fields), type.value]);
    case 'union':
      return join(type.of.map(valuesOf));
    default:
      return NEVER;
  }
}

/** A constant a reference looks up: its value where that decides, and its type. */
export interface Constant {
  readonly type: Type;
  readonly value?: string | number;
}

/** What is at a key; nothing if the key can't be there. */
export function selected(type: Type, key: Constant): Type {
  switch (type.kind) {
    case 'any':
      return ANY;
    case 'array':
      return key.type.kind === 'number' ? type.of : NEVER;
    case 'tuple':
      return typeof key.value === 'number' ? (type.items[key.value] ?? NEVER) : NEVER;
    case 'set':
      return includes(type.of, key.type) ? key.type : NEVER;
    case 'object':
      return selectedField(type, key);
    case 'union':
      return join(type.of.map(one => selected(one, key)));
    default:
      return NEVER;
  }
}

function selectedField(type: ObjectType, { type: kind, value }: Constant): Type {
  if (typeof value === 'string' && Object.hasOwn(type.fields, value)) return type.fields[value]!;
  return includes(type.key, kind) ? type.value : NEVER;
}

/** Whether one type is any, the other, or a union with it. */
function includes(type: Type, other: Type): boolean {
  if (type.kind === 'any') return true;
  if (type.kind === 'union') return type.of.some(one => isSame(one, other));
  return isSame(type, other);
}

/** The fields a type is known to have, for hints. */
export function fieldNames(type: Type): readonly string[] {
  if (type.kind === 'object') return Object.keys(type.fields);
  return type.kind === 'union' ? type.of.flatMap(fieldNames) : [];
}

/** Whether values of both types may be equal. */
export function canMatch(a: Type, b: Type): boolean {
  if (a === b || a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'union') return a.of.some(one => canMatch(one, b));
  if (b.kind === 'union') return b.of.some(one => canMatch(a, one));
  if (isArray(a) && isArray(b)) return arraysMatch(a, b);
  if (a.kind === 'set' && b.kind === 'set') return canMatch(a.of, b.of);
  if (a.kind === 'object' && b.kind === 'object') return objectsMatch(a, b);
  return a.kind === b.kind;
}

type ArrayType = Extract<Type, { kind: 'array' | 'tuple' }>;

function isArray(type: Type): type is ArrayType {
  return type.kind === 'array' || type.kind === 'tuple';
}

function arraysMatch(a: ArrayType, b: ArrayType): boolean {
  if (a.kind === 'array') {
    return b.kind === 'array' ? canMatch(a.of, b.of) : b.items.every(item => canMatch(item, a.of));
  }
  if (b.kind === 'array') return arraysMatch(b, a);
  const { items } = b;
  return a.items.length === items.length && a.items.every((item, at) => canMatch(item, items[at]!));
}

function objectsMatch(a: ObjectType, b: ObjectType): boolean {
  return (
    fieldsMatch(a, b) &&
    fieldsMatch(b, a) &&
    (isClosed(a) || isClosed(b) || canMatch(a.value, b.value))
  );
}

function isClosed(type: ObjectType): boolean {
  return isNever(type.key);
}

/** A field that one object lacks is no mismatch if either may have further entries. */
function fieldsMatch(a: ObjectType, b: ObjectType): boolean {
  return Object.entries(a.fields).every(([name, type]) => {
    const other = selectedField(b, { type: STRING, value: name });
    return isNever(other) ? !isClosed(a) || !isClosed(b) : canMatch(type, other);
  });
}

/**
 * The type of a document that several rules make. Sets grow into one set, and so do objects that
 * rules make entry by entry; other values are one rule's or the other's.
 */
export function merged(a: Type, b: Type): Type {
  if (a.kind === 'set' && b.kind === 'set') return setOf(join([a.of, b.of]));
  if (isOpen(a) && isOpen(b)) {
    return objectOf(join([a.key, b.key]), merged(a.value, b.value));
  }
  if (isOpen(b) && a.kind === 'union') {
    const open = a.of.find(isOpen);
    if (open !== undefined) return join([...a.of.filter(one => one !== open), merged(open, b)]);
  }
  if (isOpen(a) && b.kind === 'union') return merged(b, a);
  return join([a, b]);
}

/** An object of entries alone. */
function isOpen(type: Type): type is ObjectType {
  return type.kind === 'object' && !isClosed(type) && Object.keys(type.fields).length === 0;
}
