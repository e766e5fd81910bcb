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
import { PUNCTUATION, type Punctuation, type Range, type Token, type TokenKind } from './token.ts';

const NULL_CHARACTER = 'illegal null character';
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

const NO_COMMENTS: readonly Range[] = [];

/** Skips space and comments. */
function layoutAt(text: string, offset: number): Layout {
  let comments: Range[] | undefined;
  let newline = false;
  let end = offset;
  while (true) {
    const char = text[end];
    if (char === '\n') newline = true;
    else if (char === '#') {
      const comment = commentAt(text, end);
      comments = comments ?? [];
      comments.push(comment);
      end = comment.end;
      continue;
    } else if (char !== ' ' && char !== '\t' && char !== '\r') break;
    end++;
  }
  return { end, newline, comments: comments ?? NO_COMMENTS };
}

function commentAt(text: string, start: number): Range {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return { start, end: text[end - 1] === '\r' ? end - 1 : end };
}

/** The token at or after an offset. */
export function tokenAt(text: string, offset: number): Token {
  const { end: start, newline, comments } = layoutAt(text, offset);
  const { kind, end, message, hint } = scan(text, start);
  return { kind, start, end, spaced: start > offset, newline, comments, message, hint };
}

interface Scanned {
  readonly kind: TokenKind;
  readonly end: number;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
}

function scan(text: string, start: number): Scanned {
  if (start >= text.length) return { kind: 'end', end: start };
  const word = matchEnd(IDENTIFIER, text, start);
  if (word > start) return { kind: 'identifier', end: word };
  const sign = punctuationAt(text, start);
  if (sign !== undefined) return { kind: sign, end: start + sign.length };
  const char = text[start]!;
  if (char === '"') return quoted(text, start);
  if (char === '`') return rawString(text, start);
  if (char === '$' && (text[start + 1] === '"' || text[start + 1] === '`')) {
    return { kind: 'template', end: start + 2 };
  }
  if (char >= '0' && char <= '9') return number(text, start);
  return illegalCharacter(text, start);
}

const SIGNS: ReadonlyMap<string, Punctuation> = new Map(PUNCTUATION.map(sign => [sign, sign]));

/** All signs of two characters end in `=`. */
function punctuationAt(text: string, start: number): Punctuation | undefined {
  const char = text[start]!;
  const long = text[start + 1] === '=' ? SIGNS.get(`${char}=`) : undefined;
  return long ?? SIGNS.get(char);
}

function illegal(end: number, message: string, hint?: string): Scanned {
  return { kind: 'illegal', end, message, hint };
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
  if (text[end] === '\0') return illegal(end + 1, NULL_CHARACTER);
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
  if (zero >= 0) return illegal(end + 1, NULL_CHARACTER);
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
  if (code === 0) return illegal(start + 1, NULL_CHARACTER);
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
