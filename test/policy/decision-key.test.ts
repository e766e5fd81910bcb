import assert from 'node:assert/strict';
import test from 'node:test';
import type { Seen } from '../../src/ir/input-view.ts';
import { bytesOf, hashOf, keptValues, sameValues } from '../../src/policy/decision-key.ts';

const LISTS: readonly (readonly Seen[])[] = [
  [],
  [undefined],
  [null],
  ['a'],
  ['b'],
  ['a', 'b'],
  ['b', 'a'],
  [1],
  ['1'],
  [true],
  [false],
  ['x'.repeat(100)],
  [`${'x'.repeat(99)}y`],
];

test('a list of values is the same as its copy and no other', () => {
  for (const [at, values] of LISTS.entries()) {
    for (const [index, other] of LISTS.entries())
      assert.equal(sameValues(values, [...other]), at === index);
    assert.equal(hashOf(values), hashOf([...values]));
    assert.deepEqual(keptValues(values), values);
  }
});

test('values that differ rarely share a hash', () => {
  const hashes = Array.from({ length: 10_000 }, (_, n) =>
    hashOf([`tool-${n}`, n % 7, n % 2 === 0]),
  );
  assert.ok(new Set(hashes).size > 9_990);
});

test('texts are what makes values large', () => {
  assert.equal(bytesOf([1, null, 'abcd']), 56);
});
