import assert from 'node:assert/strict';
import { test } from 'node:test';
import { termToValue } from '../../src/rego/constant.ts';
import { parseTerm } from '../../src/rego/parse.ts';
import { toJson } from '../../src/value/json.ts';

const CONSTANTS: readonly (readonly [source: string, json: string])[] = [
  ['null', 'null'],
  ['-1.50', '-1.50'],
  ['.5', '0.5'],
  ['"a"', '"a"'],
  ['[1, {"a": {2, 1, 2}}]', '[1,{"a":[1,2]}]'],
  ['{[1]: true}', '{"[1]":true}'],
  ['set()', '[]'],
  ['{}', '{}'],
];

for (const [source, json] of CONSTANTS) {
  test(source, () => {
    const value = termToValue(parseTerm(source));
    assert.ok(value !== undefined);
    assert.equal(toJson(value), json);
  });
}

test('a term with anything to evaluate has no value', () => {
  for (const source of [
    'x',
    'input',
    '[x]',
    '{x}',
    '{"a": x}',
    '{x: 1}',
    'f()',
    '1 + 1',
    '[1 | true]',
    '$"a"',
  ]) {
    assert.equal(termToValue(parseTerm(source)), undefined, source);
  }
});
