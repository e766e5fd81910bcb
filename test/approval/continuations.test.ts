import assert from 'node:assert/strict';
import test from 'node:test';
import { Continuations } from '../../src/approval/continuations.ts';
import { turnableClock } from '../support/clock.ts';

test('a call goes on once, in time, and no other does', () => {
  const clock = turnableClock();
  const open = new Continuations(clock);
  open.add('d', 'approval', 1000);
  assert.equal(open.take('e'), undefined);
  assert.equal(open.take('d'), 'approval');
  assert.equal(open.take('d'), undefined);
  open.add('d', 'approval', 1000);
  clock.turn(1000);
  assert.equal(open.take('d'), undefined);
});
