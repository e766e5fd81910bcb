import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf } from '../support/builtin-table.ts';
import { queryTable } from '../support/graphql-queries.ts';

queryTable([
  ['{ dog { name name } }', 'ok'],
  ['{ dog { name(short: true) ...F } } fragment F on Dog { name(short: true) }', 'ok'],
  ['{ pet { ... on Dog { x: barks } ... on Cat { y: meows } } }', 'ok'],
  ['{ dog { owner { name } } dog { owner { pets { name } } } }', 'ok'],
  ['{ x: find(id: 1, limit: 2) { name } x: find(limit: 2, id: 1) { name } }', 'ok'],
  ['{ dog { x: name x: age } }', 'Fields "x" conflict because name and age are different fields'],
  [
    '{ dog { name name(short: true) } }',
    'Fields "name" conflict because they have differing arguments',
  ],
  [
    '{ dog { owner { a: name } } ...F } fragment F on Query { dog { owner { a: pets { name } } } }',
    'Fields "a" conflict because name and pets are different fields',
  ],
  [
    '{ pet { ... on Dog { age } ... on Cat { age } } }',
    'Fields "age" conflict because they return conflicting types',
  ],
  [
    '{ pet { ... on Dog { x: barks } ... on Cat { x: meows } } }',
    'Fields "x" conflict because they return conflicting types',
  ],
  [
    '{ pet { ... on Dog { x: owner { name } } ... on Cat { x: age } } }',
    'Fields "x" conflict because they return conflicting types',
  ],
]);

test('fragments that double at every level are refused in time', () => {
  const fragments = Array.from(
    { length: 40 },
    (_, level) => `fragment F${level} on T { a: t { ...F${level + 1} } b: t { ...F${level + 1} } }`,
  );
  const query = `{ t { ...F0 } } ${fragments.join(' ')} fragment F40 on T { n }`;
  const schema = 'type Query { t: T } type T { t: T n: Int }';
  const call = `graphql.parse(${JSON.stringify(query)}, ${JSON.stringify(schema)})`;
  assert.match(outcomeOf(call), /The query has too many fields of one name/);
});
