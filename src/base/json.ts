/*
 * A strict JSON reader (RFC 8259) that says where it stopped and why.
 *
 * JSON.parse is faster but takes the last of two equal keys, rounds long numbers and accepts lone
 * surrogates; each is a way for a proxy and a server to read one text differently. This reader
 * refuses what two parsers could disagree about, or keeps it exactly. It is written once and builds
 * whatever tree its caller wants: plain JavaScript for MCP messages, Rego values for policies.
 */
import { TfError } from './errors.ts';

/** Makes the tree: called with children first. */
export interface JsonBuilder<T> {
  literal(value: null | boolean): T;
  /** `text` is a valid JSON number, digits as they stood. */
  number(text: string): T;
  string(value: string): T;
  array(items: T[]): T;
  /** Keys in source order. With `duplicates: 'last'` a later key replaces an earlier one. */
  object(entries: Map<string, T>): T;
}

export interface JsonOptions {
  /** Two equal keys in one object: an error (default), or the last one wins as in JSON.parse. */
  readonly duplicates?: 'refuse' | 'last';
  /** How deep arrays and objects may nest. */
  readonly maxDepth?: number;
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
const LONE_SURROGATE = /\p{Surrogate}/u;
const WHITE = /[ \t\n\r]*/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader<T> {
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly build: JsonBuilder<T>;
  private readonly refuseDuplicates: boolean;
  private readonly maxDepth: number;

  constructor(text: string, build: JsonBuilder<T>, options: JsonOptions) {
    this.text = text;
    this.build = build;
    this.refuseDuplicates = options.duplicates !== 'last';
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
    WHITE.lastIndex = this.at;
    WHITE.test(this.text);
    this.at = WHITE.lastIndex;
  }

  private value(): T {
    switch (this.text.charCodeAt(this.at)) {
      case 0x22:
        return this.build.string(this.string());
      case 0x7b:
        return this.nested(() => this.object());
      case 0x5b:
        return this.nested(() => this.array());
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

  private nested(read: () => T): T {
    this.depth += 1;
    if (this.depth > this.maxDepth) this.fail(`nesting is deeper than ${this.maxDepth}`);
    this.at += 1;
    this.white();
    const value = read();
    this.depth -= 1;
    return value;
  }

  private literal(word: string, value: null | boolean): T {
    if (!this.text.startsWith(word, this.at)) this.fail('invalid literal');
    this.at += word.length;
    return this.build.literal(value);
  }

  private number(): T {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match === null)
      this.fail(this.at < this.text.length ? 'unexpected character' : 'unexpected end');
    this.at = NUMBER.lastIndex;
    return this.build.number(match[0]);
  }

  private string(): string {
    const start = this.at + 1;
    PLAIN_STRING.lastIndex = start;
    PLAIN_STRING.test(this.text);
    const end = PLAIN_STRING.lastIndex;
    const plain = this.text.slice(start, end);
    if (this.text.charCodeAt(end) === 0x22) {
      this.at = end + 1;
      if (LONE_SURROGATE.test(plain)) this.fail('lone surrogate in a string', start);
      return plain;
    }
    return this.escapedString(start, plain, end);
  }

  private escapedString(start: number, head: string, from: number): string {
    let value = head;
    this.at = from;
    while (this.text.charCodeAt(this.at) !== 0x22) {
      if (this.at >= this.text.length) this.fail('unterminated string', start - 1);
      if (this.text[this.at] !== '\\') this.fail('control character in a string');
      value += this.escape();
      PLAIN_STRING.lastIndex = this.at;
      PLAIN_STRING.test(this.text);
      value += this.text.slice(this.at, PLAIN_STRING.lastIndex);
      this.at = PLAIN_STRING.lastIndex;
    }
    this.at += 1;
    if (LONE_SURROGATE.test(value)) this.fail('lone surrogate in a string', start);
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
    if (this.text[this.at] === ']') {
      this.at += 1;
      return this.build.array(items);
    }
    while (true) {
      items.push(this.value());
      this.white();
      if (this.endOrComma(']')) return this.build.array(items);
    }
  }

  private object(): T {
    const entries = new Map<string, T>();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return this.build.object(entries);
    }
    while (true) {
      const keyAt = this.at;
      if (this.text[this.at] !== '"') this.fail('expected a key in double quotes');
      const key = this.string();
      if (this.refuseDuplicates && entries.has(key)) this.fail(`duplicate key \`${key}\``, keyAt);
      this.white();
      if (this.text[this.at] !== ':') this.fail('expected `:` after the key');
      this.at += 1;
      this.white();
      entries.set(key, this.value());
      this.white();
      if (this.endOrComma('}')) return this.build.object(entries);
    }
  }

  /** After an element: true at the closing bracket, false after a comma. */
  private endOrComma(close: string): boolean {
    const next = this.text[this.at];
    if (next !== close && next !== ',') this.fail(`expected \`,\` or \`${close}\``);
    this.at += 1;
    if (next === close) return true;
    this.white();
    return false;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes; invalid UTF-8 is an error, a byte order mark is kept (and refused by JSON). */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new JsonError('invalid UTF-8', 0);
  }
}

/**
 * Reads one JSON document.
 * @throws JsonError on anything RFC 8259 forbids, on lone surrogates, too deep nesting, and duplicate keys unless allowed
 */
export function readJson<T>(
  input: string | Uint8Array,
  build: JsonBuilder<T>,
  options: JsonOptions = {},
): T {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  return new Reader(text, build, options).document();
}
