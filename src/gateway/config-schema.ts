/** Where a configuration departs from its schema, told to the person who wrote it. */
import type { Diagnostic } from '../base/diagnostic.ts';
import { nearest } from '../base/nearest.ts';
import type { Span } from '../base/source.ts';
import { type ErrorObject, type SchemaName, schemaErrors } from '../policy/schemas.ts';
import type { KeyPath, YamlDocument } from './config-yaml.ts';

/** `rules[2].tool`; the root has no name of its own. */
export function pathText(path: KeyPath): string {
  return path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** Ajv gives JSON pointers; digits are indexes only where the parent is a list. */
function pathOf(pointer: string, root: unknown): KeyPath {
  const path: (string | number)[] = [];
  let value = root;
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(value) ? Number(step) : step;
    path.push(key);
    value = (value as Readonly<Record<string | number, unknown>>)[key];
  }
  return path;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  string: 'a text',
  integer: 'a whole number',
  boolean: '`true` or `false`',
};

/** Schemas carry what a value must be, in words, as their title. */
function expectation(error: ErrorObject): string {
  const title: unknown = error.parentSchema?.['title'];
  if (typeof title === 'string' && (error.keyword === 'pattern' || error.keyword === 'type')) {
    return title;
  }
  switch (error.keyword) {
    case 'type':
      return [error.params['type']]
        .flat()
        .map(type => TYPE_WORDS[type] ?? type)
        .join(' or ');
    case 'enum':
      return `one of ${choices(error)
        .map(choice => `\`${choice}\``)
        .join(', ')}`;
    case 'const':
      return `\`${error.params['allowedValue']}\``;
    case 'minLength':
    case 'minItems':
      return 'not empty';
    case 'minimum':
      return `at least ${error.params['limit']}`;
    case 'maximum':
      return `at most ${error.params['limit']}`;
    case 'maxLength':
      return `at most ${error.params['limit']} characters long`;
    default:
      return error.message ?? 'something else';
  }
}

function choices(error: ErrorObject): readonly string[] {
  return ((error.params['allowedValues'] as readonly unknown[] | undefined) ?? []).map(String);
}

function nearestHint(name: unknown, known: readonly string[]): string | undefined {
  const candidate = typeof name === 'string' ? nearest(name, known) : undefined;
  return candidate === undefined ? undefined : `did you mean \`${candidate}\`?`;
}

function diagnostic(message: string, span: Span, hint?: string): Diagnostic {
  return { code: 'tf_config_invalid', message, span, ...(hint !== undefined && { hint }) };
}

function unknownKey(error: ErrorObject, path: KeyPath, document: YamlDocument): Diagnostic {
  const key = String(error.params['additionalProperty']);
  const known = Object.keys(error.parentSchema?.['properties'] ?? {});
  const where = path.length === 0 ? '' : ` in \`${pathText(path)}\``;
  return diagnostic(
    `unknown key \`${key}\`${where}`,
    document.keySpan([...path, key]),
    nearestHint(key, known) ?? `known keys: ${known.map(name => `\`${name}\``).join(', ')}`,
  );
}

function toDiagnostic(error: ErrorObject, document: YamlDocument, whole: string): Diagnostic {
  const path = pathOf(error.instancePath, document.value);
  const name = path.length === 0 ? whole : `\`${pathText(path)}\``;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, path, document);
    case 'required':
      return diagnostic(
        `${name} needs the key \`${error.params['missingProperty']}\``,
        document.span(path),
      );
    default:
      return diagnostic(
        `${name} must be ${expectation(error)}`,
        document.span(path),
        error.keyword === 'enum' ? nearestHint(error.data, choices(error)) : undefined,
      );
  }
}

/**
 * All departures from a schema.
 * @param whole what the document itself is called
 */
export function schemaDiagnostics(
  document: YamlDocument,
  schema: SchemaName = 'config',
  whole = 'the configuration',
): Diagnostic[] {
  return schemaErrors(schema, document.value).map(error => toDiagnostic(error, document, whole));
}
