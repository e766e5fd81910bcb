import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepSpan } from '../../src/rego/depth.ts';
import { parseTerm } from '../../src/rego/parse.ts';

test('wide trees pass', () => {
  const wide = { items: Array.from({ length: 100_000 }, () => parseTerm('x')) };
  assert.equal(deepSpan(wide), undefined);
});

test('a node past the limit is named', () => {
  const span = parseTerm('x').span;
  let tree: object = { span };
  for (let level = 0; level < 100_000; level++) tree = { inner: tree };
  assert.equal(deepSpan(tree), span);
});
