/*
 * JSON as Go's encoding/json writes it: keys sorted by code points, and `<`, `>`, `&`, U+2028 and
 * U+2029 escaped so that the text can stand in HTML. Sets are arrays; other keys than strings are
 * their JSON text.
 */
import { numberText } from '../value/decimal.ts';
import { toJson } from '../value/json.ts';
import { compare, isArray, RegoObject, RegoSet, type Value } from '../value/value.ts';

export interface Indentation {
  /** Begins every line but the first. */
  readonly prefix: string;
  /** Follows the prefix once per level. */
  readonly indent: string;
}

const HTML = /[<>&\u2028\u2029]/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(HTML, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

interface Layout {
  /** What stands before each element, and before the closing bracket, of a collection. */
  line(depth: number): string;
  readonly colon: string;
}

const COMPACT: Layout = { line: () => '', colon: ':' };

function layoutOf({ prefix, indent }: Indentation): Layout {
  return { line: depth => `\n${prefix}${indent.repeat(depth)}`, colon: ': ' };
}

function bracketed(open: string, parts: string[], close: string, layout: Layout, depth: number) {
  if (parts.length === 0) return open + close;
  const separator = `,${layout.line(depth + 1)}`;
  return open + layout.line(depth + 1) + parts.join(separator) + layout.line(depth) + close;
}

function write(value: Value, layout: Layout, depth: number): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return writeArray(value, layout, depth);
  if (value instanceof RegoSet) return writeArray(value.members(), layout, depth);
  if (value instanceof RegoObject) return writeObject(value, layout, depth);
  return numberText(value);
}

function writeArray(items: readonly Value[], layout: Layout, depth: number): string {
  const parts = items.map(item => write(item, layout, depth + 1));
  return bracketed('[', parts, ']', layout, depth);
}

function writeObject(object: RegoObject, layout: Layout, depth: number): string {
  const entries = object.entries().map(({ key, value }) => {
    return { key: typeof key === 'string' ? key : toJson(key), value };
  });
  entries.sort((a, b) => compare(a.key, b.key));
  const parts = entries.map(
    ({ key, value }) => quoted(key) + layout.colon + write(value, layout, depth + 1),
  );
  return bracketed('{', parts, '}', layout, depth);
}

export function goJson(value: Value, indentation?: Indentation): string {
  return write(value, indentation === undefined ? COMPACT : layoutOf(indentation), 0);
}
