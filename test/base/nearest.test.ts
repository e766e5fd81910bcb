import assert from 'node:assert/strict';
import test from 'node:test';
import { nearest } from '../../src/base/nearest.ts';

const KNOWN = ['count', 'contains', 'concat', 'input', 'data'];

const NAMES: readonly (readonly [name: string, meant: string | undefined])[] = [
  ['inptu', 'input'],
  ['cont', 'count'],
  ['Count', 'count'],
  ['contain', 'contains'],
  ['dat', 'data'],
  ['xyz', undefined],
  ['something.else', undefined],
  ['c'.repeat(200), undefined],
];

for (const [name, meant] of NAMES) {
  test(`\`${name.slice(0, 20)}\` means ${meant}`, () => {
    assert.equal(nearest(name, KNOWN), meant);
  });
}
