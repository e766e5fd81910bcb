/*
 * Rules: bodies, `else` chains, chained bodies, defaults.
 */
import type { Body, Head, Rule, Term } from './ast.ts';
import { termToValue } from './constant.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { checkDefault } from './parser-default.ts';
import { demandKeywords, reportMissingIf } from './parser-demands.ts';
import { asPartialSet, parseHead, parseValue } from './parser-head.ts';
import { parseBlock } from './parser-literal.ts';

/** The syntax in force: `import rego.v1` makes a module of version 0 obey version 1. */
export type RegoVersion = 0 | 1;

/** A rule, or several when bodies are chained. */
export function parseRules(parser: Parser, version: RegoVersion): Rule[] {
  return parser.atKeyword('default') ? [parseDefault(parser)] : parseRuleChain(parser, version);
}

function parseRuleChain(parser: Parser, version: RegoVersion): Rule[] {
  const { start } = parser.token;
  const written = parseHead(parser);
  const hasIf = parser.atKeyword('if');
  const hasBlock = parser.at('{');
  const head = hasIf || version === 1 ? written : asPartialSet(written);
  if (version === 1) demandKeywords(parser, head, hasIf, hasBlock);
  const body = hasIf ? parseIfBody(parser) : hasBlock ? parseBlock(parser) : [];
  const otherwise = body.length > 0 ? parseElses(parser, head, version) : undefined;
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

function parseDefault(parser: Parser): Rule {
  const { start } = parser.advance();
  const head = parseHead(parser);
  checkDefault(parser, head);
  return { kind: 'rule', span: parser.spanFrom(start), default: true, head, body: [] };
}

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

function parseElses(parser: Parser, head: Head, version: RegoVersion): Rule | undefined {
  if (!parser.atKeyword('else')) return undefined;
  if (head.key !== undefined) {
    parser.unexpected('cannot be used on multi-value rules');
  }
  if (head.ref.operands.some(part => termToValue(part) === undefined)) {
    parser.unexpected('cannot be used on rules with variables in head');
  }
  return parser.nested(() => parseElse(parser, head, version));
}

function parseElse(parser: Parser, first: Head, version: RegoVersion): Rule {
  const { start } = parser.advance();
  const assign = parser.at(':=');
  const value = parseValue(parser);
  const head = elseHead(parser, first, start, assign, value);
  const hasIf = parser.acceptKeyword('if');
  const hasBlock = parser.at('{');
  if (hasBlock && !hasIf && version === 1) {
    reportMissingIf(parser, first, 'else if { … }');
  } else if (!hasIf && !hasBlock && value === undefined) {
    parser.unexpected('expected else value term or rule body');
  }
  const body = hasBlock ? parseBlock(parser) : hasIf ? [parser.grammar.literal(parser)] : [];
  const next = body.length > 0 ? parseElses(parser, first, version) : undefined;
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
