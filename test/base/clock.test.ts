import assert from 'node:assert/strict';
import test from 'node:test';
import { fixedClock, systemClock, timestampOf } from '../../src/base/clock.ts';

test('a fixed clock stands still, in both units', () => {
  const clock = fixedClock(1_700_000_000_123_456_789n);
  assert.equal(clock.nowNs(), 1_700_000_000_123_456_789n);
  assert.equal(clock.nowMs(), 1_700_000_000_123);
});

test('the system clock is the machine’s', () => {
  const before = Date.now();
  const ns = systemClock.nowNs();
  assert.ok(ns >= BigInt(before) * 1_000_000n);
  assert.ok(systemClock.nowMs() >= before);
});

test('times are written in UTC', () => {
  for (const ms of [0, 0, 1_700_000_000_123, 1])
    assert.equal(timestampOf(ms), new Date(ms).toISOString());
});
