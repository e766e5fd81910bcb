/*
 * Text to tokens, one at a time and without state: a token is a function of the text and an
 * offset. The parser can therefore go back by keeping an offset, and can read the text of a
 * template string, where other rules hold, by asking for it (`templateText`).
 *
 * Layout matters in two places, so tokens say what stands before them: `x[0]` is a reference and
 * `x [0]` is not; a line break ends an expression of a body.
 */
import { NUMBER_LIKE, numberFault } from './number-literal.ts';
import { badEscape, unescaped } from './string-literal.ts';
import { PUNCTUATION, type Punctuation, type Range, type Token } from './token.ts';

const SPACE = /[ \t\r\n]+/y;
const COMMENT = /#[^\n]*/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;

/** The end of a sticky match at an offset; the offset itself if nothing matches. */
function matchEnd(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

interface Layout {
  readonly end: number;
  readonly newline: boolean;
  readonly comments: readonly Range[];
}

/** Skips space and comments. */
function layoutAt(text: string, offset: number): Layout {
  const comments: Range[] = [];
  let newline = false;
  let at = offset;
  while (true) {
    const end = matchEnd(SPACE, text, at);
    newline ||= text.slice(at, end).includes('\n');
    if (text[end] !== '#') return { end, newline, comments };
    at = matchEnd(COMMENT, text, end);
    comments.push({ start: end, end: text[at - 1] === '\r' ? at - 1 : at });
  }
}

/** The token at or after an offset. */
export function tokenAt(text: string, offset: number): Token {
  const layout = layoutAt(text, offset);
  const start = layout.end;
  return {
    ...scan(text, start),
    start,
    spaced: start > offset,
    newline: layout.newline,
    comments: layout.comments,
  };
}

type Scanned = Pick<Token, 'kind' | 'end' | 'message' | 'hint'>;

function scan(text: string, start: number): Scanned {
  if (start >= text.length) return { kind: 'end', end: start };
  const punctuation = punctuationAt(text, start);
  if (punctuation !== undefined) return { kind: punctuation, end: start + punctuation.length };
  const word = matchEnd(IDENTIFIER, text, start);
  if (word > start) return { kind: 'identifier', end: word };
  const char = text[start]!;
  if (char === '"') return quoted(text, start);
  if (char === '`') return rawString(text, start);
  if (char === '$' && (text[start + 1] === '"' || text[start + 1] === '`')) {
    return { kind: 'template', end: start + 2 };
  }
  if (char >= '0' && char <= '9') return number(text, start);
  return illegalCharacter(text, start);
}

/** Signs by their first character, the longer ones first. */
const BY_FIRST: ReadonlyMap<string, readonly Punctuation[]> = new Map(
  PUNCTUATION.map(({ 0: first }) => [first!, PUNCTUATION.filter(sign => sign[0] === first)]),
);

function punctuationAt(text: string, start: number): Punctuation | undefined {
  return BY_FIRST.get(text[start]!)?.find(sign => text.startsWith(sign, start));
}

function illegal(end: number, message: string, hint?: string): Scanned {
  return { kind: 'illegal', end, message, ...(hint === undefined ? {} : { hint }) };
}

/** The offset of the first of `stops` that no backslash escapes, of a null character, or the end. */
function skipTo(stops: string, text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\0' && !stops.includes(text[at]!)) {
    at += text[at] === '\\' && text[at + 1] !== '\n' ? 2 : 1;
  }
  return Math.min(at, text.length);
}

function quoted(text: string, start: number): Scanned {
  const end = skipTo('"\n', text, start + 1);
  if (text[end] !== '"') {
    return illegal(end, 'non-terminated string', 'raw strings in backticks may span lines');
  }
  const bad = badEscape(text.slice(start + 1, end));
  if (bad >= 0) return illegalEscape(text, start + 1 + bad);
  return { kind: 'string', end: end + 1 };
}

function illegalEscape(text: string, at: number): Scanned {
  const written = `\\${String.fromCodePoint(text.codePointAt(at + 1)!)}`;
  return illegal(
    at + written.length,
    `illegal escape sequence \`${written}\``,
    'in a raw string, in backticks, a backslash is itself',
  );
}

function rawString(text: string, start: number): Scanned {
  const end = text.indexOf('`', start + 1);
  if (end < 0) return illegal(start + 1, 'non-terminated raw string');
  const zero = text.slice(start, end).indexOf('\0');
  if (zero >= 0) return illegal(end + 1, 'illegal null character');
  return { kind: 'rawString', end: end + 1 };
}

function number(text: string, start: number): Scanned {
  const end = matchEnd(NUMBER_LIKE, text, start);
  const fault = numberFault(text.slice(start, end));
  return fault === undefined ? { kind: 'number', end } : illegal(end, fault);
}

const CHARACTER_HINTS: Readonly<Record<string, string>> = {
  '!': 'write `not` to negate an expression',
  "'": 'strings are written in double quotes or backticks',
  '?': 'rego has no conditional operator: write a rule with `else`',
};

function illegalCharacter(text: string, start: number): Scanned {
  const code = text.codePointAt(start)!;
  if (code === 0) return illegal(start + 1, 'illegal null character');
  if (code === 0xfeff) return illegal(start + 1, 'illegal byte order mark');
  const char = String.fromCodePoint(code);
  return illegal(start + char.length, `illegal character \`${char}\``, CHARACTER_HINTS[char]);
}

/** A stretch of a template string: its text, and whether an expression or the end follows. */
export type TemplateText =
  | { readonly kind: 'text'; readonly value: string; readonly end: number; readonly last: boolean }
  | {
      readonly kind: 'illegal';
      readonly start: number;
      readonly end: number;
      readonly message: string;
    };

/** A backslash is text in a raw template string, but `\\{` is a brace. */
function rawTemplateEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '`' && text[at] !== '{' && text[at] !== '\0') {
    at += text.startsWith('\\{', at) ? 2 : 1;
  }
  return Math.min(at, text.length);
}

/** The text from an offset inside a template string to `{` or the closing quote, which it includes. */
export function templateText(text: string, offset: number, raw: boolean): TemplateText {
  const end = raw ? rawTemplateEnd(text, offset) : skipTo('"{\n', text, offset);
  const stop = text[end];
  const inner = text.slice(offset, end);
  if (stop !== '{' && stop !== (raw ? '`' : '"')) {
    return { kind: 'illegal', start: offset, end, message: 'non-terminated template string' };
  }
  const bad = raw ? -1 : badEscape(inner, '{');
  if (bad >= 0) {
    const { end: badEnd, message = '' } = illegalEscape(text, offset + bad);
    return { kind: 'illegal', start: offset + bad, end: badEnd, message };
  }
  const value = raw ? inner.replaceAll('\\{', '{') : unescaped(inner);
  return { kind: 'text', value, end: end + 1, last: stop !== '{' };
}
