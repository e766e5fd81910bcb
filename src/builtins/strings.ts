import type { Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { codePointCount, codePointOffset, codePointSlice, codePoints } from './code-points.ts';
import { lowerCase, upperCase } from './letter-case.ts';
import {
  intAt,
  objectAt,
  operandError,
  stringAt,
  stringOrStringsAt,
  stringsAt,
} from './operand.ts';

type Args = readonly Value[];

/** A builtin over two strings. */
function two(name: string, operation: (a: string, b: string) => Value): Builtin {
  return define(name, args => operation(stringAt(args, 1), stringAt(args, 2)));
}

function one(name: string, operation: (a: string) => Value): Builtin {
  return define(name, args => operation(stringAt(args, 1)));
}

function concat(args: Args): Value {
  const separator = stringAt(args, 1);
  return stringsAt(args, 2).join(separator);
}

function indexOf(text: string, search: string): Value {
  if (search === '') throw failure('empty search character');
  return codePointOffset(text, text.indexOf(search));
}

/** Matches may overlap. */
function allIndexesOf(text: string, search: string): Value {
  if (search === '') throw failure('empty search character');
  const found: number[] = [];
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) {
    found.push(codePointOffset(text, at));
  }
  return found;
}

function substring(args: Args): Value {
  const text = stringAt(args, 1);
  const start = intAt(args, 2);
  const length = intAt(args, 3);
  if (start < 0) throw failure('negative offset');
  return codePointSlice(text, start, length < 0 ? undefined : start + length);
}

/** An empty delimiter splits between code points. */
function split(text: string, delimiter: string): string[] {
  return delimiter === '' ? codePoints(text) : text.split(delimiter);
}

/** The first `n` parts, or the last with a negative `n`. */
function splitN(args: Args): Value {
  const parts = split(stringAt(args, 1), stringAt(args, 2));
  const n = intAt(args, 3);
  return n < 0 ? parts.slice(n) : parts.slice(0, n);
}

/** Without overlap; the empty string is found around every code point. */
function countOf(text: string, search: string): number {
  if (search === '') return codePointCount(text) + 1;
  return text.split(search).length - 1;
}

function replace(args: Args): Value {
  const text = stringAt(args, 1);
  const search = stringAt(args, 2);
  const replacement = stringAt(args, 3);
  if (search === '') return ['', ...codePoints(text), ''].join(replacement);
  return text.split(search).join(replacement);
}

/** From left to right, at each place the first key in order that fits. */
function replaceMany(args: Args): Value {
  const pairs = replacements(args);
  const text = stringAt(args, 2);
  const empty = pairs.find(([key]) => key === '');
  const keys = pairs.filter(([key]) => key !== '');
  let result = '';
  for (let at = 0; at < text.length; ) {
    if (empty !== undefined) result += empty[1];
    const found = keys.find(([key]) => text.startsWith(key, at));
    const character = String.fromCodePoint(text.codePointAt(at)!);
    result += found?.[1] ?? character;
    at += (found?.[0] ?? character).length;
  }
  return result + (empty?.[1] ?? '');
}

function replacements(args: Args): readonly (readonly [string, string])[] {
  return objectAt(args, 1)
    .entries()
    .map(({ key, value }) => {
      if (typeof key !== 'string') throw operandError(1, 'non-string key found in pattern object');
      if (typeof value !== 'string') {
        throw operandError(1, 'non-string value found in pattern object');
      }
      return [key, value] as const;
    });
}

function trimStart(text: string, cutset: string): string {
  const cut = new Set(codePoints(cutset));
  const characters = codePoints(text);
  const first = characters.findIndex(character => !cut.has(character));
  return first < 0 ? '' : characters.slice(first).join('');
}

function trimEnd(text: string, cutset: string): string {
  const cut = new Set(codePoints(cutset));
  const characters = codePoints(text);
  const last = characters.findLastIndex(character => !cut.has(character));
  return characters.slice(0, last + 1).join('');
}

/** White space as Unicode has it, which is not quite JavaScript's: U+0085 is in, U+FEFF is not. */
const SPACE = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text[start]!)) start += 1;
  while (end > start && SPACE.test(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

function trimPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function trimSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
}

function anyMatch(name: string, fits: (text: string, part: string) => boolean): Builtin {
  return define(name, args => {
    const texts = stringOrStringsAt(args, 1);
    const parts = stringOrStringsAt(args, 2);
    return texts.some(text => parts.some(part => fits(text, part)));
  });
}

export const strings: readonly Builtin[] = [
  define('concat', concat),
  two('contains', (text, part) => text.includes(part)),
  two('startswith', (text, part) => text.startsWith(part)),
  two('endswith', (text, part) => text.endsWith(part)),
  two('indexof', indexOf),
  two('indexof_n', allIndexesOf),
  define('substring', substring),
  one('lower', lowerCase),
  one('upper', upperCase),
  two('split', split),
  define('strings.split_n', splitN),
  two('strings.count', countOf),
  define('replace', replace),
  define('strings.replace_n', replaceMany),
  one('strings.reverse', text => codePoints(text).reverse().join('')),
  two('trim', (text, cutset) => trimEnd(trimStart(text, cutset), cutset)),
  two('trim_left', trimStart),
  two('trim_right', trimEnd),
  two('trim_prefix', trimPrefix),
  two('trim_suffix', trimSuffix),
  one('trim_space', trimSpace),
  anyMatch('strings.any_prefix_match', (text, prefix) => text.startsWith(prefix)),
  anyMatch('strings.any_suffix_match', (text, suffix) => text.endsWith(suffix)),
];
