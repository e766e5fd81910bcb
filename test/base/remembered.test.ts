import assert from 'node:assert/strict';
import test from 'node:test';
import { remembered } from '../../src/base/remembered.ts';

test('an answer is made once, until too many texts were asked', () => {
  const made: string[] = [];
  const upper = remembered(text => {
    made.push(text);
    return text.toUpperCase();
  }, 2);
  assert.deepEqual(['a', 'b', 'a', 'c', 'a'].map(upper), ['A', 'B', 'A', 'C', 'A']);
  assert.deepEqual(made, ['a', 'b', 'c', 'a']);
});
