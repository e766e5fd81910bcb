import assert from 'node:assert/strict';
import test from 'node:test';
import { fixedClock, systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/id.ts';

test('ids are ULIDs: they sort by time and differ within one instant', () => {
  const early = newId(fixedClock(1_000_000_000_000n));
  const late = newId(fixedClock(1_000_001_000_000n));
  assert.match(early, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.ok(early < late);
  const many = Array.from({ length: 1000 }, () => newId(systemClock));
  assert.equal(new Set(many).size, many.length);
});

test('the time is the first ten characters, as the specification has it', () => {
  assert.equal(newId(fixedClock(1_469_918_176_385_000_000n)).slice(0, 10), '01ARYZ6S41');
});
