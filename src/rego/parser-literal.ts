/*
 * Bodies and the expressions in them: `some`, `every`, `not`, `with`, `:=` and `=`, and, behind
 * their imports, bodies under `not` and the experimental `and` and `or`.
 *
 * Logic binds looser than `not` and tighter than `with`; `and` binds tighter than `or`:
 *   not a and b or c with input as x   is   (((not a) and b) or c) with input as x
 * An operand is an expression, a body in braces, or logic in parentheses. Braces may also be a set
 * or an object, parentheses a term: the reading as a body or as logic is tried first and holds if
 * what follows does not continue a term.
 */
import type { Body, Expr, ExprBody, Term, Var, With } from './ast.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { call, OPERATORS, parseInfix, parseRelation } from './parser-infix.ts';
import { parsePrimary } from './parser-primary.ts';
import type { Punctuation } from './token.ts';

/** Expressions up to the closing sign, which stays the current token. */
export function parseBody(parser: Parser, close: Punctuation | 'end'): Body {
  if (parser.at(close)) parser.fail(parser.spanOf(parser.token), 'found empty body');
  const body = [parseLiteral(parser)];
  while (!parser.at(close)) {
    if (!parser.accept(';') && !parser.token.newline) unexpectedInBody(parser, close);
    body.push(parseLiteral(parser));
  }
  return body;
}

function unexpectedInBody(parser: Parser, close: Punctuation | 'end'): never {
  const end = close === 'end' ? 'end of input' : `\`${close}\``;
  const hint = parser.at(',')
    ? 'expressions of a body are separated by `;` or line breaks'
    : undefined;
  parser.unexpected(`expected a line break, \`;\` or ${end}`, hint ?? keywordHint(parser));
}

/** For words that are keywords by import only. */
export function keywordHint(parser: Parser): string | undefined {
  if (!parser.at('identifier')) return undefined;
  const word = parser.textOf(parser.token);
  if (parser.keywords.has(word)) return undefined;
  if (['if', 'in', 'every', 'contains'].includes(word)) {
    return `\`import rego.v1\` makes \`${word}\` a keyword`;
  }
  return word === 'and' || word === 'or'
    ? `\`${word}\` is an experiment: it needs to be enabled and \`import future.keywords.${word}\``
    : undefined;
}

/** `{`, expressions, `}`. */
export function parseBlock(parser: Parser): Body {
  const opener = parser.expect('{');
  const body = parser.nested(() => parser.grammar.body(parser, '}'), opener);
  parser.expect('}');
  return body;
}

/** One expression of a body. */
export function parseLiteral(parser: Parser): Expr {
  const { start } = parser.token;
  const plain = parseUnmodified(parser);
  const modifiers = parseWiths(parser);
  return { ...plain, span: parser.spanFrom(start), with: modifiers };
}

function parseUnmodified(parser: Parser): Expr {
  switch (parser.keyword) {
    case 'some':
      return expression(parser, parseSome);
    case 'every':
      return expression(parser, parseEvery);
    default:
      return hasLogic(parser) ? parseLogicExpression(parser) : parseOperand(parser);
  }
}

function expression(
  parser: Parser,
  production: (parser: Parser) => ExprBody,
  negated = false,
  start = parser.token.start,
): Expr {
  const body = production(parser);
  return { kind: 'expr', span: parser.spanFrom(start), negated, with: [], body };
}

/** An expression, perhaps under `not`. */
function parseOperand(parser: Parser): Expr {
  const { start } = parser.token;
  if (!parser.acceptKeyword('not')) return expression(parser, parseTermExpression);
  const word = parser.keyword;
  if (word === 'some' || word === 'every') {
    parser.unexpected(`illegal negation of \`${word}\``, negationHint(word));
  }
  const body = negatedBody(parser);
  if (body !== undefined) {
    return expression(parser, () => ({ kind: 'notBody', body }), false, start);
  }
  return expression(parser, parseTermExpression, true, start);
}

function negationHint(word: 'some' | 'every'): string {
  return word === 'some'
    ? 'put it into a rule or a comprehension and negate that'
    : 'put it into a rule and negate that';
}

/** The body under `not`, where it is allowed and here. */
function negatedBody(parser: Parser): Body | undefined {
  if (parser.keywords.has(NOT_BODY) && parser.at('{')) return tryBlock(parser);
  return hasLogic(parser) && parser.at('(') ? tryGroup(parser) : undefined;
}

/** A word no one can write: `import future.keywords.not` adds it to the keywords. */
export const NOT_BODY = 'not {}';

/** A term, or an assignment or unification of two. */
function parseTermExpression(parser: Parser): ExprBody {
  const left = parseInfix(parser, true);
  if (!parser.at(':=') && !parser.at('=')) return { kind: 'term', term: left };
  const sign = parser.advance();
  const right = parseInfix(parser, true);
  const builtin = sign.kind === '=' ? 'eq' : 'assign';
  return { kind: 'term', term: call(parser, sign, [builtin], [left, right]) };
}

function parseWiths(parser: Parser): With[] {
  const modifiers: With[] = [];
  while (parser.atKeyword('with')) modifiers.push(parseWith(parser));
  return modifiers;
}

function parseWith(parser: Parser): With {
  const { start } = parser.advance();
  const target = parsePrimary(parser);
  if (target.kind !== 'ref' && target.kind !== 'var') {
    const hint = 'a target is `input`, `data`, a path in them, or a function';
    parser.fail(target.span, 'expected with target path', hint);
  }
  if (!parser.acceptKeyword('as')) parser.unexpected('expected `as` keyword');
  const value = parseInfix(parser, true);
  return { span: parser.spanFrom(start), target, value };
}

