/*
 * Heads of rules: a name or reference, or a call of one, then `contains key`, or a value after `:=`
 * or `=`, or nothing.
 */
import type { Head, Term } from './ast.ts';
import type { Parser } from './parser.ts';
import { parseVar } from './parser-primary.ts';
import { parseParts } from './parser-ref.ts';

/** A rule's head up to its value or key. */
export function parseHead(parser: Parser): Head {
  const { start } = parser.token;
  const named = parseHeadName(parser);
  if (parser.atKeyword('contains')) return parseContains(parser, start, named);
  const assign = parser.at(':=');
  const value = parseValue(parser);
  const head = { ...named, assign, span: parser.spanFrom(start) };
  return value === undefined ? head : { ...head, value };
}

/** `:= value` or `= value`, if it is here. */
export function parseValue(parser: Parser): Term | undefined {
  if (!parser.accept(':=') && !parser.accept('=')) return undefined;
  return parser.grammar.infix(parser, true);
}

type HeadName = Pick<Head, 'ref' | 'args'>;

function parseContains(parser: Parser, start: number, named: HeadName): Head {
  if (named.args !== undefined) {
    parser.unexpected('the contains keyword can only be used with multi-value rule definitions');
  }
  parser.advance();
  const key = parser.grammar.infix(parser, true);
  return { ...named, key, assign: false, span: parser.spanFrom(start) };
}

function parseHeadName(parser: Parser): HeadName {
  const { start } = parser.token;
  if (!parser.at('identifier') || parser.keyword !== undefined) {
    const hint = parser.at(';') ? 'rules are separated by line breaks' : undefined;
    parser.unexpected('expected a rule, `import` or `package`', hint);
  }
  const name = parseVar(parser);
  allowSpace(parser);
  const term = parseParts(parser, name, start);
  const span = parser.spanFrom(start);
  if (term.kind === 'var') return { ref: { kind: 'ref', span, head: term, operands: [] } };
  if (term.kind === 'ref' && term.head.kind === 'var') return { ref: term };
  if (term.kind === 'call') return { ref: term.operator, args: term.args };
  return parser.fail(span, 'illegal rule head: expected a name, a reference or a function');
}

/** A head's first part may stand apart from its name: `f (x) := x`. */
function allowSpace(parser: Parser): void {
  const { token } = parser;
  if (token.kind === '(' || token.kind === '[' || token.kind === '.') {
    parser.token = { ...token, spaced: false };
  }
}

/** Before v1, `p[x]` without `if` and value is a set's rule. */
export function asPartialSet(head: Head): Head {
  const [key, ...more] = head.ref.operands;
  const isSet = key !== undefined && more.length === 0;
  if (!isSet || head.args !== undefined || head.value !== undefined || head.key !== undefined) {
    return head;
  }
  return { ...head, ref: { ...head.ref, operands: [] }, key };
}
