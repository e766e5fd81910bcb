/*
 * Schemas for documents: those given to the compiler by name, and those that `schemas` annotations
 * name or write out for a rule, its package or the packages below.
 *
 *   # METADATA
 *   # schemas:
 *   #   - input: schema.request
 *   #   - data.users: {type: array, items: {type: string}}
 */
import type { Span } from '../../base/source.ts';
import type { Type } from '../../ir/type.ts';
import type { Annotations, Module, Term } from '../ast.ts';
import { parseTerm } from '../parse.ts';
import { RegoError } from '../rego-error.ts';
import type { Report } from '../report.ts';
import type { RuleDefinition } from '../rule-definition.ts';
import { annotationsOf } from '../stages/metadata.ts';
import { type DocumentNode, describe, emptyDocuments } from './document-types.ts';
import { SchemaFault, schemaType } from './schema-type.ts';

/**
 * JSON Schemas by name. `schema`, or `input`, is that of the input of every rule; the others, such
 * as `schema.request`, are there for annotations.
 */
export type Schemas = Readonly<Record<string, unknown>>;

/** What the schemas say of the documents, wherever they are read. */
export function schemaDocuments(schemas: Schemas | undefined, report: Report): DocumentNode {
  const documents = emptyDocuments();
  for (const name of ['schema', 'input']) {
    if (schemas === undefined || !Object.hasOwn(schemas, name)) continue;
    const span: Span = { source: { name, text: '' }, start: 0, end: 0 };
    const type = typed(schemas[name], `schema \`${name}\``, span, report);
    if (type !== undefined) describe(documents, ['input'], type);
  }
  return documents;
}

function typed(schema: unknown, what: string, span: Span, report: Report): Type | undefined {
  try {
    return schemaType(schema);
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown;
    report.add('rego_type_error', `${what} cannot be used: ${thrown.message}`, span);
    return undefined;
  }
}

/** What a rule's annotations say of the documents it reads; each block is read once. */
export function annotatedDocuments(
  modules: readonly Module[],
  schemas: Schemas | undefined,
  report: Report,
): (rule: RuleDefinition) => readonly DocumentNode[] {
  const hasAny = modules.some(module => module.annotations.some(one => one.fields['schemas']));
  if (!hasAny) return () => [];
  const readings = new Map<Annotations, readonly Described[]>();
  return ({ module: index, source }) => {
    const module = modules[index]!;
    const documents = emptyDocuments();
    for (const annotations of annotationsOf(modules, module, source)) {
      const described = readings.get(annotations) ?? readBlock(annotations, schemas, report);
      readings.set(annotations, described);
      for (const { path, type } of described) describe(documents, path, type);
    }
    return documents.children.size === 0 ? [] : [documents];
  };
}

interface Described {
  readonly path: readonly string[];
  readonly type: Type;
}

function readBlock(
  { fields, span }: Annotations,
  schemas: Schemas | undefined,
  report: Report,
): readonly Described[] {
  const pairs: readonly unknown[] = Array.isArray(fields['schemas']) ? fields['schemas'] : [];
  return pairs.flatMap(pair => {
    const [entry] = typeof pair === 'object' && pair !== null ? Object.entries(pair) : [];
    const path = entry && pathOf(entry[0], ['input', 'data']);
    if (entry === undefined || path === undefined) {
      report.add('rego_parse_error', 'invalid document reference in `schemas`', span, EXAMPLE);
      return [];
    }
    const type = readSchema(entry[1], schemas, span, report);
    return type === undefined ? [] : [{ path, type }];
  });
}

const EXAMPLE = 'as in `- input: schema.request`, or `- input: {type: object}`';

function readSchema(
  given: unknown,
  schemas: Schemas | undefined,
  span: Span,
  report: Report,
): Type | undefined {
  if (typeof given === 'object') return typed(given, 'the schema', span, report);
  const path = typeof given === 'string' ? pathOf(given, ['schema']) : undefined;
  if (path === undefined) {
    report.add('rego_parse_error', `invalid schema \`${String(given)}\``, span, EXAMPLE);
    return undefined;
  }
  return schemas && namedSchema(path, schemas, span, report);
}

/** Without any schemas, those that annotations name are not looked for. */
function namedSchema(
  path: readonly string[],
  schemas: Schemas,
  span: Span,
  report: Report,
): Type | undefined {
  const name = path.join('.');
  for (const known of [name, path.slice(1).join('.')]) {
    if (Object.hasOwn(schemas, known)) {
      return typed(schemas[known], `schema \`${name}\``, span, report);
    }
  }
  report.add('rego_type_error', `undefined schema: \`${name}\``, span, knownHint(schemas));
  return undefined;
}

function knownHint(schemas: Schemas): string {
  const names = Object.keys(schemas).map(name => `\`${name}\``);
  return `schemas that are known: ${names.join(', ')}`;
}

/** `a.b["c"]` as its names, if it begins as it must. */
function pathOf(text: string, roots: readonly string[]): readonly string[] | undefined {
  const term = parsed(text);
  if (term?.kind === 'var') return roots.includes(term.name) ? [term.name] : undefined;
  if (term?.kind !== 'ref' || term.head.kind !== 'var' || !roots.includes(term.head.name)) {
    return undefined;
  }
  const names = term.operands.map(one => (one.kind === 'string' ? one.value : undefined));
  return names.every(name => name !== undefined) ? [term.head.name, ...names] : undefined;
}

function parsed(text: string): Term | undefined {
  try {
    return parseTerm(text);
  } catch (thrown) {
    if (thrown instanceof RegoError) return undefined;
    throw thrown;
  }
}
