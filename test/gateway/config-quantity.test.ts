import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationMs, sizeBytes } from '../../src/gateway/config-quantity.ts';

describe('quantities', () => {
  for (const [text, ms] of [
    ['250ms', 250],
    ['50s', 50_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ] as const) {
    it(`${text} is ${ms} ms`, () => assert.equal(durationMs(text), ms));
  }
  for (const [size, bytes] of [
    [1000, 1000],
    ['100B', 100],
    ['2KiB', 2048],
    ['4MiB', 4_194_304],
    ['1GiB', 1_073_741_824],
  ] as const) {
    it(`${size} is ${bytes} bytes`, () => assert.equal(sizeBytes(size), bytes));
  }
  for (const text of ['10', '10x', 'm', '']) {
    it(`\`${text}\` is none`, () => assert.throws(() => durationMs(text), RangeError));
  }
});
