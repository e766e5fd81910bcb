import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { INPUT, type Shape, VARIABLES } from '../../src/cel/document-shape.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema | true>>;
}

const CEL_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int',
  number: 'int',
  object: 'map',
};

/** `true` is a schema as well: of anything. */
function typeOf(schema: Schema | true): string {
  if (schema === true) return 'dyn';
  const values = schema.enum ?? ('const' in schema ? [schema.const] : []);
  const type = values.length > 0 ? typeof values[0] : schema.type;
  return typeof type === 'string' ? (CEL_TYPES[type] ?? 'dyn') : 'dyn';
}

/** The shape that a schema fixes. */
function shapeOf(schema: Schema | true): Shape {
  const type = typeOf(schema);
  if (schema === true || schema.properties === undefined) return { type };
  const entries = Object.entries(schema.properties);
  return { type, fields: Object.fromEntries(entries.map(([key, value]) => [key, shapeOf(value)])) };
}

describe('the shape of the input document', () => {
  it('is what its schema says', () => {
    const file = join(packageRoot, 'schemas', 'input.schema.json');
    const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
    assert.deepEqual(INPUT, shapeOf(schema));
  });

  it('short names stand for its parts', () => {
    assert.deepEqual(Object.keys(VARIABLES), ['input', 'args', 'tool', 'server', 'agent']);
    for (const name of ['tool', 'server', 'agent']) {
      assert.equal(VARIABLES[name], INPUT.fields?.[name]);
    }
  });
});
