/*
 * Rules: heads, bodies, `else` chains, chained bodies, defaults.
 *
 * A head is a name or reference, or a call of one, then `contains key`, or a value after `:=` or
 * `=`, or nothing. What Rego v1 demands (`if` before a body, `contains` for sets) is checked here;
 * such an error does not stop the parsing.
 */
import { nearest } from '../base/nearest.ts';
import type { Span } from '../base/source.ts';
import type { Body, Head, Rule, Term } from './ast.ts';
import { termToValue } from './constant.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { keywordHint, parseBlock } from './parser-literal.ts';
import { parseParts, parseVar } from './parser-term.ts';

/** The version whose demands hold: `import rego.v1` makes a v0 module obey v1. */
export type Demands = 0 | 1;

/** A rule, or several when bodies are chained. */
export function parseRules(parser: Parser, demands: Demands): Rule[] {
  return parser.atKeyword('default') ? [parseDefault(parser)] : parseRuleChain(parser, demands);
}

function parseRuleChain(parser: Parser, demands: Demands): Rule[] {
  const { start } = parser.token;
  const written = parseHead(parser);
  const hasIf = parser.atKeyword('if');
  const hasBlock = parser.at('{');
  const head = hasIf || demands === 1 ? written : asPartialSet(written);
  if (demands === 1) checkHead(parser, head, hasIf, hasBlock);
  const body = hasIf ? parseIfBody(parser) : hasBlock ? parseBlock(parser) : [];
  const otherwise = body.length > 0 ? parseElses(parser, head, demands) : undefined;
  const first = rule(parser, start, head, body, otherwise);
  return [first, ...parseChainedBodies(parser, first)];
}

function rule(parser: Parser, start: number, head: Head, body: Body, otherwise?: Rule): Rule {
  const span = parser.spanFrom(start);
  const core = { kind: 'rule', span, default: false, head, body } as const;
  return otherwise === undefined ? core : { ...core, else: otherwise };
}

/** More bodies in braces are more rules with the same head. */
function parseChainedBodies(parser: Parser, first: Rule): Rule[] {
  const rules: Rule[] = [];
  while (first.body.length > 0 && parser.at('{')) {
    if (first.else !== undefined) parser.unexpected('expected `else` keyword');
    const { start } = parser.token;
    rules.push(rule(parser, start, first.head, parseBlock(parser)));
  }
  return rules;
}

/** Before v1, `p[x]` without `if` and value is a set's rule. */
function asPartialSet(head: Head): Head {
  const [key, ...more] = head.ref.operands;
  const isSet = key !== undefined && more.length === 0;
  if (!isSet || head.args !== undefined || head.value !== undefined || head.key !== undefined) {
    return head;
  }
  return { ...head, ref: { ...head.ref, operands: [] }, key };
}

/* Heads. */

function parseHead(parser: Parser): Head {
  const { start } = parser.token;
  const named = parseHeadName(parser);
  if (parser.atKeyword('contains')) return parseContains(parser, start, named);
  const assign = parser.at(':=');
  const value = parser.accept(':=') || parser.accept('=') ? parseValue(parser) : undefined;
  const head = { ...named, assign, span: parser.spanFrom(start) };
  return value === undefined ? head : { ...head, value };
}

function parseValue(parser: Parser): Term {
  return parser.grammar.infix(parser, true);
}

type HeadName = Pick<Head, 'ref' | 'args'>;

function parseContains(parser: Parser, start: number, named: HeadName): Head {
  if (named.args !== undefined) {
    parser.unexpected('the contains keyword can only be used with multi-value rule definitions');
  }
  parser.advance();
  const key = parseValue(parser);
  return { ...named, key, assign: false, span: parser.spanFrom(start) };
}

