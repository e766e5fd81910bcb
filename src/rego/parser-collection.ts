/*
 * Arrays, sets, objects and comprehensions.
 *
 * `[`, `{` and `{k:` may begin a list or a comprehension. A comprehension's head is a term without
 * operators, and `|` after it prefers the comprehension: `{a | b}` is one; `{a | b, c}` is a set.
 */
import type {
  ArrayComprehension,
  ArrayTerm,
  Body,
  ObjectComprehension,
  ObjectTerm,
  SetComprehension,
  SetTerm,
  Term,
} from './ast.ts';
import { ParseFailure, type Parser } from './parser.ts';
import type { Punctuation, Token } from './token.ts';

/** Terms up to the closing sign; a comma may stand before it. */
export function parseList(parser: Parser, close: Punctuation, first: readonly Term[] = []): Term[] {
  const items = [...first];
  while (!parser.at(close)) {
    items.push(parser.grammar.infix(parser, false));
    separate(parser, close);
  }
  return items;
}

/** A comma, or the closing sign, which stays. */
function separate(parser: Parser, close: Punctuation): void {
  if (parser.accept(',') || parser.at(close)) return;
  const hint = parser.at('=') ? 'in a list, `==` compares' : undefined;
  parser.unexpected(`expected \`,\` or \`${close}\``, hint);
}

/** `[…]`: an array or a comprehension. */
export function parseArray(parser: Parser, start: number): ArrayTerm | ArrayComprehension {
  parser.expect('[');
  if (parser.accept(']')) return { kind: 'array', span: parser.spanFrom(start), items: [] };
  const head = parser.grammar.primary(parser);
  const body = parseComprehensionBody(parser, ']');
  if (isBody(body)) {
    return { kind: 'arrayComprehension', span: parser.spanFrom(start), term: head, body };
  }
  const items = insteadOf(body, () =>
    parseListFrom(parser, parser.grammar.infixFrom(parser, head, false), ']'),
  );
  return { kind: 'array', span: parser.spanFrom(start), items };
}

/** The rest of a list after its first item, and the closing sign. */
function parseListFrom(parser: Parser, first: Term, close: Punctuation): Term[] {
  separate(parser, close);
  const items = parseList(parser, close, [first]);
  parser.expect(close);
  return items;
}

/**
 * `| body` and the closing sign. Not a body if no `|` is here, or if it proves to be the operator,
 * as in `[1 | 2, 3]`: the one place where a comma can follow. Then the parser is before it again.
 */
function parseComprehensionBody(parser: Parser, close: Punctuation): Body | NoBody {
  if (!parser.at('|')) return NO_BODY;
  let failedAt: Token | undefined;
  const body = parser.attempt(() => {
    parser.advance();
    try {
      const parsed = parser.grammar.body(parser, close);
      parser.expect(close);
      return parsed;
    } catch (thrown) {
      failedAt = parser.token;
      throw thrown;
    }
  });
  if (!(body instanceof ParseFailure)) return body;
  if (failedAt?.kind !== ',') throw body;
  return { kind: 'noBody', failure: body };
}

interface NoBody {
  readonly kind: 'noBody';
  readonly failure?: ParseFailure;
}

const NO_BODY: NoBody = { kind: 'noBody' };

function isBody(body: Body | NoBody): body is Body {
  return !('kind' in body);
}

/** Reads on as a list; if that fails even before the comma, a comprehension was meant. */
function insteadOf<T>({ failure }: NoBody, production: () => T): T {
  try {
    return production();
  } catch (thrown) {
    if (failure === undefined || !(thrown instanceof ParseFailure)) throw thrown;
    throw thrown.start < failure.start ? failure : thrown;
  }
}

type Braced = ObjectTerm | SetTerm | ObjectComprehension | SetComprehension;

/** `{…}`: an object, a set, or a comprehension of either. */
export function parseBraces(parser: Parser, start: number): Braced {
  parser.expect('{');
  if (parser.accept('}')) return { kind: 'object', span: parser.spanFrom(start), entries: [] };
  const head = parser.grammar.primary(parser);
  if (parser.at(':')) return parseObject(parser, head, start);
  const body = parseComprehensionBody(parser, '}');
  if (isBody(body)) {
    return { kind: 'setComprehension', span: parser.spanFrom(start), term: head, body };
  }
  return insteadOf(body, () => {
    const first = parser.grammar.infixFrom(parser, head, false);
    if (parser.at(':')) return parseObject(parser, first, start);
    const items = parseListFrom(parser, first, '}');
    return { kind: 'set', span: parser.spanFrom(start), items };
  });
}

/** From the colon after the first key. */
function parseObject(parser: Parser, key: Term, start: number): ObjectTerm | ObjectComprehension {
  parser.expect(':');
  const head = parser.grammar.primary(parser);
  const body = parseComprehensionBody(parser, '}');
  if (isBody(body)) {
    const span = parser.spanFrom(start);
    return { kind: 'objectComprehension', span, key, value: head, body };
  }
  return insteadOf(body, () => {
    const entries = parseEntries(parser, [key, parser.grammar.infixFrom(parser, head, false)]);
    return { kind: 'object', span: parser.spanFrom(start), entries: lastOfEqualKeys(entries) };
  });
}

/** The same for terms that are written alike, wherever they stand. */
export function shapeOf(term: Term): string {
  return JSON.stringify(term, (name, value) => (name === 'span' ? undefined : value));
}

/** A key that is written twice has its last value; the first one is not there at all, and need not be safe. */
function lastOfEqualKeys(entries: readonly [Term, Term][]): [Term, Term][] {
  if (entries.length === 1) return [...entries];
  const byText = new Map<string, [Term, Term]>();
  for (const [key, value] of entries) {
    const text = shapeOf(key);
    byText.set(text, [byText.get(text)?.[0] ?? key, value]);
  }
  return [...byText.values()];
}

/** The rest of an object after its first entry, and the closing brace. */
function parseEntries(parser: Parser, first: [Term, Term]): [Term, Term][] {
  const entries = [first];
  separate(parser, '}');
  while (!parser.at('}')) {
    entries.push(parseEntry(parser));
    separate(parser, '}');
  }
  parser.expect('}');
  return entries;
}

function parseEntry(parser: Parser): [Term, Term] {
  const key = parser.grammar.infix(parser, false);
  parser.expect(':');
  return [key, parser.grammar.infix(parser, false)];
}
