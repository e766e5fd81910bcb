import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameSignature, TYPE, wordSignature } from '../../src/wasm/format.ts';

test('a word signature', () => {
  assert.deepEqual(wordSignature(2), { params: [TYPE.i32, TYPE.i32], results: [TYPE.i32] });
});

test('signatures are the same if all their types are', () => {
  assert.ok(sameSignature(wordSignature(1), { params: [0x7f], results: [0x7f] }));
  assert.ok(!sameSignature(wordSignature(1), wordSignature(2)));
  assert.ok(!sameSignature(wordSignature(1), { params: [TYPE.i64], results: [TYPE.i32] }));
  assert.ok(!sameSignature(wordSignature(1), { params: [TYPE.i32], results: [] }));
});
