/*
 * Terms without operators, and the operators over them.
 *
 * Operators climb by precedence, all to the left:
 *   in  <  == != < <= > >=  <  |  <  &  <  + -  <  * / %
 * `in` is special: it may have two operands before it (`k, v in xs`), but only where a comma can't
 * belong to a list around it.
 *
 * `[`, `{` and `{k:` may begin a list or a comprehension. A comprehension's head is a term without
 * operators, and `|` after it prefers the comprehension: `{a | b}` is one; `{a | b, c}` is a set.
 */
import type {
  ArrayComprehension,
  ArrayTerm,
  Body,
  Call,
  Expr,
  ObjectComprehension,
  ObjectTerm,
  Ref,
  SetComprehension,
  SetTerm,
  Str,
  TemplateString,
  Term,
  Var,
} from './ast.ts';
import { templateText } from './lexer.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { unescaped } from './string-literal.ts';
import type { Punctuation, Token, TokenKind } from './token.ts';

interface Operator {
  readonly builtin: string;
  readonly level: number;
}

const RELATION = 1;

/** Infix operators and the builtins they call. */
export const OPERATORS: Readonly<Partial<Record<TokenKind, Operator>>> = {
  '==': { builtin: 'equal', level: RELATION },
  '!=': { builtin: 'neq', level: RELATION },
  '<': { builtin: 'lt', level: RELATION },
  '<=': { builtin: 'lte', level: RELATION },
  '>': { builtin: 'gt', level: RELATION },
  '>=': { builtin: 'gte', level: RELATION },
  '|': { builtin: 'or', level: 2 },
  '&': { builtin: 'and', level: 3 },
  '+': { builtin: 'plus', level: 4 },
  '-': { builtin: 'minus', level: 4 },
  '*': { builtin: 'mul', level: 5 },
  '/': { builtin: 'div', level: 5 },
  '%': { builtin: 'rem', level: 5 },
};

/** A term with operators; `keyValue` allows `k, v in xs`. */
export function parseInfix(parser: Parser, keyValue: boolean): Term {
  return parser.nested(() => infixFrom(parser, parsePrimary(parser), keyValue));
}

/** A term with operators above `in`: what stands on either side of it. */
export function parseRelation(parser: Parser): Term {
  return parser.nested(() => climb(parser, parsePrimary(parser), RELATION));
}

/** Goes on after a first operand that is already parsed. */
function infixFrom(parser: Parser, first: Term, keyValue: boolean): Term {
  let left = climb(parser, first, RELATION);
  const key = keyValue && parser.at(',') ? parser.attempt(() => valueOfKey(parser)) : undefined;
  let operands = key === undefined || key instanceof ParseFailure ? [left] : [left, key];
  while (parser.atKeyword('in')) {
    const operator = parser.advance();
    const builtin = operands.length === 1 ? 'member_2' : 'member_3';
    left = call(parser, operator, ['internal', builtin], [...operands, parseRelation(parser)]);
    operands = [left];
  }
  return left;
}

/** `, v` of `k, v in xs`. */
function valueOfKey(parser: Parser): Term {
  parser.expect(',');
  const value = parseRelation(parser);
  if (!parser.atKeyword('in')) parser.unexpected('expected `in`');
  return value;
}

function climb(parser: Parser, first: Term, level: number): Term {
  let left = first;
  let operator = OPERATORS[parser.token.kind];
  while (operator !== undefined && operator.level >= level) {
    const { level: own, builtin } = operator;
    const sign = operatorSign(parser);
    const right = climb(parser, parsePrimary(parser), own + 1);
    left = call(parser, sign, [builtin], [left, right]);
    operator = OPERATORS[parser.token.kind];
  }
  return left;
}

/** Consumes an operator, seeing signs of other languages for what they are meant to be. */
function operatorSign(parser: Parser): Token {
  const sign = parser.advance();
  const doubled = parser.at(sign.kind) && !parser.token.spaced;
  if (doubled && sign.kind === '|') {
    parser.unexpected('expected a term', 'rego has no `||`: write one rule for each alternative');
  }
  if (doubled && sign.kind === '&') {
    parser.unexpected('expected a term', 'rego has no `&&`: put expressions on lines of their own');
  }
  return sign;
}

