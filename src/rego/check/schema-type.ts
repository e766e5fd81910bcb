/*
 * JSON Schemas as types: what a schema says of the shape of a document, as far as types can say it.
 *
 * As in OPA, an object with properties has these and no others unless `additionalProperties` or
 * `patternProperties` say so. References lead inside of the schema only; one that leads to itself
 * is followed a few times, then any. What types cannot express (`oneOf`, `not`, `enum`, `if`) is
 * not read.
 */
import {
  ANY,
  arrayOf,
  BOOLEAN,
  closedObject,
  NULL,
  NUMBER,
  objectOf,
  STRING,
  type Type,
  tuple,
} from '../../ir/type.ts';
import { fieldsOf } from './document-types.ts';
import { join } from './type-algebra.ts';

/** Why a schema can't be used. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}

type Keywords = Readonly<Record<string, unknown>>;

interface Reading {
  /** The whole schema, where references start. */
  readonly root: unknown;
  /** How often each reference is being read: one inside of itself is recursive. */
  readonly open: ReadonlyMap<string, number>;
  /** How many schemas may still be read before references are any. */
  readonly budget: { left: number };
}

/** As often as a recursive reference is followed into itself. */
const MAX_RECURSION = 4;

const MAX_SCHEMAS = 20_000;

/** Deeper schemas are any. */
const MAX_DEPTH = 100;

/** The type of the documents a schema accepts. @throws SchemaFault */
export function schemaType(schema: unknown): Type {
  if (typeof schema !== 'boolean' && asKeywords(schema) === undefined) {
    throw new SchemaFault('a JSON Schema is an object or a boolean');
  }
  const budget = { left: MAX_SCHEMAS };
  return read({ root: schema, open: new Map(), budget }, schema, 0);
}

function asKeywords(value: unknown): Keywords | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Keywords) : undefined;
}

function read(on: Reading, schema: unknown, depth: number): Type {
  const keywords = asKeywords(schema);
  if (keywords === undefined || depth > MAX_DEPTH) return ANY;
  on.budget.left--;
  const next = (inner: unknown) => read(on, inner, depth + 1);
  const { $ref: reference, anyOf, allOf } = keywords;
  if (typeof reference === 'string') return readReference(on, reference, depth);
  if (Array.isArray(anyOf)) return join(anyOf.map(next));
  if (Array.isArray(allOf)) return intersection([...allOf.map(next), ownType(keywords, next)]);
  return ownType(keywords, next);
}

function readReference(on: Reading, reference: string, depth: number): Type {
  if (!/^#(\/|$)/.test(reference)) {
    throw new SchemaFault(
      `\`$ref\` to \`${reference}\`: only references inside of a schema are read`,
    );
  }
  const times = on.open.get(reference) ?? 0;
  if (times >= MAX_RECURSION || on.budget.left <= 0) return ANY;
  const open = new Map(on.open).set(reference, times + 1);
  return read({ ...on, open }, resolve(on.root, reference), depth + 1);
}

/** A JSON pointer in a URI fragment. */
function resolve(root: unknown, reference: string): unknown {
  const names = reference.slice(1).split('/').slice(1);
  let at = root;
  for (const name of names) {
    const plain = decoded(name).replaceAll('~1', '/').replaceAll('~0', '~');
    const holder = (Array.isArray(at) ? { ...at } : asKeywords(at)) ?? {};
    if (!Object.hasOwn(holder, plain)) throw new SchemaFault(`\`${reference}\` leads nowhere`);
    at = (holder as Keywords)[plain];
  }
  return at;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new SchemaFault(`\`${name}\` is not a valid part of a URI`);
  }
}

type Next = (schema: unknown) => Type;

/** What a schema says itself, without the schemas it combines. */
function ownType(keywords: Keywords, next: Next): Type {
  const names = typeNames(keywords);
  if (names.length === 0 || (names.length === 1 && names[0] === 'null')) return ANY;
  return join(names.map(name => namedType(name, keywords, next)));
}

/** The types a schema names, or those that its keywords are about. */
function typeNames({ type, properties, items }: Keywords): readonly unknown[] {
  if (type !== undefined) return Array.isArray(type) ? type : [type];
  if (asKeywords(properties) !== undefined) return ['object'];
  return items === undefined ? [] : ['array'];
}

function namedType(name: unknown, keywords: Keywords, next: Next): Type {
  switch (name) {
    case 'null':
      return NULL;
    case 'boolean':
      return BOOLEAN;
    case 'integer':
    case 'number':
      return NUMBER;
    case 'string':
      return STRING;
    case 'array':
      return arrayType(keywords, next);
    case 'object':
      return objectType(keywords, next);
    default:
      throw new SchemaFault(`\`${String(name)}\` is no type of JSON Schema`);
  }
}

function arrayType({ items }: Keywords, next: Next): Type {
  if (!Array.isArray(items)) return arrayOf(items === undefined ? ANY : next(items));
  return items.length === 0 ? arrayOf(ANY) : tuple(...items.map(next));
}

function objectType(keywords: Keywords, next: Next): Type {
  const { additionalProperties: more, patternProperties: patterns } = keywords;
  const properties = asKeywords(keywords['properties']) ?? {};
  const entries = Object.entries(properties).map(([name, schema]) => [name, next(schema)] as const);
  const fields = fieldsOf({}, entries);
  if (entries.length === 0) return objectOf(ANY, ANY);
  if (patterns !== undefined || more === true) return objectOf(STRING, ANY, fields);
  return asKeywords(more) === undefined
    ? closedObject(fields)
    : objectOf(STRING, next(more), fields);
}

/** What is of all types: objects have the fields of all of them. */
function intersection(types: readonly Type[]): Type {
  const said = types.filter(type => type.kind !== 'any');
  const [first, ...others] = said;
  if (first === undefined) return ANY;
  return others.reduce((all, type) => both(all, type), first);
}

function both(a: Type, b: Type): Type {
  if (a.kind === 'object' && b.kind === 'object') {
    const fields = fieldsOf(a.fields, Object.entries(b.fields));
    return objectOf(join([a.key, b.key]), join([a.value, b.value]), fields);
  }
  return a.kind === b.kind ? a : ANY;
}
