/*
 * Rego source text to its syntax tree: modules, queries, single terms.
 *
 * A module's statements are told apart by their first word. After an error the parser goes on at
 * the next line that begins like a statement, so that one run lists the errors of several rules.
 */
import { LIMITS } from '../base/limits.ts';
import type { Source } from '../base/source.ts';
import { attachAnnotations } from './annotations.ts';
import type { Import, Module, Package, Query, Rule, Term } from './ast.ts';
import { deepSpan } from './depth.ts';
import { type Grammar, ParseFailure, type ParseOptions, Parser } from './parser.ts';
import { parseImport, parsePackage } from './parser-import.ts';
import { parseInfix, parseInfixFrom } from './parser-infix.ts';
import { parseBody, parseLiteral } from './parser-literal.ts';
import { parsePrimary } from './parser-primary.ts';
import { parseRules, type RegoVersion } from './parser-rule.ts';
import { MAX_ERRORS, RegoError } from './rego-error.ts';

export type { ParseOptions } from './parser.ts';

const GRAMMAR: Grammar = {
  primary: parsePrimary,
  infix: parseInfix,
  infixFrom: parseInfixFrom,
  literal: parseLiteral,
  body: parseBody,
};

/** The syntax tree of a policy file. @throws RegoError */
export function parseModule(
  text: string,
  file = 'policy.rego',
  options: ParseOptions = {},
): Module {
  const parser = open(text, file, options);
  const statements = parseStatements(parser);
  const module = assemble(parser, statements);
  finish(parser);
  return module;
}

/** The expressions of an ad-hoc query. @throws RegoError */
export function parseQuery(text: string, file = 'query', options: ParseOptions = {}): Query {
  return parseWhole(open(text, file, options), parser => parser.grammar.body(parser, 'end'));
}

/** A single term, such as a constant in a test's data. @throws RegoError */
export function parseTerm(text: string, file = 'term', options: ParseOptions = {}): Term {
  return parseWhole(open(text, file, options), parser => {
    const term = parser.grammar.infix(parser, true);
    if (!parser.at('end')) parser.unexpected('expected end of input');
    return term;
  });
}

function open(text: string, name: string, options: ParseOptions): Parser {
  const source: Source = { name, text };
  if (Buffer.byteLength(text) > LIMITS.maxPolicyBytes) {
    const message = `source is larger than ${LIMITS.maxPolicyBytes} bytes`;
    const span = { source, start: 0, end: 0 };
    throw new RegoError([{ code: 'rego_parse_error', message, span }]);
  }
  return new Parser(source, GRAMMAR, options);
}

function parseWhole<T>(parser: Parser, production: (parser: Parser) => T): T {
  const made = guarded(parser, () => refuseDeep(parser, production(parser)));
  finish(parser);
  return made!;
}

/** Runs a production; its failure is recorded. */
function guarded<T>(parser: Parser, production: () => T): T | undefined {
  try {
    return production();
  } catch (thrown) {
    if (!(thrown instanceof ParseFailure)) throw thrown;
    parser.diagnostics.push(thrown.diagnostic);
    return undefined;
  }
}

/** Long chains (`1 + 1 + …`) nest in the tree though not in the text; later stages recurse over it. */
function refuseDeep<T>(parser: Parser, made: T): T {
  const span = deepSpan(made);
  return span === undefined ? made : parser.fail(span, 'expression is too long or nested too deep');
}

function finish(parser: Parser): void {
  if (parser.diagnostics.length === 0) return;
  throw new RegoError(parser.diagnostics, maxErrors(parser));
}

/** As many errors as are looked for when fewer are told. */
const MAX_FOUND = 100;

function maxErrors(parser: Parser): number {
  return parser.options.maxErrors ?? MAX_ERRORS;
}

interface Statements {
  package?: Package;
  readonly imports: Import[];
  readonly rules: Rule[];
  /** 1 from `import rego.v1` on. */
  version: RegoVersion;
}

function parseStatements(parser: Parser): Statements {
  const version = parser.options.regoVersion ?? 1;
  const statements: Statements = { imports: [], rules: [], version };
  if (parser.at('end')) parser.report(parser.spanOf(parser.token), 'empty module');
  else if (!parser.atKeyword('package')) reportMissingPackage(parser);
  // Some more than are told, so that it can be said how many there are.
  const enough = Math.max(MAX_FOUND, maxErrors(parser) || Infinity);
  while (!parser.at('end') && parser.diagnostics.length < enough) {
    if (!skipLeftover(parser) && !parseStatement(parser, statements)) recover(parser);
  }
  return statements;
}

function reportMissingPackage(parser: Parser): void {
  const hint = 'a module begins with its package, as in `package policy`';
  parser.report(parser.spanOf(parser.token), 'package expected', hint);
}

/** A closing bracket of a statement that was given up is no error of its own. */
function skipLeftover(parser: Parser): boolean {
  const isLeftover =
    parser.diagnostics.length > 0 && (parser.at('}') || parser.at(']') || parser.at(')'));
  if (isLeftover) parser.advance();
  return isLeftover;
}

/** Whether the statement could be parsed to its end. */
function parseStatement(parser: Parser, statements: Statements): boolean {
  const parsed = guarded(parser, () => {
    if (parser.atKeyword('package')) addPackage(parser, statements);
    else if (parser.atKeyword('import')) addImport(parser, statements);
    else addRules(parser, statements);
    return true;
  });
  return parsed === true;
}

function addRules(parser: Parser, { rules, version }: Statements): void {
  for (const rule of refuseDeep(parser, parseRules(parser, version))) rules.push(rule);
}

function addPackage(parser: Parser, statements: Statements): void {
  const { token } = parser;
  const made = parsePackage(parser);
  if (statements.package !== undefined) {
    parser.fail(parser.spanOf(token), 'unexpected `package`: a module has one, at its beginning');
  }
  statements.package = made;
}

function addImport(parser: Parser, statements: Statements): void {
  const made = parseImport(parser);
  statements.imports.push(made);
  if (made.path.head.kind === 'var' && made.path.head.name === 'rego') statements.version = 1;
}

/** What a line looks like that begins a statement. */
const STATEMENT =
  /(?:package|import|default)\b|[A-Za-z_][\w.]*(?:[[(][^\n]*?[\])])?[ \t]*(?:if\b|contains\b|:=|=(?!=)|\{)/y;

/** Skips to the next line that begins a statement. */
function recover(parser: Parser): void {
  const { text } = parser.source;
  const failedAt = parser.diagnostics.at(-1)?.span?.start ?? parser.token.start;
  let line = text.indexOf('\n', Math.max(failedAt, parser.token.start));
  while (line >= 0) {
    STATEMENT.lastIndex = line + 1;
    if (STATEMENT.test(text)) break;
    line = text.indexOf('\n', line + 1);
  }
  parser.jump(line < 0 ? text.length : line + 1);
}

function assemble(parser: Parser, statements: Statements): Module {
  const span = { source: parser.source, start: 0, end: parser.source.text.length };
  const noPackage: Package = { kind: 'package', span, path: [], pathSpans: [] };
  const { imports, rules, version: regoVersion } = statements;
  const module: Module = {
    kind: 'module',
    span,
    package: statements.package ?? noPackage,
    imports,
    rules,
    annotations: [],
    comments: parser.comments,
    regoVersion,
  };
  return { ...module, annotations: attachAnnotations(module, parser.diagnostics) };
}