/** `some x, y`, `some x in xs`, `some k, v in xs`. */
function parseSome(parser: Parser): ExprBody {
  parser.advance();
  const terms = [parseRelation(parser)];
  while (parser.accept(',')) terms.push(parseRelation(parser));
  if (parser.atKeyword('in')) return parseSomeIn(parser, terms);
  return { kind: 'some', vars: terms.map(term => declaredVar(parser, term)) };
}

function declaredVar(parser: Parser, term: Term): Var {
  if (term.kind === 'var') return term;
  const hint = parser.keywords.has('in') ? undefined : keywordHint(parser);
  return parser.fail(term.span, 'expected var or `x in xs` or `x, y in xs` after `some`', hint);
}

function parseSomeIn(parser: Parser, terms: readonly Term[]): ExprBody {
  const [first, second, extra] = terms;
  if (extra !== undefined) parser.fail(extra.span, 'expected `x in xs` or `x, y in xs` expression');
  parser.advance();
  const domain = parseRelation(parser);
  return second === undefined
    ? { kind: 'someIn', value: first!, domain }
    : { kind: 'someIn', key: first!, value: second, domain };
}

/** `every x in xs { … }`, `every k, v in xs { … }`. */
function parseEvery(parser: Parser): ExprBody {
  parser.advance();
  const first = parseEveryVar(parser);
  const second = parser.accept(',') ? parseEveryVar(parser) : undefined;
  if (!parser.acceptKeyword('in')) parser.unexpected('expected `x[, y] in xs { ... }` expression');
  const domain = parseRelation(parser);
  if (!parser.at('{')) parser.unexpected('missing body of `every`');
  const body = parseBlock(parser);
  return second === undefined
    ? { kind: 'every', value: first, domain, body }
    : { kind: 'every', key: first, value: second, domain, body };
}

function parseEveryVar(parser: Parser): Var {
  const term = parsePrimary(parser);
  if (term.kind !== 'var') parser.fail(term.span, 'expected a variable after `every`');
  return term;
}

/* Logic. Its operands are bodies; one that is written without braces has one expression. */

type LogicOperator = 'and' | 'or';

function hasLogic(parser: Parser): boolean {
  return parser.keywords.has('and') || parser.keywords.has('or');
}

/** Braces at the beginning are a block only if an operator follows; after an operator they are one. */
type Place = 'first' | 'later';

function parseLogicExpression(parser: Parser): Expr {
  const { start } = parser.token;
  const [expr, ...more] = parseOr(parser, 'first');
  if (more.length > 0) parser.fail(parser.spanFrom(start), 'unexpected block');
  return expr!;
}

function parseOr(parser: Parser, place: Place): Body {
  return parseChain(parser, 'or', place, parseAnd);
}

function parseAnd(parser: Parser, place: Place): Body {
  return parseChain(parser, 'and', place, parseLogicOperand);
}

function parseChain(
  parser: Parser,
  operator: LogicOperator,
  place: Place,
  parseNext: (parser: Parser, place: Place) => Body,
): Body {
  const { start } = parser.token;
  const operands = [parseNext(parser, place)];
  while (parser.acceptKeyword(operator)) operands.push(parseNext(parser, 'later'));
  if (operands.length === 1) return operands[0]!;
  return [expression(parser, () => ({ kind: 'logic', operator, operands }), false, start)];
}

function parseLogicOperand(parser: Parser, place: Place): Body {
  const block = parser.at('{') ? tryBlock(parser, place) : undefined;
  const group = parser.at('(') ? tryGroup(parser) : undefined;
  return block ?? group ?? [parseOperand(parser)];
}

/** Braces read as a body, unless what follows says that they are a term. */
function tryBlock(parser: Parser, place: Place = 'later'): Body | undefined {
  const block = parser.attempt(() => {
    const body = parser.remember('block', () => parseBlock(parser));
    const logicFollows = parser.atKeyword('and') || parser.atKeyword('or');
    if (place === 'first' && !logicFollows) parser.unexpected('expected `and` or `or`');
    refuseTermContinuation(parser);
    return body;
  });
  return block instanceof ParseFailure ? undefined : block;
}

/** Parentheses around logic or a negation; anything else in them is a term. */
function tryGroup(parser: Parser): Body | undefined {
  const group = parser.attempt(() => {
    const body = parser.remember('group', () => parseGroup(parser));
    refuseTermContinuation(parser);
    return body;
  });
  return group instanceof ParseFailure ? undefined : group;
}

function parseGroup(parser: Parser): Body {
  const { start } = parser.expect('(');
  const body = parser.nested(() => parseOr(parser, 'first'));
  parser.expect(')');
  const isTerm = body.length === 1 && body[0]!.body.kind === 'term' && !body[0]!.negated;
  if (isTerm) parser.fail(parser.spanFrom(start), 'expected `and` or `or` in parentheses');
  return body;
}

function refuseTermContinuation(parser: Parser): void {
  const { kind, spaced } = parser.token;
  const operator = OPERATORS[kind] !== undefined || [':=', '=', ','].includes(kind);
  const part = !spaced && (kind === '.' || kind === '[');
  if (operator || part || parser.atKeyword('in')) parser.unexpected();
}
