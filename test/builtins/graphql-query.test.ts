import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseQuery } from '../../src/builtins/graphql-parser.ts';
import { isField, isSpread, problem, spreadNames } from '../../src/builtins/graphql-query.ts';
import { GraphqlSchema } from '../../src/builtins/graphql-schema.ts';
import { list } from '../../src/builtins/graphql-tree.ts';
import { RegoObject } from '../../src/value/value.ts';

const document = parseQuery(`{ a ...F ... on T { ...G } }
  fragment F on T { b { ...H } } fragment G on T { c } fragment H on T { ...F }`);
const operation = list(document, 'Operations')[0]!;
const context = {
  schema: new GraphqlSchema(RegoObject.empty),
  fragments: list(document, 'Fragments'),
};

test('the kinds of selections', () => {
  const kinds = list(operation, 'SelectionSet').map(item => [isField(item), isSpread(item)]);
  assert.deepEqual(kinds, [
    [true, false],
    [false, true],
    [false, false],
  ]);
});

test('fragments used, also by fragments, also in a circle', () => {
  assert.deepEqual([...spreadNames(context, operation)].sort(), ['F', 'G', 'H']);
});

test('a problem is told where it stands, if that is known', () => {
  const field = list(operation, 'SelectionSet')[0]!;
  assert.equal(problem('bad', field).message, 'bad in GraphQL string at location 1:3');
  assert.equal(problem('bad', RegoObject.empty).message, 'bad in GraphQL string');
});
