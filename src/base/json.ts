/*
 * A strict JSON reader (RFC 8259) that says where it stopped and why.
 *
 * JSON.parse is faster but takes the last of two equal keys, rounds long numbers and accepts lone
 * surrogates; each is a way for a proxy and a server to read one text differently. This reader
 * refuses what two parsers could disagree about, or keeps it exactly. It is written once and builds
 * whatever tree its caller wants: plain JavaScript for MCP messages, Rego values for policies.
 */
import { isUtf8 } from 'node:buffer';
import { TfError } from './errors.ts';

/** Makes the tree of `T`, children first; an object's members are gathered in an `O`. */
export interface JsonBuilder<T, O> {
  literal(value: null | boolean): T;
  /** `text` is a valid JSON number, digits as they stood. */
  number(text: string): T;
  string(value: string): T;
  array(items: T[]): T;
  members(): O;
  has(members: O, key: string): boolean;
  /** Called in source order. With `duplicates: 'last'` a later key replaces an earlier one. */
  set(members: O, key: string, value: T): void;
  object(members: O): T;
}

export interface JsonOptions {
  /** Two equal keys in one object: an error (default), or the last one wins as in JSON.parse. */
  readonly duplicates?: 'refuse' | 'last';
  /** How deep arrays and objects may nest. */
  readonly maxDepth?: number;
  /** Halves of surrogate pairs, which UTF-8 can't carry: an error (default), or kept as JSON.parse does. */
  readonly loneSurrogates?: 'refuse' | 'keep';
}

/** Depth that no honest document needs and every stack survives. */
export const DEFAULT_MAX_DEPTH = 128;

