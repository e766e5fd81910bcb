import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeText } from '../../../src/ir/type.ts';
import { SchemaFault, schemaType } from '../../../src/rego/check/schema-type.ts';

const object = (properties: unknown, more: object = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const string = { type: 'string' };

const TYPES: readonly (readonly [schema: unknown, type: string])[] = [
  [true, 'any'],
  [{}, 'any'],
  [{ type: 'string', minLength: 3 }, 'string'],
  [{ type: 'integer' }, 'number'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ type: 'null' }, 'any'],
  [{ enum: [1, 2] }, 'any'],
  [{ oneOf: [string] }, 'any'],
  [{ type: 'array' }, 'array[any]'],
  [{ type: 'array', items: string }, 'array[string]'],
  [{ items: [string, { type: 'boolean' }] }, '[string, boolean]'],
  [{ type: 'object' }, 'object{any: any}'],
  [object({ a: string }), 'object{a: string}'],
  [{ properties: { a: string } }, 'object{a: string}'],
  [object({ a: string }, { additionalProperties: false }), 'object{a: string}'],
  [object({ a: string }, { additionalProperties: true }), 'object{a: string, string: any}'],
  [
    object({ a: string }, { additionalProperties: { type: 'number' } }),
    'object{a: string, string: number}',
  ],
  [object({ a: string }, { patternProperties: { '^x': {} } }), 'object{a: string, string: any}'],
  [{ anyOf: [string, { type: 'number' }] }, 'string | number'],
  [{ allOf: [object({ a: string }), object({ b: string })] }, 'object{a: string, b: string}'],
  [{ allOf: [object({ a: string })], properties: { b: string } }, 'object{a: string, b: string}'],
  [{ allOf: [string, { type: 'number' }] }, 'any'],
  [{ $ref: '#/definitions/a~1b', definitions: { 'a/b': string } }, 'string'],
  [{ $ref: '#/$defs/x', $defs: { x: { $ref: '#/$defs/y' }, y: string } }, 'string'],
];

for (const [schema, type] of TYPES) {
  test(JSON.stringify(schema), () => assert.equal(typeText(schemaType(schema)), type));
}

test('a recursive reference is followed a few times', () => {
  const node = object({ next: { $ref: '#/definitions/node' } });
  const text = typeText(schemaType({ $ref: '#/definitions/node', definitions: { node } }));
  assert.equal(text.match(/next/g)?.length, 4);
  assert.match(text, /next: any/);
});

test('schemas that refer to each other without end take bounded time', () => {
  const names = Array.from({ length: 30 }, (_, at) => `s${at}`);
  const all = Object.fromEntries(names.map(name => [name, { $ref: `#/definitions/${name}` }]));
  const definitions = Object.fromEntries(names.map(name => [name, object(all)]));
  assert.equal(schemaType({ ...object({ a: all['s0'] }), definitions }).kind, 'object');
});

const FAULTS: readonly (readonly [schema: unknown, message: RegExp])[] = [
  [1, /object or a boolean/],
  [{ type: 'strin' }, /`strin` is no type/],
  [{ $ref: 'http://localhost/a.json' }, /only references inside/],
  [{ $ref: '#/definitions/x' }, /leads nowhere/],
  [{ $ref: '#/a%' }, /not a valid part/],
  [{ type: 1 }, /`1` is no type/],
];

for (const [schema, message] of FAULTS) {
  test(`fault: ${JSON.stringify(schema)}`, () => {
    assert.throws(
      () => schemaType(schema),
      (thrown: unknown) => thrown instanceof SchemaFault && message.test(thrown.message),
    );
  });
}
