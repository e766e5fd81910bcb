/*
 * Globs with delimiters: `*` and `?` stop at one, `**` does not. A glob becomes an RE2 pattern, so
 * that matching is linear.
 *
 *   [abc] [!abc]   one of these, or none of them     [a-z] [!a-z]   one range
 *   {a,b*}         alternatives, which may nest       \*             the character itself
 */
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { isArray, type Value } from '../value/value.ts';
import { type Builtin, define, failure } from './builtin.ts';
import { arrayAt, stringAt, wrongElement, wrongType } from './operand.ts';
import { CACHED_PATTERNS } from './regexes.ts';

class Translator {
  private readonly glob: readonly string[];
  /** One character that is no delimiter. */
  private readonly single: string;
  private at = 0;
  private depth = 0;

  constructor(glob: string, delimiters: readonly string[]) {
    this.glob = Array.from(glob);
    this.single = delimiters.length === 0 ? '.' : `[^${delimiters.map(inClass).join('')}]`;
  }

  translate(): string {
    let pattern = '';
    while (this.at < this.glob.length) pattern += this.item();
    return `(?s)^${pattern}${')'.repeat(this.depth)}$`;
  }

  private item(): string {
    const character = this.glob[this.at]!;
    this.at += 1;
    switch (character) {
      case '*':
        return this.star();
      case '?':
        return this.single;
      case '[':
        return this.range();
      case '{':
        this.depth += 1;
        return '(?:';
      case '\\':
        return RE2JS.quote(this.glob[this.at++] ?? '');
      default:
        return this.alternative(character);
    }
  }

  private alternative(character: string): string {
    if (this.depth === 0) return RE2JS.quote(character);
    if (character === ',') return '|';
    if (character !== '}') return RE2JS.quote(character);
    this.depth -= 1;
    return ')';
  }

  private star(): string {
    if (this.glob[this.at] !== '*') return `${this.single}*`;
    this.at += 1;
    return '.*';
  }

  private range(): string {
    const negated = this.glob[this.at] === '!';
    if (negated) this.at += 1;
    const body = this.glob[this.at + 1] === '-' ? this.interval() : this.list();
    if (this.glob[this.at] !== ']') throw failure('unexpected end of input in a character range');
    this.at += 1;
    return `[${negated ? '^' : ''}${body}]`;
  }

  private interval(): string {
    const low = this.glob[this.at]!;
    const high = this.glob[this.at + 2];
    this.at += 3;
    if (high === undefined || high < low) throw failure('a character range is out of order');
    return `${inClass(low)}-${inClass(high)}`;
  }

  private list(): string {
    let body = '';
    while (this.at < this.glob.length && this.glob[this.at] !== ']') {
      if (this.glob[this.at] === '\\') this.at += 1;
      body += inClass(this.glob[this.at] ?? '');
      this.at += 1;
    }
    if (body === '') throw failure('a character range is empty');
    return body;
  }
}

/** A character inside a pattern's brackets. */
function inClass(character: string): string {
  return /^[\\\]^[-]$/.test(character) ? `\\${character}` : character;
}

const compiled = new LRUCache<string, RE2JS>({ max: CACHED_PATTERNS });

function patternOf(glob: string, delimiters: readonly string[]): RE2JS {
  const key = JSON.stringify([glob, delimiters]);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const pattern = RE2JS.compile(new Translator(glob, delimiters).translate());
  compiled.set(key, pattern);
  return pattern;
}

/** `null` is no delimiter at all, an empty array means `.`. */
function delimitersAt(args: readonly Value[]): readonly string[] {
  const value = args[1]!;
  if (value === null) return [];
  if (!isArray(value)) throw wrongType(2, value, 'array', 'null');
  const delimiters = arrayAt(args, 2).map(item => {
    if (typeof item !== 'string') throw wrongElement(2, value, item, 'string');
    if (Array.from(item).length !== 1) throw wrongElement(2, value, item, 'rune');
    return item;
  });
  return delimiters.length === 0 ? ['.'] : delimiters;
}

function match(args: readonly Value[]): boolean {
  const glob = stringAt(args, 1);
  const delimiters = delimitersAt(args);
  return patternOf(glob, delimiters).test(stringAt(args, 3));
}

export const globs: readonly Builtin[] = [
  define('glob.match', match),
  define('glob.quote_meta', args => stringAt(args, 1).replace(/[*?\\[\]{}]/g, '\\$&')),
];
