import assert from 'node:assert/strict';
import test from 'node:test';
import { CallRegister } from '../../src/approval/call-register.ts';
import { turnableClock } from '../support/clock.ts';

test('a lost call is unknown for as long as the window says', () => {
  const clock = turnableClock();
  const calls = new CallRegister(clock);
  const call = calls.begin('1', () => 'd', 'ref');
  assert.equal(calls.unknown('d', 1000), undefined, 'it is still running');
  calls.lost(call);
  assert.equal(calls.unknown('d', 1000)?.reference, 'ref');
  assert.equal(calls.unknown('e', 1000), undefined);
  clock.turn(1000);
  assert.equal(calls.unknown('d', 1000), undefined);
});

test('an answer settles it, early or late, on whatever stream', () => {
  const calls = new CallRegister(turnableClock());
  const call = calls.begin('1', () => 'd', 'ref');
  calls.lost(call);
  calls.answered(calls.find('1')!);
  assert.equal(calls.unknown('d', 1000), undefined);
  assert.equal(calls.find('1'), undefined, 'an answer is awaited once');
  calls.lost(call);
  assert.equal(calls.unknown('d', 1000), undefined, 'what was answered can not be lost');
});

test('an identical call that is answered settles the one before', () => {
  const calls = new CallRegister(turnableClock());
  calls.lost(calls.begin('1', () => 'd', 'first'));
  calls.answered(calls.begin('2', () => 'd', 'second'));
  assert.equal(calls.unknown('d', 1000), undefined);
});

test('an id that is used again finds the call that was sent last', () => {
  const calls = new CallRegister(turnableClock());
  const first = calls.begin('1', () => 'd', 'first');
  calls.begin('1', () => 'e', 'second');
  assert.equal(calls.find('1')?.reference, 'second');
  calls.lost(first);
  assert.equal(calls.unknown('d', 1000)?.reference, 'first');
});
