import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arcs, base64, orNull } from '../../src/builtins/certificate-field.ts';

test('forms of values', () => {
  assert.equal(base64(Uint8Array.of(255, 254)), '//4=');
  assert.deepEqual(arcs('2.5.29.17'), [2, 5, 29, 17]);
  assert.equal(orNull([]), null);
  assert.deepEqual(orNull([1]), [1]);
});
