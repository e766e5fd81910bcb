import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilOf, inRange, instantOf, UTC, zoneOf } from '../../src/builtins/civil-time.ts';

const SECOND = 1_000_000_000n;

test('fields of an instant before the epoch', () => {
  const time = civilOf(-1n, UTC);
  assert.deepEqual([time.year, time.month, time.day], [1969, 12, 31]);
  assert.deepEqual([time.hour, time.minute, time.second], [23, 59, 59]);
  assert.equal(time.nanosecond, 999_999_999);
  assert.equal(time.weekday, 3);
  assert.equal(time.yearDay, 365);
});

test('a zone’s offset and abbreviation change with the season', () => {
  const zone = zoneOf('America/New_York');
  const winter = civilOf(1_670_000_000n * SECOND, zone);
  const summer = civilOf(1_690_000_000n * SECOND, zone);
  assert.deepEqual([winter.offset, winter.zone], [-18_000, 'EST']);
  assert.deepEqual([summer.offset, summer.zone], [-14_400, 'EDT']);
  assert.equal(civilOf(0n, zoneOf('Asia/Kolkata')).zone, '+0530');
});

test('names of zones', () => {
  assert.equal(zoneOf(''), UTC);
  assert.equal(zoneOf('Local'), UTC);
  for (const name of ['+05:30', 'Mars/Phobos', '../etc']) {
    assert.throws(() => zoneOf(name), { message: `unknown time zone ${name}` });
  }
});

test('a reading in the hour that is skipped takes the offset after it', () => {
  const reading = { year: 2020, month: 3, day: 8, hour: 2, minute: 30, second: 0, nanosecond: 0 };
  const instant = instantOf(reading, zoneOf('America/New_York'));
  assert.equal(civilOf(instant, zoneOf('America/New_York')).hour, 1);
});

test('instants must fit 64 bits', () => {
  assert.equal(inRange((1n << 63n) - 1n), (1n << 63n) - 1n);
  for (const ns of [1n << 63n, -(1n << 63n) - 1n]) {
    assert.throws(() => inRange(ns), { message: 'time outside of valid range' });
  }
  const far = { year: 1e9, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 };
  assert.throws(() => instantOf(far, UTC), { message: 'time outside of valid range' });
});

test('an instant comes back from its UTC reading', () => {
  fc.assert(
    fc.property(fc.bigInt(-(1n << 63n), (1n << 63n) - 1n), ns => {
      assert.equal(instantOf(civilOf(ns, UTC), UTC), ns);
    }),
  );
});
