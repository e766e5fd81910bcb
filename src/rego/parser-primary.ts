/*
 * Terms without operators: scalars, variables, what brackets enclose, and the references and calls
 * that begin with them.
 */
import type { Str, Term, Var } from './ast.ts';
import type { Parser } from './parser.ts';
import { parseArray, parseBraces } from './parser-collection.ts';
import { parseParts, parseUntil } from './parser-ref.ts';
import { parseTemplate } from './parser-template.ts';
import { unescaped } from './string-literal.ts';

/** A term without operators, and the references and calls that follow it at once. */
export function parsePrimary(parser: Parser): Term {
  const { start } = parser.token;
  const head = parseHeadTerm(parser);
  return parseParts(parser, head, start);
}

function parseHeadTerm(parser: Parser): Term {
  const { token } = parser;
  switch (token.kind) {
    case 'identifier':
      return parser.keyword === undefined ? parseVar(parser) : parseKeywordTerm(parser);
    case 'string':
    case 'rawString':
      return parseString(parser);
    case 'template':
      return parseTemplate(parser);
    case 'number':
    case '-':
    case '.':
      return parseNumber(parser);
    case '[':
      return bracketed(parser, parseArray);
    case '{':
      return bracketed(parser, parseBraces);
    case '(':
      return parseParenthesized(parser);
    default:
      return parser.unexpected('expected a term');
  }
}

/** A term in brackets: one level deeper, and parsed once even if it is tried twice. */
function bracketed(parser: Parser, production: (parser: Parser, start: number) => Term): Term {
  const { token } = parser;
  return parser.remember('term', () => parser.nested(() => production(parser, token.start), token));
}

export function parseVar(parser: Parser): Var {
  const token = parser.advance();
  const text = parser.textOf(token);
  return { kind: 'var', span: parser.spanOf(token), name: text === '_' ? parser.wildcard() : text };
}

function parseKeywordTerm(parser: Parser): Term {
  const word = parser.keyword;
  const span = parser.spanOf(parser.token);
  switch (word) {
    case 'null':
      parser.advance();
      return { kind: 'null', span };
    case 'true':
    case 'false':
      parser.advance();
      return { kind: 'boolean', span, value: word === 'true' };
    case 'contains':
      return parseVar(parser);
    default:
      return parser.unexpected('expected a term');
  }
}

function parseString(parser: Parser): Str {
  const token = parser.advance();
  const inner = parser.source.text.slice(token.start + 1, token.end - 1);
  const span = parser.spanOf(token);
  return token.kind === 'rawString'
    ? { kind: 'string', span, value: inner, raw: true }
    : { kind: 'string', span, value: unescaped(inner) };
}

/** `1`, `-1`, `.5`, `-.5`: the text is a JSON number. */
function parseNumber(parser: Parser): Term {
  const { start } = parser.token;
  const minus = parser.accept('-') ? '-' : '';
  const zero = parser.accept('.') ? '0.' : '';
  if (!parser.at('number')) parser.unexpected('expected number');
  const digits = parser.textOf(parser.advance());
  if (zero !== '' && digits.includes('.')) {
    parser.fail(parser.spanFrom(start), 'illegal number format');
  }
  return { kind: 'number', span: parser.spanFrom(start), text: minus + zero + digits };
}

function parseParenthesized(parser: Parser): Term {
  const opener = parser.advance();
  const term = parser.nested(() => parseUntil(parser, ')'), opener);
  return { ...term, span: parser.spanFrom(opener.start) };
}