/** A call written as an operator: `name` is the builtin's. */
export function call(parser: Parser, sign: Token, name: readonly string[], args: Term[]): Call {
  const span = parser.spanOf(sign);
  const [head = '', ...rest] = name;
  const operands = rest.map((value): Str => ({ kind: 'string', span, value }));
  return {
    kind: 'call',
    span: { ...span, start: args[0]!.span.start, end: parser.lastEnd },
    operator: { kind: 'ref', span, head: { kind: 'var', span, name: head }, operands },
    args,
    infix: true,
  };
}

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
  const { start } = parser.token;
  return parser.remember('term', () => parser.nested(() => production(parser, start)));
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
  const { start } = parser.advance();
  const term = parser.grammar.infix(parser, true);
  if (!parser.accept(')')) parser.unexpected('expected `)`');
  return { ...term, span: parser.spanFrom(start) };
}

/* References and calls. */

const REF_HEADS: readonly Term['kind'][] = [
  'var',
  'array',
  'object',
  'set',
  'arrayComprehension',
  'setComprehension',
  'objectComprehension',
  'call',
];

/** Parts that follow a term with no space between: `.x`, `[x]`, `(x)`. */
export function parseParts(parser: Parser, head: Term, start: number): Term {
  const operands: Term[] = [];
  while (!parser.token.spaced) {
    if (parser.at('.')) operands.push(parseDotted(parser));
    else if (parser.at('[')) operands.push(parseIndex(parser));
    else break;
    checkRefHead(parser, head);
  }
  const bare = operands.length === 0 && !isRoot(head);
  const ref: Ref = { kind: 'ref', span: parser.spanFrom(start), head, operands };
  if (!parser.at('(') || parser.token.spaced) return bare ? head : ref;
  if (bare && head.kind === 'call') return head;
  return parseParts(parser, parseCall(parser, ref), start);
}

/** `input` and `data` alone are references to whole documents. */
function isRoot(head: Term): boolean {
  return head.kind === 'var' && (head.name === 'input' || head.name === 'data');
}

function checkRefHead(parser: Parser, head: Term): void {
  if (REF_HEADS.includes(head.kind)) return;
  parser.fail(head.span, `illegal ref (head cannot be ${head.kind})`);
}

/** After a dot any word is a name, keywords too. */
function parseDotted(parser: Parser): Str {
  parser.expect('.');
  if (parser.token.spaced || !parser.at('identifier')) parser.unexpected('expected a name');
  const token = parser.advance();
  return { kind: 'string', span: parser.spanOf(token), value: parser.textOf(token) };
}

function parseIndex(parser: Parser): Term {
  parser.expect('[');
  const index = parser.grammar.infix(parser, true);
  parser.expect(']');
  return index;
}

function parseCall(parser: Parser, operator: Ref): Call | SetTerm {
  if (operator.head.kind !== 'var') {
    parser.fail(operator.span, 'illegal call (only a function can be called)');
  }
  parser.expect('(');
  const args = parser.nested(() => parseList(parser, ')'));
  parser.expect(')');
  const span = parser.spanFrom(operator.span.start);
  if (args.length === 0 && operator.operands.length === 0 && operator.head.name === 'set') {
    return { kind: 'set', span, items: [] };
  }
  return { kind: 'call', span, operator, args };
}

/* Collections and comprehensions. */

/** Terms up to the closing sign; a comma may stand before it. */
function parseList(parser: Parser, close: Punctuation, first: readonly Term[] = []): Term[] {
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
  const missing = parser.token.newline || parser.at('end') ? undefined : commaHint(parser);
  parser.unexpected(`expected \`,\` or \`${close}\``, missing);
}

function commaHint(parser: Parser): string | undefined {
  return parser.at('=') ? 'in a list, `==` compares' : undefined;
}

