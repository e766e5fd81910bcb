import assert from 'node:assert/strict';
import test from 'node:test';
import { leaving, NEXT, RETURN, UNDEFINED, when } from '../../src/ir/flow.ts';

test('leaving a block takes one level off a break', () => {
  assert.equal(leaving(NEXT), NEXT);
  assert.equal(leaving(UNDEFINED), NEXT);
  assert.equal(leaving(1), UNDEFINED);
  assert.equal(leaving(3), 2);
  assert.equal(leaving(RETURN), RETURN);
});

test('a test that does not hold is undefined', () => {
  assert.equal(when(true), NEXT);
  assert.equal(when(false), UNDEFINED);
});