function parseHeadName(parser: Parser): HeadName {
  const { start } = parser.token;
  if (!parser.at('identifier') || parser.keyword !== undefined) {
    parser.unexpected('expected a rule, `import` or `package`');
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

/* Bodies. */

/**
 * After `if`: one expression, or expressions in braces. Braces may be an object that the expression
 * is or begins with; a lone set in braces is a body instead.
 */
function parseIfBody(parser: Parser): Body {
  parser.advance();
  if (!parser.at('{')) return [parser.grammar.literal(parser)];
  const literal = parser.attempt(() => {
    const expr = parser.grammar.literal(parser);
    const isSet = expr.body.kind === 'term' && expr.body.term.kind === 'set';
    if (isSet) parser.unexpected();
    return expr;
  });
  return literal instanceof ParseFailure ? parseBlock(parser) : [literal];
}

function parseElses(parser: Parser, head: Head, demands: Demands): Rule | undefined {
  if (!parser.atKeyword('else')) return undefined;
  if (head.key !== undefined) {
    parser.unexpected('`else` keyword cannot be used on multi-value rules');
  }
  if (head.ref.operands.some(part => termToValue(part) === undefined)) {
    parser.unexpected('`else` keyword cannot be used on rules with variables in head');
  }
  return parser.nested(() => parseElse(parser, head, demands));
}

function parseElse(parser: Parser, first: Head, demands: Demands): Rule {
  const { start } = parser.advance();
  const assign = parser.at(':=');
  const value = parser.accept(':=') || parser.accept('=') ? parseValue(parser) : undefined;
  const head = elseHead(parser, first, start, assign, value);
  const hasIf = parser.acceptKeyword('if');
  const hasBlock = parser.at('{');
  if (hasBlock && !hasIf && demands === 1) {
    reportMissingIf(parser, first);
  } else if (!hasIf && !hasBlock && value === undefined) {
    parser.unexpected('expected else value term or rule body');
  }
  const body = hasBlock ? parseBlock(parser) : hasIf ? [parser.grammar.literal(parser)] : [];
  const next = body.length > 0 ? parseElses(parser, first, demands) : undefined;
  return rule(parser, start, head, body, next);
}

/** The head of the first rule with the value of this `else`. */
function elseHead(
  parser: Parser,
  { ref, args }: Head,
  start: number,
  assign: boolean,
  value: Term | undefined,
): Head {
  const span = parser.spanFrom(start);
  const named = { span, ref, ...(args === undefined ? {} : { args }), assign };
  return value === undefined ? named : { ...named, value };
}

/* Defaults. */

function parseDefault(parser: Parser): Rule {
  const { start } = parser.advance();
  const head = parseHead(parser);
  const span = parser.spanFrom(start);
  if (head.value === undefined) {
    parser.fail(
      span,
      'illegal default rule (must have a value)',
      `write \`default ${nameOf(parser, head)} := …\``,
    );
  }
  checkDefaultValue(parser, head.value);
  checkDefaultArguments(parser, head.args ?? []);
  return { kind: 'rule', span, default: true, head, body: [] };
}

/** A default is a constant, or a comprehension: those close over nothing of a body. */
function checkDefaultValue(parser: Parser, term: Term): void {
  const fault = NOT_CONSTANT[term.kind];
  if (fault !== undefined) {
    parser.fail(term.span, `illegal default rule (value cannot contain ${fault})`);
  }
  for (const part of partsOf(term)) checkDefaultValue(parser, part);
}

const NOT_CONSTANT: Readonly<Partial<Record<Term['kind'], string>>> = {
  ref: 'ref',
  var: 'var',
  call: 'call',
  templateString: 'template string',
};

function partsOf(term: Term): readonly Term[] {
  if (term.kind === 'array' || term.kind === 'set') return term.items;
  return term.kind === 'object' ? term.entries.flat() : [];
}

function checkDefaultArguments(parser: Parser, args: readonly Term[]): void {
  const seen = new Set<string>();
  for (const arg of args) {
    if (arg.kind !== 'var') {
      parser.fail(arg.span, `illegal default rule (arguments cannot contain ${arg.kind})`);
    }
    if (seen.has(arg.name)) {
      parser.fail(arg.span, `illegal default rule (arguments cannot be repeated \`${arg.name}\`)`);
    }
    seen.add(arg.name);
  }
}

/* What Rego v1 demands. */

function checkHead(parser: Parser, head: Head, hasIf: boolean, hasBlock: boolean): void {
  if (hasBlock) reportMissingIf(parser, head);
  else if (!hasIf && head.value === undefined && head.key === undefined) reportBare(parser, head);
}

function reportMissingIf(parser: Parser, head: Head): void {
  const what = head.args === undefined ? 'rule' : 'function';
  const written = nameOf(parser, head);
  parser.report(
    parser.spanOf(parser.token),
    `\`if\` keyword is required before ${what} body`,
    setHint(parser, head) ?? `write \`${written} if { … }\``,
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
    parser.unexpected('expected `if`, `contains`, `:=` or `=` after the name', keywordHint(parser));
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

function bareHint(parser: Parser, head: Head): string {
  const name = nameOf(parser, head);
  const meant = nearest(name, STATEMENTS);
  return meant === undefined ? `write \`${name} if …\` or \`${name} := …\`` : `is it \`${meant}\`?`;
}

function isDotted(parser: Parser, part: Term): boolean {
  return parser.source.text[part.span.start - 1] === '.';
}

/** A head's name or reference as written, with its value's place. */
function nameOf(parser: Parser, head: Head): string {
  return clip(parser, head.ref.span);
}

function clip(parser: Parser, span: Span): string {
  const text = parser.source.text.slice(span.start, span.end);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