function parseArray(parser: Parser, start: number): ArrayTerm | ArrayComprehension {
  parser.expect('[');
  if (parser.accept(']')) return { kind: 'array', span: parser.spanFrom(start), items: [] };
  const head = parsePrimary(parser);
  const body = parseComprehensionBody(parser, ']');
  if (body !== undefined) {
    return { kind: 'arrayComprehension', span: parser.spanFrom(start), term: head, body };
  }
  const items = parseListFrom(parser, infixFrom(parser, head, false), ']');
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
 * `| body` and the closing sign; undefined if no `|` is here, or if it proves to be the operator,
 * as in `[1 | 2, 3]`: the one place where a comma can follow.
 */
function parseComprehensionBody(parser: Parser, close: Punctuation): Body | undefined {
  if (!parser.at('|')) return undefined;
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
  return undefined;
}

type Braced = ObjectTerm | SetTerm | ObjectComprehension | SetComprehension;

function parseBraces(parser: Parser, start: number): Braced {
  parser.expect('{');
  if (parser.accept('}')) return { kind: 'object', span: parser.spanFrom(start), entries: [] };
  const head = parsePrimary(parser);
  if (parser.at(':')) return parseObject(parser, head, start);
  const body = parseComprehensionBody(parser, '}');
  if (body !== undefined) {
    return { kind: 'setComprehension', span: parser.spanFrom(start), term: head, body };
  }
  const first = infixFrom(parser, head, false);
  if (parser.at(':')) return parseObject(parser, first, start);
  const items = parseListFrom(parser, first, '}');
  return { kind: 'set', span: parser.spanFrom(start), items };
}

/** From the colon after the first key. */
function parseObject(parser: Parser, key: Term, start: number): ObjectTerm | ObjectComprehension {
  parser.expect(':');
  const head = parsePrimary(parser);
  const body = parseComprehensionBody(parser, '}');
  if (body !== undefined) {
    const span = parser.spanFrom(start);
    return { kind: 'objectComprehension', span, key, value: head, body };
  }
  const entries: [Term, Term][] = [[key, infixFrom(parser, head, false)]];
  separate(parser, '}');
  while (!parser.at('}')) {
    entries.push(parseEntry(parser));
    separate(parser, '}');
  }
  parser.expect('}');
  return { kind: 'object', span: parser.spanFrom(start), entries };
}

function parseEntry(parser: Parser): [Term, Term] {
  const key = parser.grammar.infix(parser, false);
  parser.expect(':');
  return [key, parser.grammar.infix(parser, false)];
}

/* Template strings. */

function parseTemplate(parser: Parser): TemplateString {
  const open = parser.token;
  const raw = parser.textOf(open) === '$`';
  const parts = parser.nested(() => parseTemplateParts(parser, open.end, raw));
  const span = parser.spanFrom(open.start);
  return { kind: 'templateString', span, parts, ...(raw ? { raw } : {}) };
}

function parseTemplateParts(parser: Parser, from: number, raw: boolean): (Str | Expr)[] {
  const parts: (Str | Expr)[] = [];
  let start = from;
  while (true) {
    const text = templateText(parser.source.text, start, raw);
    const span = { source: parser.source, start, end: text.end };
    if (text.kind === 'illegal') return parser.fail({ ...span, start: text.start }, text.message);
    const { value } = text;
    if (value !== '') parts.push({ kind: 'string', span: { ...span, end: text.end - 1 }, value });
    parser.jump(text.end);
    if (text.last) return parts;
    parts.push(parseTemplateExpression(parser));
    start = parser.token.end;
  }
}

/** An expression up to the brace that ends it, which stays: after it other lexical rules hold. */
function parseTemplateExpression(parser: Parser): Expr {
  if (parser.at('}')) parser.unexpected('expected an expression in the template string');
  const expr = parser.grammar.literal(parser);
  const fault = templateFault(expr);
  if (fault !== undefined) {
    parser.fail(expr.span, `unexpected ${fault} in template-string expression`);
  }
  if (!parser.at('}')) parser.unexpected('expected `}` to end the template-string expression');
  return expr;
}

/** What makes an expression no value. */
function templateFault({ negated, body }: Expr): string | undefined {
  if (negated || body.kind === 'notBody') return 'negation (`not`)';
  if (body.kind === 'some' || body.kind === 'someIn') return '`some`';
  if (body.kind === 'every') return '`every`';
  if (body.kind === 'logic') return `\`${body.operator}\``;
  if (body.term.kind !== 'call' || body.term.infix !== true) return undefined;
  const { head } = body.term.operator;
  if (head.kind !== 'var') return undefined;
  if (head.name === 'eq') return 'unification (`=`)';
  return head.name === 'assign' ? 'assignment (`:=`)' : undefined;
}
