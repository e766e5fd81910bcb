/*
 * References and calls: parts that follow a term with no space between.
 */
import type { Call, Ref, SetTerm, Str, Term } from './ast.ts';
import type { Parser } from './parser.ts';
import { parseList } from './parser-collection.ts';
import type { Punctuation } from './token.ts';

/** A term with operators, and the closing sign. */
export function parseUntil(parser: Parser, close: Punctuation): Term {
  const term = parser.grammar.infix(parser, true);
  parser.expect(close);
  return term;
}

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

/** Longer references are no policy's. */
const MAX_PARTS = 1000;

/** Parts that follow a term with no space between: `.x`, `[x]`, `(x)`. */
export function parseParts(parser: Parser, head: Term, start: number): Term {
  const operands: Term[] = [];
  while (!parser.token.spaced) {
    if (parser.at('.')) operands.push(parseDotted(parser));
    else if (parser.at('[')) operands.push(parseIndex(parser));
    else break;
    checkRefHead(parser, head);
    if (operands.length > MAX_PARTS)
      parser.fail(parser.spanFrom(start), `reference has more than ${MAX_PARTS} parts`);
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
  const opener = parser.expect('[');
  return parser.nested(() => parseUntil(parser, ']'), opener);
}

function parseCall(parser: Parser, operator: Ref): Call | SetTerm {
  if (operator.head.kind !== 'var') {
    parser.fail(operator.span, 'illegal call (only a function can be called)');
  }
  const opener = parser.expect('(');
  const args = parser.nested(() => parseList(parser, ')'), opener);
  parser.expect(')');
  const span = parser.spanFrom(operator.span.start);
  if (args.length === 0 && operator.operands.length === 0 && operator.head.name === 'set') {
    return { kind: 'set', span, items: [] };
  }
  return { kind: 'call', span, operator, args };
}
