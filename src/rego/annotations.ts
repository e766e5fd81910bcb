/*
 * METADATA blocks: a comment `# METADATA` and the comment lines directly under it, whose text is a
 * YAML document about the rule or package that follows.
 */
import { parse as parseYaml } from 'yaml';
import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf } from '../base/errors.ts';
import { joinSpans, positionOf, type Span } from '../base/source.ts';
import type { Annotations, Comment, Module, Package, Rule } from './ast.ts';

const SCOPES: readonly string[] = ['rule', 'document', 'package', 'subpackages'];

/** The annotations of a module, with the rules they stand before; faults go to `diagnostics`. */
export function attachAnnotations(module: Module, diagnostics: Diagnostic[]): Annotations[] {
  let next = 0;
  return blocksOf(module.comments).flatMap(block => {
    // Blocks and rules are both in the order of the text.
    while ((module.rules[next]?.span.start ?? Infinity) < block.span.end) next++;
    const made = annotationsOf(block, targetOf(module, block, module.rules[next]));
    if (!('message' in made)) return [made];
    diagnostics.push({ code: 'rego_parse_error', ...made });
    return [];
  });
}

interface Block {
  readonly span: Span;
  readonly yaml: string;
}

function blocksOf(comments: readonly Comment[]): Block[] {
  const blocks: Block[] = [];
  let index = 0;
  while (index < comments.length) {
    const first = comments[index++]!;
    if (!isMetadata(first)) continue;
    const lines: Comment[] = [];
    while (continues(comments, index)) lines.push(comments[index++]!);
    const span = joinSpans(first.span, (lines.at(-1) ?? first).span);
    blocks.push({ span, yaml: lines.map(line => line.text.replace(/^ /, '')).join('\n') });
  }
  return blocks;
}

/** Whether a comment begins the line right after the comment before it. */
function continues(comments: readonly Comment[], index: number): boolean {
  const comment = comments[index];
  const before = comments[index - 1];
  if (comment === undefined || before === undefined) return false;
  const { line, column } = positionOf(comment.span);
  return column === 1 && line === positionOf(before.span).line + 1 && !isMetadata(comment);
}

/** Whether a comment begins a block: it stands at the beginning of a line. */
export function isMetadata({ text, span }: Comment): boolean {
  return text.trim().startsWith('METADATA') && positionOf(span).column === 1;
}

type Target = Package | Rule | undefined;

/** The package or rule that follows a block. */
function targetOf({ package: declared }: Module, { span }: Block, rule: Rule | undefined): Target {
  const isBeforePackage = declared.path.length > 0 && declared.span.start >= span.end;
  return isBeforePackage ? declared : rule;
}

interface Fault {
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
}

function annotationsOf({ span, yaml }: Block, target: Target): Annotations | Fault {
  const fields = readFields(yaml);
  if (typeof fields === 'string') return { span, message: fields };
  if (target === undefined)
    return { span, message: 'METADATA must be followed by a package or a rule' };
  const { scope = defaultScope(target, fields), ...rest } = fields;
  if (typeof scope !== 'string' || !SCOPES.includes(scope)) {
    return {
      span,
      message: `invalid annotation scope \`${String(scope)}\``,
      hint: `one of: ${SCOPES.join(', ')}`,
    };
  }
  const wanted = scope === 'rule' || scope === 'document' ? 'rule' : 'package';
  if (target.kind !== wanted) {
    return { span, message: `annotation scope \`${scope}\` must be applied to a ${wanted}` };
  }
  const made = { span, scope: scope as Annotations['scope'], fields: rest };
  return target.kind === 'rule' ? { ...made, rule: target } : made;
}

function defaultScope(target: Package | Rule, fields: Readonly<Record<string, unknown>>): string {
  if (target.kind === 'package') return 'package';
  return fields['entrypoint'] === true ? 'document' : 'rule';
}

/** The YAML mapping of a block, or what is wrong with it. */
function readFields(yaml: string): Record<string, unknown> | string {
  if (yaml.trim() === '') return 'expected METADATA block, found whitespace';
  try {
    const fields: unknown = parseYaml(yaml);
    const isMapping = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
    if (!isMapping) return 'METADATA must be a YAML mapping';
    const fault = fieldFault(fields as Record<string, unknown>);
    return fault ?? (fields as Record<string, unknown>);
  } catch (thrown) {
    return `METADATA is not valid YAML: ${messageOf(thrown).split('\n')[0]}`;
  }
}

type FieldType = 'string' | 'boolean' | 'list' | 'mapping';

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  scope: 'string',
  title: 'string',
  description: 'string',
  entrypoint: 'boolean',
  organizations: 'list',
  authors: 'list',
  related_resources: 'list',
  schemas: 'list',
  custom: 'mapping',
  compile: 'mapping',
};

/** Unknown fields are ignored, as OPA does; known ones must have their type. */
function fieldFault(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, wanted] of Object.entries(FIELD_TYPES)) {
    const value = fields[name];
    if (value !== undefined && value !== null && fieldType(value) !== wanted) {
      return `METADATA field \`${name}\` must be a ${wanted}`;
    }
  }
  return undefined;
}

function fieldType(value: unknown): FieldType | undefined {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'mapping';
  return typeof value === 'string' || typeof value === 'boolean'
    ? (typeof value as FieldType)
    : undefined;
}
