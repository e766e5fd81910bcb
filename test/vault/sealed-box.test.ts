import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import fc from 'fast-check';
import { open, seal } from '../../src/vault/sealed-box.ts';

const key = randomBytes(32);

test('what is sealed opens with the same key and words', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (aad, text) => {
      assert.equal(open(key, aad, seal(key, aad, text)), text);
    }),
  );
});

test('no single bit can be changed', () => {
  const bytes = Buffer.from(seal(key, 'name', 'secret'), 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(open(key, 'name', changed.toString('base64')), undefined);
  }
});

test('another key, other words, or a cut text open nothing', () => {
  const sealed = seal(key, 'name', 'secret');
  assert.equal(open(randomBytes(32), 'name', sealed), undefined);
  assert.equal(open(key, 'other', sealed), undefined);
  for (let length = 0; length < sealed.length; length += 4)
    assert.equal(open(key, 'name', sealed.slice(0, length)), undefined);
});

test('the same text never looks the same', () => {
  assert.notEqual(seal(key, 'name', 'secret'), seal(key, 'name', 'secret'));
});
