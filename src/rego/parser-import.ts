/*
 * `package` and `import`, and what importing keywords does to the parser.
 */
import type { Import, Package, Ref, Str, Term } from './ast.ts';
import type { Parser } from './parser.ts';
import { NOT_BODY } from './parser-literal.ts';
import { parsePrimary } from './parser-primary.ts';
import { parseParts } from './parser-ref.ts';
import { KEYWORDS_V0, KEYWORDS_V1 } from './token.ts';

/** `package a.b["c"]`; the path starts after `data`. */
export function parsePackage(parser: Parser): Package {
  const { start } = parser.advance();
  const { head, operands } = parsePath(parser);
  const parts = [head, ...operands];
  return {
    kind: 'package',
    span: parser.spanFrom(start),
    path: parts.map(part => part.value),
    pathSpans: parts.map(part => part.span),
  };
}

interface Path {
  readonly head: Str;
  readonly operands: readonly Str[];
}

/** A name and names after it; keywords are names here. */
function parsePath(parser: Parser): Path {
  if (!parser.at('identifier')) parser.unexpected('expected path');
  const { start } = parser.token;
  const token = parser.advance();
  const span = parser.spanOf(token);
  const name = parser.textOf(token);
  const term = parseParts(parser, { kind: 'var', span, name }, start);
  if (term.kind !== 'var' && term.kind !== 'ref') parser.fail(term.span, 'expected path');
  const operands = term.kind === 'ref' ? term.operands : [];
  return {
    head: { kind: 'string', span, value: name },
    operands: operands.map(part => asString(parser, part)),
  };
}

function asString(parser: Parser, part: Term): Str {
  return part.kind === 'string'
    ? part
    : parser.fail(part.span, `unexpected ${part.kind} token: expecting string`);
}

const ROOTS = ['data', 'input', 'future', 'rego'];

/** `import data.a.b as c`, `import rego.v1`, `import future.keywords.in`. */
export function parseImport(parser: Parser): Import {
  const { start } = parser.advance();
  const path = parseImportPath(parser);
  const root = rootOf(path);
  if (!ROOTS.includes(root)) {
    const message = `unexpected import path, must begin with one of: {data, future, input, rego}, got: \`${root}\``;
    parser.fail(path.span, message, `packages are under data: \`import data.${root}\``);
  }
  const alias = parser.acceptKeyword('as') ? parseAlias(parser) : undefined;
  const plain: Import = { kind: 'import', span: parser.spanFrom(start), path };
  const made = alias === undefined ? plain : { ...plain, ...alias };
  checkImport(parser, made);
  return made;
}

function parseImportPath(parser: Parser): Ref {
  const { start } = parser.token;
  const { head, operands } = parsePath(parser);
  const name: Term = { kind: 'var', span: head.span, name: head.value };
  return { kind: 'ref', span: parser.spanFrom(start), head: name, operands };
}

function rootOf(path: Ref): string {
  return path.head.kind === 'var' ? path.head.name : '';
}

function parseAlias(parser: Parser): Pick<Import, 'alias' | 'aliasSpan'> {
  const term = parsePrimary(parser);
  if (term.kind !== 'var') parser.fail(term.span, 'expected var');
  return { alias: term.name, aliasSpan: term.span };
}

function checkImport(parser: Parser, made: Import): void {
  const root = rootOf(made.path);
  if (root === 'future') importKeywords(parser, made);
  else if (root === 'rego') importVersion(parser, made);
  else refuseKeywordName(parser, made);
}

/** Without an alias, an import is known by its last name. */
function refuseKeywordName(parser: Parser, { path, alias }: Import): void {
  const last = path.operands.at(-1);
  const name = last?.kind === 'string' ? last.value : rootOf(path);
  if (alias !== undefined || !isKeyword(parser, name)) return;
  const message = `unexpected import path, must not end with a keyword, got: \`${name}\``;
  parser.fail(path.span, message, 'import a different path or use an alias');
}

function isKeyword(parser: Parser, name: string): boolean {
  return parser.options.regoVersion === 0
    ? KEYWORDS_V0.includes(name)
    : KEYWORDS_V0.includes(name) || KEYWORDS_V1.includes(name);
}

/** `import rego.v1`: in v0 it makes the keywords of v1 keywords; in v1 it does nothing. */
function importVersion(parser: Parser, { path, alias }: Import): void {
  const [version, ...more] = path.operands;
  if (version?.kind !== 'string' || version.value !== 'v1' || more.length > 0) {
    parser.fail(path.span, 'invalid import, must be `rego.v1`');
  }
  if (alias !== undefined) parser.fail(path.span, '`rego` imports cannot be aliased');
  for (const word of KEYWORDS_V1) parser.keywords.add(word);
}

/** `not` is a keyword anyway: importing it allows bodies after it. */
function importKeywords(parser: Parser, { path, alias }: Import): void {
  const [keywords, word, ...more] = path.operands;
  if (keywords?.kind !== 'string' || keywords.value !== 'keywords' || more.length > 0) {
    parser.fail(path.span, 'invalid import, must be `future.keywords`');
  }
  if (alias !== undefined) parser.fail(path.span, '`future` imports cannot be aliased');
  const known = [...KEYWORDS_V1, 'not', ...(parser.options.experimentalKeywords ?? [])];
  const name = word?.kind === 'string' ? word.value : undefined;
  if (name !== undefined && !known.includes(name)) {
    const list = known.toSorted().join(', ');
    parser.fail(path.span, `unexpected keyword \`${name}\`, must be one of: ${list}`);
  }
  for (const imported of name === undefined ? known : [name]) {
    parser.keywords.add(imported === 'not' ? NOT_BODY : imported);
  }
}