/** Raised with `tf_json_invalid`; `offset` counts UTF-16 units of the text. */
export class JsonError extends TfError {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super('tf_json_invalid', `${message} at offset ${offset}`);
    this.offset = offset;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y;
/** What may make a string's text differ from its value, or make it no string. */
const NOT_PLAIN = /[\\\u0000-\u001f\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const WHITE = /[ \t\n\r]*/y;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** What the letter of a two-character escape stands for (RFC 8259, 7); Rego's strings have the same. */
export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader<T, O> {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  /** Nothing in the whole text is NOT_PLAIN: no string of it needs to be looked at again. */
  private readonly isPlain: boolean;
  private readonly build: JsonBuilder<T, O>;
  private readonly refuseDuplicates: boolean;
  private readonly refuseLoneSurrogates: boolean;
  private readonly maxDepth: number;

  constructor(text: string, build: JsonBuilder<T, O>, options: JsonOptions) {
    this.text = text;
    this.isPlain = !NOT_PLAIN.test(text);
    this.build = build;
    this.refuseDuplicates = options.duplicates !== 'last';
    this.refuseLoneSurrogates = options.loneSurrogates !== 'keep';
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
  }

  document(): T {
    this.white();
    const value = this.value();
    this.white();
    if (this.at < this.text.length) this.fail('unexpected text after the JSON value');
    return value;
  }

  private fail(message: string, offset = this.at): never {
    throw new JsonError(message, offset);
  }

  private white(): void {
    if (this.text.charCodeAt(this.at) > SPACE) return;
    WHITE.lastIndex = this.at;
    WHITE.test(this.text);
    this.at = WHITE.lastIndex;
  }

  private value(): T {
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.build.string(this.string());
      case OPEN_BRACE:
        return this.object();
      case OPEN_BRACKET:
        return this.array();
      case 0x74:
        return this.literal('true', true);
      case 0x66:
        return this.literal('false', false);
      case 0x6e:
        return this.literal('null', null);
      default:
        return this.number();
    }
  }

  /** Past an opening bracket: true if its closing one follows. */
  private open(close: number): boolean {
    this.depth += 1;
    if (this.depth > this.maxDepth) this.fail(`nesting is deeper than ${this.maxDepth}`);
    this.at += 1;
    this.white();
    return this.closes(close);
  }

  /** Past a closing bracket, if it is here. */
  private closes(close: number): boolean {
    if (this.text.charCodeAt(this.at) !== close) return false;
    this.depth -= 1;
    this.at += 1;
    return true;
  }

  private literal(word: string, value: null | boolean): T {
    if (!this.text.startsWith(word, this.at)) this.fail('invalid literal');
    this.at += word.length;
    return this.build.literal(value);
  }

  private number(): T {
    const start = this.at;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.text))
      this.fail(start < this.text.length ? 'unexpected character' : 'unexpected end');
    this.at = NUMBER.lastIndex;
    return this.build.number(this.text.slice(start, this.at));
  }

  /** Nearly every string is its text up to the next quote; the others are read piece by piece. */
  private string(): string {
    const start = this.at + 1;
    const end = this.text.indexOf('"', start);
    const plain = this.text.slice(start, end);
    if (end < 0 || (!this.isPlain && NOT_PLAIN.test(plain))) return this.unusualString(start);
    this.at = end + 1;
    return plain;
  }

  private unusualString(start: number): string {
    let value = '';
    this.at = start;
    while (true) {
      PLAIN_STRING.lastIndex = this.at;
      PLAIN_STRING.test(this.text);
      value += this.text.slice(this.at, PLAIN_STRING.lastIndex);
      this.at = PLAIN_STRING.lastIndex;
      if (this.text.charCodeAt(this.at) === QUOTE) break;
      if (this.at >= this.text.length) this.fail('unterminated string', start - 1);
      if (this.text[this.at] !== '\\') this.fail('control character in a string');
      value += this.escape();
    }
    this.at += 1;
    if (this.refuseLoneSurrogates && LONE_SURROGATE.test(value))
      this.fail('lone surrogate in a string', start);
    return value;
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    const simple = Object.hasOwn(SIMPLE_ESCAPES, letter) ? SIMPLE_ESCAPES[letter] : undefined;
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const hex = this.text.slice(this.at + 2, this.at + 6);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('invalid escape');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private array(): T {
    const items: T[] = [];
    if (this.open(CLOSE_BRACKET)) return this.build.array(items);
    do items.push(this.value());
    while (this.goesOn(CLOSE_BRACKET));
    return this.build.array(items);
  }

  private object(): T {
    const members = this.build.members();
    if (this.open(CLOSE_BRACE)) return this.build.object(members);
    do this.member(members);
    while (this.goesOn(CLOSE_BRACE));
    return this.build.object(members);
  }

  private member(members: O): void {
    const keyAt = this.at;
    if (this.text.charCodeAt(keyAt) !== QUOTE) this.fail('expected a key in double quotes');
    const key = this.string();
    if (this.refuseDuplicates && this.build.has(members, key))
      this.fail(`duplicate key \`${key}\``, keyAt);
    this.white();
    if (this.text.charCodeAt(this.at) !== COLON) this.fail('expected `:` after the key');
    this.at += 1;
    this.white();
    this.build.set(members, key, this.value());
  }

  /** After an element: whether a comma follows, and so another one, or the closing bracket. */
  private goesOn(close: number): boolean {
    this.white();
    if (this.closes(close)) return false;
    if (this.text.charCodeAt(this.at) !== COMMA)
      this.fail(`expected \`,\` or \`${String.fromCharCode(close)}\``);
    this.at += 1;
    this.white();
    return true;
  }
}

/** The text of UTF-8 bytes; invalid UTF-8 is an error, a byte order mark is kept (and refused by JSON). */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new JsonError('invalid UTF-8', 0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/**
 * Reads one JSON document.
 * @throws JsonError on anything RFC 8259 forbids, on lone surrogates, too deep nesting, and duplicate keys unless allowed
 */
export function readJson<T, O>(
  input: string | Uint8Array,
  build: JsonBuilder<T, O>,
  options: JsonOptions = {},
): T {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  return new Reader(text, build, options).document();
}
