import assert from 'node:assert/strict';
import test from 'node:test';
import { valueQuery } from '../../src/cli/value-query.ts';

const cases: readonly [query: string, want: string][] = [
  ['data.policies.github.deny', 'result := data.policies.github.deny'],
  [' 1 + 1', 'result := 1 + 1'],
  ['input.x > 1', 'result := input.x > 1'],
  ['data.x with input as {}', 'result := data.x with input as {}'],
  ['x := 1', 'x := 1'],
  ['x = 1', 'x = 1'],
  ['not data.x', 'not data.x'],
  ['data.x; data.y', 'data.x; data.y'],
  ['some x in [1]', 'some x in [1]'],
];

for (const [query, want] of cases)
  test(`what is asked by \`${query}\``, () => assert.equal(valueQuery(query), want));

test('a query that is not Rego is an error', () => {
  assert.throws(() => valueQuery('x y'), /rego_parse_error/);
});
