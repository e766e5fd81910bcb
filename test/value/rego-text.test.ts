import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberOf } from '../../src/value/decimal.ts';
import { regoText } from '../../src/value/rego-text.ts';
import { RegoObject, RegoSet, type Value } from '../../src/value/value.ts';

const rows: readonly (readonly [Value, string])[] = [
  [null, 'null'],
  ['a"\n', String.raw`"a\"\n"`],
  [numberOf('1.50'), '1.50'],
  [[1, [], true], '[1, [], true]'],
  [RegoSet.of([2, 1]), '{1, 2}'],
  [RegoSet.empty, 'set()'],
  [
    RegoObject.of([
      ['b', 1],
      [2, RegoObject.empty],
    ]),
    '{2: {}, "b": 1}',
  ],
];

for (const [value, text] of rows) test(text, () => assert.equal(regoText(value), text));
