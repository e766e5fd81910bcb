/*
 * Regular expressions with RE2's syntax and its promise: time linear in the input, whatever the
 * pattern. Patterns are compiled once and kept in a bounded cache.
 */
import { LRUCache } from 'lru-cache';
import { RE2JS, RE2JSException } from 're2js';
import { goQuote } from '../value/go-quote.ts';
import type { Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { globsIntersect } from './glob-intersection.ts';
import { intAt, stringAt } from './operand.ts';

/** How many compiled patterns are kept. */
export const CACHED_PATTERNS = 500;

const compiled = new LRUCache<string, RE2JS>({ max: CACHED_PATTERNS });

/** The compiled pattern. @throws BuiltinError with RE2's complaint */
export function patternOf(source: string): RE2JS {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = compile(source);
  compiled.set(source, pattern);
  return pattern;
}

/** How many patterns the cache holds now. */
export function cachedPatterns(): number {
  return compiled.size;
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (error instanceof RE2JSException) throw failure(error.message);
    throw error;
  }
}

function isValid([source]: readonly Value[]): boolean {
  if (typeof source !== 'string') return false;
  try {
    patternOf(source);
    return true;
  } catch {
    return false;
  }
}

/** Offsets of the whole match and of each group; -1 where a group took no part. */
type Match = readonly number[];

function matches(pattern: RE2JS, text: string, limit: number): readonly Match[] {
  if (limit === 0) return [];
  return pattern.re2().findAllSubmatchIndex(text, limit) ?? [];
}

function group(text: string, match: Match, index: number): string {
  const start = match[2 * index] ?? -1;
  return start < 0 ? '' : text.slice(start, match[2 * index + 1]);
}

function find(args: readonly Value[]): Value {
  const text = stringAt(args, 2);
  const limit = intAt(args, 3);
  return matches(patternOf(stringAt(args, 1)), text, limit).map(match => group(text, match, 0));
}

function findSubmatches(args: readonly Value[]): Value {
  const text = stringAt(args, 2);
  const limit = intAt(args, 3);
  return matches(patternOf(stringAt(args, 1)), text, limit).map(match => {
    return Array.from({ length: match.length / 2 }, (_, index) => group(text, match, index));
  });
}

/** An empty match at the very start splits nothing off. */
function split(args: readonly Value[]): Value {
  const source = stringAt(args, 1);
  const text = stringAt(args, 2);
  const pattern = patternOf(source);
  if (source !== '' && text === '') return [''];
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of matches(pattern, text, -1)) {
    end = match[0]!;
    if (match[1] !== 0) parts.push(text.slice(begin, end));
    begin = match[1]!;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return parts;
}

const TEMPLATE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

/** `$1`, `$name`, `${name}` and `$$`; a group that does not exist is empty. */
function expand(template: string, pattern: RE2JS, text: string, match: Match): string {
  const names = pattern.namedGroups();
  return template.replace(TEMPLATE, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const index = /^\d+$/.test(name) ? Number(name) : names[name];
    return index === undefined ? '' : group(text, match, index);
  });
}

function replace(args: readonly Value[]): Value {
  const text = stringAt(args, 1);
  const pattern = patternOf(stringAt(args, 2));
  const template = stringAt(args, 3);
  let result = '';
  let at = 0;
  for (const match of matches(pattern, text, -1)) {
    result += text.slice(at, match[0]) + expand(template, pattern, text, match);
    at = match[1]!;
  }
  return result + text.slice(at);
}

function delimiterAt(args: readonly Value[], position: number, which: string): string {
  const delimiter = stringAt(args, position);
  const { length } = Buffer.from(delimiter);
  if (length === 1) return delimiter;
  throw failure(`${which} delimiter has to be exactly one character long but is ${length} long`);
}

/** Where the outermost delimited parts begin and end. */
function delimited(template: string, start: string, end: string): [number, number][] {
  const found: [number, number][] = [];
  let depth = 0;
  let open = 0;
  for (let at = 0; at < template.length; at++) {
    if (template[at] === start && ++depth === 1) open = at;
    else if (template[at] === end && --depth === 0) found.push([open, at]);
    if (depth < 0) break;
  }
  if (depth !== 0) throw failure(`unbalanced braces in ${goQuote(template)}`);
  return found;
}

/** A text in which the delimited parts are patterns. */
function templateMatch(args: readonly Value[]): boolean {
  const template = stringAt(args, 1);
  const text = stringAt(args, 2);
  const start = delimiterAt(args, 3, 'start');
  const end = delimiterAt(args, 4, 'end');
  let source = '^';
  let at = 0;
  for (const [open, close] of delimited(template, start, end)) {
    const inner = template.slice(open + 1, close);
    patternOf(inner);
    source += `${RE2JS.quote(template.slice(at, open))}(${inner})`;
    at = close + 1;
  }
  return patternOf(`${source}${RE2JS.quote(template.slice(at))}$`).test(text);
}

function match(args: readonly Value[]): boolean {
  return patternOf(stringAt(args, 1)).test(stringAt(args, 2));
}

export const regexes: readonly Builtin[] = [
  define('regex.match', match),
  define('re_match', match),
  define('regex.is_valid', isValid),
  define('regex.find_n', find),
  define('regex.find_all_string_submatch_n', findSubmatches),
  define('regex.split', split),
  define('regex.replace', replace),
  define('regex.template_match', templateMatch),
  define('regex.globs_match', args => globsIntersect(stringAt(args, 1), stringAt(args, 2))),
];
