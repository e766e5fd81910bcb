/*
 * What a plan can see of a plain JSON input, made once for many inputs: as values to compare, which is the key
 * under which a decision may be cached, and as the text of an input that has nothing else, which is what the
 * plan is given to read.
 *
 * INVARIANT: inputs with equal values give equal results, provided the plan is deterministic, and `json` gives
 * an input with equal values.
 */
import { createHash } from 'node:crypto';
import {
  emptyObject,
  exactJson,
  isJsonObject,
  type Json,
  type JsonObject,
  quoteJson,
  stringifyJson,
} from '../base/plain-json.ts';
import type { ReadSet, ReadTree } from './read-set.ts';

/** One thing seen: a scalar, or a mark of what the next one stands for. */
export type Seen = string | number | boolean | null | undefined | symbol;

export interface InputView {
  /** What the plan sees, in a fixed order. Texts of any length take little room. */
  values(input: Json): readonly Seen[];
  /** JSON of the input without what the plan does not see. */
  json(input: Json): string;
}

/** The next value is the exact JSON of a number kept as text, an array or an object. */
const EXACT = Symbol('exact');
/** The next value is the digest of a longer text. */
const DIGEST = Symbol('digest');
const OBJECT = Symbol('object');
const ARRAY = Symbol('array');

/** Longer texts are compared by digest: a key that is kept must be small. */
const MAX_KEPT_CHARACTERS = 256;

/** How a part of the input is seen; all of one shape, because this is walked for every decision. */
interface Part {
  /** Its key in the part above; texts of JSON before its value, as the first member and as a further one. */
  readonly key: string;
  readonly first: string;
  readonly further: string;
  /** Every object has a property of this name: only its own counts. */
  readonly inherited: boolean;
  /** All of it is seen. */
  readonly whole: boolean;
  /** What is seen of it at known keys. */
  readonly parts: readonly Part[];
  /** What is seen of it at every key, where it is iterated. */
  readonly every: Part | undefined;
  /** Stands for its absence; one of its own for each part, so that two that are absent don't look alike. */
  readonly absent: symbol;
}

const NOTHING = emptyObject();

function seeText(value: string, into: Seen[]): void {
  if (value.length <= MAX_KEPT_CHARACTERS) into.push(value);
  else into.push(DIGEST, createHash('sha256').update(value).digest('base64'));
}

function seeWhole(json: Json | undefined, into: Seen[]): void {
  if (typeof json === 'string') seeText(json, into);
  else if (typeof json !== 'object' || json === null) into.push(json);
  else {
    into.push(EXACT);
    seeText(exactJson(json), into);
  }
}

function own(object: JsonObject, { key, inherited }: Part): Json | undefined {
  return inherited && !Object.hasOwn(object, key) ? undefined : object[key];
}

function see(part: Part, json: Json | undefined, into: Seen[]): void {
  if (part.whole) seeWhole(json, into);
  else if (json === undefined) into.push(part.absent);
  else if (part.every !== undefined) seeEvery(part, part.every, json, into);
  else seeKeys(part.parts, json, into);
}

/** Of a value that is looked into by known keys, nothing else counts: anything but an object is like an empty one. */
function seeKeys(parts: readonly Part[], json: Json, into: Seen[]): void {
  if (parts.length === 0) into.push(true);
  const object = isJsonObject(json) ? json : NOTHING;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    see(part, own(object, part), into);
  }
}

/** Of a collection that is iterated, its kind and keys count as well; a scalar is seen as it is. */
function seeEvery({ parts }: Part, every: Part, json: Json, into: Seen[]): void {
  if (isJsonObject(json)) {
    const keys = Object.keys(json).sort();
    into.push(OBJECT, keys.length);
    for (const key of keys) {
      seeText(key, into);
      see(partAt(parts, key) ?? every, json[key], into);
    }
  } else if (Array.isArray(json)) {
    into.push(ARRAY, json.length);
    for (const item of json) see(every, item, into);
  } else seeWhole(json, into);
}

function partAt(parts: readonly Part[], key: string): Part | undefined {
  return parts.find(part => part.key === key);
}

function write(part: Part, json: Json): string {
  if (part.whole) return writeWhole(json);
  if (part.every !== undefined) return writeEvery(part.parts, part.every, json);
  return isJsonObject(json) ? writeKeys(part.parts, json) : '{}';
}

function writeWhole(json: Json): string {
  if (typeof json === 'string') return quoteJson(json);
  if (typeof json === 'object' && json !== null) return stringifyJson(json);
  return String(json);
}

function writeKeys(parts: readonly Part[], object: JsonObject): string {
  let members = '';
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    const value = own(object, part);
    if (value === undefined) continue;
    members += (members === '' ? part.first : part.further) + write(part, value);
  }
  return `{${members}}`;
}

function writeEvery(parts: readonly Part[], every: Part, json: Json): string {
  if (Array.isArray(json)) return `[${json.map(item => write(every, item))}]`;
  if (!isJsonObject(json)) return writeWhole(json);
  const members = Object.keys(json).map(
    key => `${quoteJson(key)}:${write(partAt(parts, key) ?? every, json[key]!)}`,
  );
  return `{${members}}`;
}

/** What either tree sees. */
function union(a: ReadTree, b: ReadTree): ReadTree {
  if (a.whole || b.whole) return { whole: true, keys: new Map() };
  const keys = new Map(a.keys);
  for (const [key, below] of b.keys) {
    const known = keys.get(key);
    keys.set(key, known === undefined ? below : union(known, below));
  }
  const every = a.every && b.every ? union(a.every, b.every) : (a.every ?? b.every);
  return every === undefined ? { whole: false, keys } : { whole: false, keys, every };
}

function partOf(key: string, { whole, keys, every }: ReadTree): Part {
  // What is seen at every key is seen at a known one too.
  const below = (tree: ReadTree) => (every === undefined ? tree : union(tree, every));
  return {
    key,
    first: `${quoteJson(key)}:`,
    further: `,${quoteJson(key)}:`,
    inherited: key in Object.prototype,
    whole,
    parts: [...keys].map(([name, tree]) => partOf(name, below(tree))),
    every: every && partOf('', every),
    absent: Symbol('absent'),
  };
}

/** How a read set sees inputs. */
export function inputView({ tree }: Pick<ReadSet, 'tree'>): InputView {
  const part = partOf('', tree);
  return {
    values(input) {
      const seen: Seen[] = [];
      see(part, input, seen);
      return seen;
    },
    json: input => write(part, input),
  };
}
