/*
 * Operators over terms. They climb by precedence, all to the left:
 *   in  <  == != < <= > >=  <  |  <  &  <  + -  <  * / %
 * `in` is special: it may have two operands before it (`k, v in xs`), but only where a comma can't
 * belong to a list around it.
 */
import type { Call, Str, Term } from './ast.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { parsePrimary } from './parser-primary.ts';
import type { Token, TokenKind } from './token.ts';

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
  return parser.nested(() => parseInfixFrom(parser, parsePrimary(parser), keyValue));
}

/** A term with operators above `in`: what stands on either side of it. */
export function parseRelation(parser: Parser): Term {
  return parser.nested(() => climb(parser, parsePrimary(parser), RELATION));
}

/** Goes on after a first operand that is already parsed. */
export function parseInfixFrom(parser: Parser, first: Term, keyValue: boolean): Term {
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
  if (sign.kind === '==' && parser.at('=')) {
    parser.unexpected('expected a term', 'rego compares with `==`');
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
