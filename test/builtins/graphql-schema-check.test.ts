import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphqlSchema } from '../../src/builtins/graphql-schema.ts';
import { isValidSchema } from '../../src/builtins/graphql-schema-check.ts';
import { parseSchema } from '../../src/builtins/graphql-schema-parser.ts';
import type { Value } from '../../src/value/value.ts';
import { constant } from '../support/builtin-table.ts';

const isValid = (document: Value) => isValidSchema(new GraphqlSchema(document));

const valid = [
  '',
  'scalar S',
  'type T { a(b: Int = 1): [T!]! @deprecated }',
  'extend type T { a: ID } union U = T',
  'type Q { a: Int } schema { query: Q }',
  'interface A { a: Int } type T implements A { a: Int! more(x: Int): Int }',
  'interface A { a: A } type T implements A { a: T }',
  'union U = T interface A { a: U } type T implements A { a: T }',
  'interface A { a(x: [Int]): Int } type T implements A { a(x: [Int], y: Int! = 1): Int }',
  'interface A { a: Int } interface B implements A { a: Int } type T implements A & B { a: Int }',
  'input I { a: I b: E } enum E { X }',
  'directive @d(a: Int) on FIELD_DEFINITION type T { a: Int @d }',
];

const invalid = [
  'type T { a: Missing }',
  'type T { a(b: Missing): Int }',
  'type T { a(b: T): Int }',
  'type T { a: I } input I { a: Int }',
  'input I { a: T } type T { a: Int }',
  'type T { a: Int a: Int }',
  'type T { __a: Int }',
  'type __T { a: Int }',
  'type T',
  'enum E',
  'type T { a: Int } type T { b: Int }',
  'scalar Int',
  'scalar S extend type S { a: Int }',
  'directive @d on FIELD directive @d on FIELD',
  'directive @d(a: Int @d) on ARGUMENT_DEFINITION',
  'directive @__d on FIELD',
  'type T { a: Int @missing }',
  'type T @deprecated { a: Int }',
  'union U = Missing',
  'union U = S scalar S',
  'schema { query: Missing }',
  'extend schema { mutation: Missing }',
  'type Q { a: Int } schema { query: Q } schema { query: Q }',
  'type T implements Missing { a: Int }',
  'type A { a: Int } type T implements A { a: Int }',
  'interface A { a: Int } type T implements A { b: Int }',
  'interface A { a: Int! } type T implements A { a: Int }',
  'interface A { a: [Int] } type T implements A { a: Int }',
  'interface A { a: Int } type T implements A { a: String }',
  'interface A { a(x: Int): Int } type T implements A { a: Int }',
  'interface A { a(x: Int): Int } type T implements A { a(x: Int!): Int }',
  'interface A { a(x: [Int]): Int } type T implements A { a(x: [ID]): Int }',
  'interface A { a: Int } type T implements A { a(y: Int!): Int }',
  'interface A { a: Int } interface B implements A { a: Int } type T implements B { a: Int }',
];

for (const text of valid) test(`valid: ${text}`, () => assert.ok(isValid(parseSchema(text))));
for (const text of invalid) {
  test(`not valid: ${text}`, () => assert.ok(!isValid(parseSchema(text))));
}

test('a tree a policy has built, with whatever in it', () => {
  const tree = '{"Definitions": [{"Kind": "SCALAR", "Name": "S"}, 1], "Directives": "x"}';
  assert.ok(isValid(constant(tree)));
  assert.ok(!isValid(constant('{"Definitions": [{"Kind": "OBJECT", "Name": "T"}]}')));
});
