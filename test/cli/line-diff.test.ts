import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { briefDiff, lineDiff } from '../../src/cli/line-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
const side = (diff: readonly string[], mark: string) =>
  diff.filter(line => line[0] === ' ' || line[0] === mark).map(line => line.slice(2));

test('a diff holds both texts', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(before, after);
      assert.deepEqual(side(diff, '-'), before);
      assert.deepEqual(side(diff, '+'), after);
    }),
  );
});

test('equal texts have no change', () => {
  fc.assert(fc.property(lines, text => lineDiff(text, text).every(line => line[0] === ' ')));
});

test('long stretches that stay are left out', () => {
  const before = ['1', '2', '3', '4', '5', 'x', '6', '7', '8', '9'];
  const after = before.map(line => (line === 'x' ? 'y' : line));
  assert.deepEqual(briefDiff(before, after), [
    '  …',
    '  4',
    '  5',
    '- x',
    '+ y',
    '  6',
    '  7',
    '  …',
  ]);
});
