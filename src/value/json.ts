import { type JsonBuilder, type JsonOptions, readJson } from '../base/json.ts';
import { JsonNumber } from '../base/plain-json.ts';
import { Decimal, integerOf, numberOf, numberText } from './decimal.ts';
import { isArray, RegoObject, RegoSet, type Value } from './value.ts';

const rego: JsonBuilder<Value, Map<string, Value>> = {
  literal: value => value,
  number: numberOf,
  string: value => value,
  array: items => items,
  members: () => new Map(),
  has: (members, key) => members.has(key),
  set: (members, key, value) => members.set(key, value),
  object: members => RegoObject.of(members),
};

/** JSON text as a Rego value, digits kept; the last of two equal keys wins unless refused. @throws JsonError */
export function parseValue(
  input: string | Uint8Array,
  options: JsonOptions = { duplicates: 'last' },
): Value {
  return readJson(input, rego, options);
}

/** What `toJson` does where JSON has no form: sets become sorted arrays, other keys their JSON text. */
function keyText(key: Value): string {
  return typeof key === 'string' ? key : toJson(key);
}

/** A value as compact JSON: object keys sorted, sets as sorted arrays, non-string keys as their JSON text. */
export function toJson(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (value instanceof RegoSet) return `[${value.members().map(toJson).join(',')}]`;
  if (value instanceof RegoObject) {
    const parts = value
      .entries()
      .map(({ key, value: item }) => `${JSON.stringify(keyText(key))}:${toJson(item)}`);
    return `{${parts.join(',')}}`;
  }
  return numberText(value);
}

/** A JavaScript value (as from JSON.parse, or with JsonNumber, Set and Map in it) as a Rego value. */
export function fromJs(value: unknown): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      return integerOf(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`\`${value}\` is not a JSON number`);
      return Number.isSafeInteger(value) ? value + 0 : numberOf(numberLiteral(value));
    case 'object':
      return value === null ? null : fromObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no form in Rego`);
  }
}

/** ECMAScript prints large doubles as `1e+21`: valid JSON; `-0` is 0. */
function numberLiteral(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

function fromObject(value: object): Value {
  if (Array.isArray(value)) return value.map(fromJs);
  if (value instanceof Set) return RegoSet.of([...value].map(fromJs));
  if (value instanceof Map) {
    return RegoObject.of([...value].map(([key, item]) => [fromJs(key), fromJs(item)] as const));
  }
  if (value instanceof JsonNumber) return numberOf(value.text);
  if (value instanceof Decimal || value instanceof RegoObject || value instanceof RegoSet)
    return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return RegoObject.of(entries.map(([key, item]) => [key, fromJs(item)] as const));
}

/** A value as JSON.parse would give it: sets as sorted arrays, numbers as doubles. */
export function toJs(value: Value): unknown {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'bigint' ? Number(value) : value;
  }
  if (value instanceof Decimal) return Number(numberText(value));
  if (isArray(value)) return value.map(toJs);
  if (value instanceof RegoSet) return value.members().map(toJs);
  if (value instanceof RegoObject) return objectToJs(value);
  return value;
}

function objectToJs(object: RegoObject): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const { key, value } of object.entries()) {
    const name = keyText(key);
    if (name === '__proto__') defineMember(members, name, toJs(value));
    else members[name] = toJs(value);
  }
  return members;
}

/** Assigning to `__proto__` would set the prototype. */
function defineMember(members: object, name: string, value: unknown): void {
  Object.defineProperty(members, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
