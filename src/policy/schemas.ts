/** The JSON Schemas of the documents we define, as validators. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { packageRoot } from '../base/package-root.ts';

const NAMES = ['input', 'decision', 'config', 'audit-event', 'tool-lock', 'fixture'] as const;
export type SchemaName = (typeof NAMES)[number];
export type { ErrorObject };

function readSchema(name: SchemaName): object {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas', `${name}.schema.json`), 'utf8'));
}

let registry: Ajv2020 | undefined;

/** Schemas refer to one another, so they live in one registry. */
function schemas(): Ajv2020 {
  if (registry === undefined) {
    registry = new Ajv2020({
      strict: true,
      allowUnionTypes: true,
      strictRequired: false,
      allErrors: true,
      verbose: true,
    });
    for (const name of NAMES) registry.addSchema(readSchema(name), name);
  }
  return registry;
}

function validator(name: SchemaName): ValidateFunction {
  const found = schemas().getSchema(name);
  if (found === undefined) throw new Error(`schema \`${name}\` is not registered`);
  return found;
}

/** Everything in which a value departs from a schema; empty if it conforms. */
export function schemaErrors(name: SchemaName, value: unknown): readonly ErrorObject[] {
  const validate = validator(name);
  return validate(value) ? [] : [...(validate.errors ?? [])];
}
