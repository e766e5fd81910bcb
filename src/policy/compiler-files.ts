/*
 * What the compiler is told by files: JSON Schemas of documents, and capabilities.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { messageOf, TfError } from '../base/errors.ts';
import type { Capabilities } from './compiler.ts';

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TfError('tf_policy_load', `${path} can't be read: ${messageOf(cause)}`, { cause });
  }
}

const SCHEMA_FILE = /\.(json|ya?ml)$/;

/**
 * JSON Schemas by name. A file is the schema of the input; in a folder, `a/b.json` is `schema.a.b`
 * for METADATA annotations.
 * @throws TfError `tf_policy_load`
 */
export function readSchemas(path: string): Readonly<Record<string, unknown>> {
  const isFolder = attempt(path, () => statSync(path)).isDirectory();
  if (!isFolder) return { schema: readDocument(path) };
  const files = attempt(path, () => readdirSync(path, { recursive: true, encoding: 'utf8' }));
  const schemas = files.filter(file => SCHEMA_FILE.test(file)).toSorted();
  return Object.fromEntries(
    schemas.map(file => [schemaName(file), readDocument(join(path, file))] as const),
  );
}

function schemaName(file: string): string {
  return ['schema', ...file.replace(SCHEMA_FILE, '').split(/[\\/]/)].join('.');
}

/** YAML reads JSON too, but slowly. */
function readDocument(path: string): unknown {
  return attempt(path, () => {
    const text = readFileSync(path, 'utf8');
    return path.endsWith('.json') ? JSON.parse(text) : parseYaml(text);
  });
}

/** A capabilities document, as `opa capabilities` prints. @throws TfError `tf_policy_load` */
export function readCapabilities(path: string): Capabilities {
  const document = readDocument(path) as Partial<Capabilities> | null;
  const isDocument =
    Array.isArray(document?.builtins) &&
    document.builtins.every(builtin => typeof builtin?.name === 'string') &&
    isNames(document.features) &&
    isNames(document.future_keywords);
  if (isDocument) return document as Capabilities;
  const message = `${path} is no capabilities document: it needs a list \`builtins\` of objects with a \`name\``;
  throw new TfError('tf_policy_load', message);
}

function isNames(value: unknown): boolean {
  return (
    value === undefined || (Array.isArray(value) && value.every(one => typeof one === 'string'))
  );
}
