/*
 * Arguments that a modern client repeats in headers (2026-07-28, transports: `x-mcp-header` in a tool's input schema,
 * `Mcp-Param-{Name}` in the request), so that others can route by them. What is routed by must be what runs.
 */
import { isJsonObject, type Json, JsonNumber, type JsonObject } from '../base/plain-json.ts';
import { decodeHeader } from './header-value.ts';

/** An argument that has a header. */
interface MirroredParam {
  readonly header: string;
  readonly path: readonly string[];
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TYPES: ReadonlySet<Json> = new Set(['string', 'integer', 'number', 'boolean']);

/** Schemas nest no deeper than messages may. */
const MAX_DEPTH = 128;

/** The marked properties that are reached through `properties` alone; marks elsewhere mean nothing. */
function mirroredParams(schema: Json | undefined, path: readonly string[] = []): MirroredParam[] {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  if (!isJsonObject(properties) || path.length > MAX_DEPTH) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    const at = [...path, name];
    const header = isJsonObject(property) ? headerOf(property) : undefined;
    const below = mirroredParams(property, at);
    return header === undefined ? below : [{ header: `mcp-param-${header}`, path: at }, ...below];
  });
}

function headerOf(property: JsonObject): string | undefined {
  const name = property['x-mcp-header'];
  const isMarked = typeof name === 'string' && TOKEN.test(name);
  return isMarked && TYPES.has(property['type'] ?? null) ? name.toLowerCase() : undefined;
}

function valueAt(args: Json | undefined, path: readonly string[]): Json {
  const value = path.reduce<Json | undefined>(
    (at, name) => (isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    args,
  );
  return value ?? null;
}

/** Whether a header says what the body says; numbers are compared as numbers. */
function says(header: string, value: Json): boolean {
  const text = decodeHeader(header);
  if (typeof value === 'string') return text === value;
  if (typeof value === 'boolean') return text === String(value);
  const number = value instanceof JsonNumber ? value.text : value;
  if (typeof number !== 'number' && typeof number !== 'string') return false;
  return /^-?\d/.test(text) && Number(text) === Number(number);
}

/** Says which parameter's header disagrees with a call's arguments, by the tool's listed schema. */
export function paramHeaderFault(
  inputSchema: Json | undefined,
  args: Json | undefined,
  header: (name: string) => string | undefined,
): string | undefined {
  for (const { header: name, path } of mirroredParams(inputSchema)) {
    const sent = header(name);
    const value = valueAt(args, path);
    if (value === null && sent === undefined) continue;
    if (sent === undefined) return `header ${name} is missing`;
    if (value === null || !says(sent, value)) return `header ${name} disagrees with the body`;
  }
  return undefined;
}
