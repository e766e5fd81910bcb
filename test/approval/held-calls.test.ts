import assert from 'node:assert/strict';
import test from 'node:test';
import { HeldCalls } from '../../src/approval/held-calls.ts';

test('a held call is cancelled by its id, while it is held', () => {
  const calls = new HeldCalls();
  const first = calls.hold('1');
  const second = calls.hold('2');
  calls.cancel('1');
  calls.cancel('never held');
  assert.equal(first.aborted, true);
  assert.equal(second.aborted, false);
  calls.release('2');
  calls.cancel('2');
  assert.equal(second.aborted, false);
});
