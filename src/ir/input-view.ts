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

const NOTHING = emptyObject();

/** How a part of the input is seen. */
interface Part {
  collect(json: Json | undefined, into: Seen[]): void;
  /** Only asked for what is there. */
  write(json: Json): string;
}

interface NamedPart extends Part {
  readonly key: string;
  /** The key as JSON has it before a value: of the first member, and of a further one. */
  readonly first: string;
  readonly further: string;
  /** Every object has a property of this name: only its own counts. */
  readonly inherited: boolean;
}

function text(value: string, into: Seen[]): void {
  if (value.length <= MAX_KEPT_CHARACTERS) into.push(value);
  else into.push(DIGEST, createHash('sha256').update(value).digest('base64'));
}

const WHOLE: Part = {
  collect(json, into) {
    if (typeof json === 'string') text(json, into);
    else if (typeof json !== 'object' || json === null) into.push(json);
    else {
      into.push(EXACT);
      text(exactJson(json), into);
    }
  },
  write(json) {
    if (typeof json === 'string') return quoteJson(json);
    if (typeof json === 'object' && json !== null) return stringifyJson(json);
    return String(json);
  },
};

function own(object: JsonObject, { key, inherited }: NamedPart): Json | undefined {
  return inherited && !Object.hasOwn(object, key) ? undefined : object[key];
}

function named(tree: ReadTree): NamedPart[] {
  return [...tree.keys].map(([key, below]) => ({
    ...partOf(below),
    key,
    first: `${quoteJson(key)}:`,
    further: `,${quoteJson(key)}:`,
    inherited: key in Object.prototype,
  }));
}

/** Of a value that is looked into by known keys, nothing else counts: anything but an object is like an empty one. */
function keyedPart(parts: readonly NamedPart[]): Part {
  /** One of its own for each part: two that are absent must not look alike. */
  const absent = Symbol('absent');
  return {
    collect(json, into) {
      if (json === undefined) {
        into.push(absent);
        return;
      }
      const object = isJsonObject(json) ? json : NOTHING;
      for (let at = 0; at < parts.length; at++) {
        const part = parts[at]!;
        part.collect(own(object, part), into);
      }
      if (parts.length === 0) into.push(true);
    },
    write(json) {
      if (!isJsonObject(json)) return '{}';
      let members = '';
      for (let at = 0; at < parts.length; at++) {
        const part = parts[at]!;
        const value = own(json, part);
        if (value === undefined) continue;
        members += (members === '' ? part.first : part.further) + part.write(value);
      }
      return `{${members}}`;
    },
  };
}

/** Of a collection that is iterated, its kind and keys count as well; a scalar is seen as it is. */
function iteratedPart(parts: readonly NamedPart[], every: Part): Part {
  const byKey = new Map(parts.map(part => [part.key, part]));
  const at = (key: string): Part => byKey.get(key) ?? every;
  return {
    collect(json, into) {
      if (isJsonObject(json)) {
        const keys = Object.keys(json).sort();
        into.push(OBJECT, keys.length);
        for (const key of keys) {
          text(key, into);
          at(key).collect(json[key], into);
        }
      } else if (Array.isArray(json)) {
        into.push(ARRAY, json.length);
        for (const item of json) every.collect(item, into);
      } else WHOLE.collect(json, into);
    },
    write(json) {
      if (Array.isArray(json)) return `[${json.map(every.write)}]`;
      if (!isJsonObject(json)) return WHOLE.write(json);
      const members = Object.keys(json).map(
        key => `${quoteJson(key)}:${at(key).write(json[key]!)}`,
      );
      return `{${members}}`;
    },
  };
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

function partOf(tree: ReadTree): Part {
  if (tree.whole) return WHOLE;
  const { every } = tree;
  if (every === undefined) return keyedPart(named(tree));
  // What is seen at every key is seen at a known one too.
  const keys = new Map([...tree.keys].map(([key, below]) => [key, union(below, every)]));
  return iteratedPart(named({ whole: false, keys }), partOf(every));
}

/** How a read set sees inputs. */
export function inputView({ tree }: Pick<ReadSet, 'tree'>): InputView {
  const part = partOf(tree);
  return {
    values(input) {
      const seen: Seen[] = [];
      part.collect(input, seen);
      return seen;
    },
    json: part.write,
  };
}
