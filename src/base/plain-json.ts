import { type JsonBuilder, type JsonOptions, readJson } from './json.ts';

/** A number whose digits a double would change; its JSON text is kept. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** JSON.stringify has no way to write a number's text: it must not write anything else. */
  toJSON(): never {
    throw NUMBER_TEXT;
  }
}

/** What JSON.stringify ends with when it meets a number kept as text. */
const NUMBER_TEXT = new TypeError('a number kept as text');

/** JSON as plain JavaScript, exactly: numbers that a double can't carry stay as their text. */
export type Json = null | boolean | number | string | JsonNumber | Json[] | JsonObject;
/** Own keys only are meant; made by `emptyObject`, so that `constructor` is a key like any other. */
export interface JsonObject {
  [key: string]: Json;
}

/** A constructor whose objects inherit nothing. Unlike those without a prototype, V8 gives them its fast form. */
function BareObject(): void {}
BareObject.prototype = Object.freeze(Object.create(null));

/** An object that inherits no property. */
export function emptyObject(): JsonObject {
  return new (BareObject as unknown as new () => JsonObject)();
}

function plainNumber(text: string): number | JsonNumber {
  const value = Number(text);
  return String(value) === text ? value : new JsonNumber(text);
}

const plain: JsonBuilder<Json, JsonObject> = {
  literal: value => value,
  number: plainNumber,
  string: value => value,
  array: items => items,
  members: emptyObject,
  has: (members, key) => key in members,
  set: (members, key, value) => {
    members[key] = value;
  },
  object: members => members,
};

/** Strict JSON as plain JavaScript values. @throws JsonError */
export function parseJson(input: string | Uint8Array, options?: JsonOptions): Json {
  return readJson(input, plain, options);
}

/** What JSON escapes in a string, or JavaScript might. */
const TO_ESCAPE = /[^ !#-[\]-~]/;

/** A string as JSON: quicker than JSON.stringify where nothing is to be escaped. */
export function quoteJson(text: string): string {
  return TO_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Compact JSON text; numbers kept as text come out as they came in. */
export function stringifyJson(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch (thrown) {
    if (thrown !== NUMBER_TEXT) throw thrown;
    return exactlyAsRead(value);
  }
}

function exactlyAsRead(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactlyAsRead).join(',')}]`;
  const parts = Object.keys(value).map(
    key => `${JSON.stringify(key)}:${exactlyAsRead(value[key]!)}`,
  );
  return `{${parts.join(',')}}`;
}

/** Whether a value is a JSON object (not null, not an array, not a number kept as text). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JsonNumber)
  );
}

/** JSON with keys in order and numbers digit by digit: equal texts mean equal documents to the last digit. */
export function exactJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(exactJson).join()}]`;
  if (typeof value === 'string') return quoteJson(value);
  if (!isJsonObject(value)) return stringifyJson(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map(key => `${quoteJson(key)}:${exactJson(value[key]!)}`).join()}}`;
}

/** JSON with keys in order, two spaces of indent, and numbers as they were written: for files that people read. */
export function prettyJson(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map(item => `${inner}${prettyJson(item, inner)}`);
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (!isJsonObject(value)) return stringifyJson(value);
  const keys = Object.keys(value).sort();
  const members = keys.map(
    key => `${inner}${JSON.stringify(key)}: ${prettyJson(value[key]!, inner)}`,
  );
  return keys.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

/**
 * Canonical JSON after RFC 8785: keys sorted by UTF-16 units, numbers as ECMAScript prints them.
 * Numbers a double can't carry keep their text, so that two different amounts never share a digest.
 */
export function canonicalJson(value: Json): string {
  if (value instanceof JsonNumber) return canonicalNumber(value.text);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map(key => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`).join(',')}}`;
}

/** Below it doubles carry fewer than 15 digits. */
const SMALLEST_NORMAL = 2 ** -1022;

/** `1.0` and `1e0` are the double 1 written differently; what a double would round is kept as text. */
function canonicalNumber(text: string): string {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  const value = Number(text);
  const isCarried = digits === '' || Math.abs(value) >= SMALLEST_NORMAL;
  const isExact = digits.length <= 15 && Number.isFinite(value) && isCarried;
  return isExact ? JSON.stringify(value) : text;
}
