import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphqlSchema } from '../../src/builtins/graphql-schema.ts';
import { parseSchema } from '../../src/builtins/graphql-schema-parser.ts';
import { text } from '../../src/builtins/graphql-tree.ts';

const schema = new GraphqlSchema(
  parseSchema(`schema { query: Root } type Root { a: A } type Mutation { m: Int }
    interface A { x: Int } type B implements A { x: Int } extend type B { y: Int } union U = B`),
);

test('types have what their extensions add', () => {
  assert.deepEqual(
    schema.types.get('B')!.fields.map(field => text(field, 'Name')),
    ['x', 'y'],
  );
  assert.ok(schema.types.has('Int'));
  assert.ok(schema.isOwn('B') && !schema.isOwn('Int'));
});

test('roots are those named, or of the usual names', () => {
  assert.deepEqual([...schema.roots].sort(), [
    ['mutation', 'Mutation'],
    ['query', 'Root'],
  ]);
});

test('fields that are there undefined', () => {
  assert.ok(schema.fieldOf('A', '__typename'));
  assert.ok(schema.fieldOf('U', '__typename'));
  assert.ok(schema.fieldOf('Root', '__schema'));
  assert.equal(schema.fieldOf('B', '__schema'), undefined);
  assert.equal(schema.fieldOf('Nope', 'x'), undefined);
});

test('what an abstract type can be', () => {
  assert.deepEqual(schema.objectsOf('A'), ['B']);
  assert.deepEqual(schema.objectsOf('U'), ['B']);
  assert.deepEqual(schema.objectsOf('B'), ['B']);
  assert.deepEqual(schema.objectsOf('Int'), []);
});
