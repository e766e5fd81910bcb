/*
 * What Rego v1 demands of a rule and earlier versions did not: `if` before a body, `contains` for
 * sets. Missing keywords do not stop the parsing, so that a file of the old syntax is told all of
 * its rules at once.
 */
import { nearest } from '../base/nearest.ts';
import type { Span } from '../base/source.ts';
import type { Head, Term } from './ast.ts';
import type { Parser } from './parser.ts';
import { keywordHint } from './parser-literal.ts';

/** Records what a head of v1 lacks: `if` before a body, `contains` for a set, or anything at all. */
export function demandKeywords(
  parser: Parser,
  head: Head,
  hasIf: boolean,
  hasBlock: boolean,
): void {
  if (hasBlock) reportMissingIf(parser, head);
  else if (!hasIf && head.value === undefined && head.key === undefined) reportBare(parser, head);
}

/** Records a body in braces at the current token that has no `if` before it. */
export function reportMissingIf(parser: Parser, head: Head, instead?: string): void {
  const what = head.args === undefined ? 'rule' : 'function';
  const fix = `write \`${instead ?? `${clip(parser, head.span)} if { … }`}\``;
  parser.report(
    parser.spanOf(parser.token),
    `\`if\` keyword is required before ${what} body`,
    setHint(parser, head) ?? fix,
  );
}

/** For `p[x]` without a value: what it meant before v1. */
function setHint(parser: Parser, head: Head): string | undefined {
  const key = head.ref.operands.at(-1);
  const isWritten = head.args !== undefined || head.value !== undefined || head.key !== undefined;
  if (key === undefined || isWritten || isDotted(parser, key)) return undefined;
  const name = parser.source.text.slice(head.ref.span.start, key.span.start - 1);
  return `for a set write \`${name} contains ${clip(parser, key.span)}\``;
}

/** A head with nothing after it. */
function reportBare(parser: Parser, head: Head): void {
  if (!parser.token.newline && !parser.at('end')) {
    const hint = keywordHint(parser) ?? statementHint(parser, head);
    parser.unexpected('expected `if`, `contains`, `:=` or `=` after the name', hint);
  }
  const hint = setHint(parser, head);
  const what = head.args === undefined ? 'rule' : 'function';
  const message =
    hint === undefined
      ? `${what} must have value assignment and/or body declaration`
      : '`contains` keyword is required for partial set rules';
  parser.report(head.span, message, hint ?? bareHint(parser, head));
}

const STATEMENTS = ['package', 'import', 'default'];

/** A misspelt first word of a statement looks like a rule. */
function statementHint(parser: Parser, head: Head): string | undefined {
  const meant = nearest(clip(parser, head.span), STATEMENTS);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

function bareHint(parser: Parser, head: Head): string {
  const written = clip(parser, head.span);
  return statementHint(parser, head) ?? `write \`${written} if …\` or \`${written} := …\``;
}

function isDotted(parser: Parser, part: Term): boolean {
  return parser.source.text[part.span.start - 1] === '.';
}

function clip(parser: Parser, span: Span): string {
  const text = parser.source.text.slice(span.start, span.end);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
