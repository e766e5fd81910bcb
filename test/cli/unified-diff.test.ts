import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unifiedDiff } from '../../src/cli/unified-diff.ts';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

describe('unifiedDiff', () => {
  const rows: readonly [about: string, before: string, after: string, lines: readonly string[]][] =
    [
      ['one line', 'a\nb\nc\n', 'a\nB\nc\n', ['@@ -1,3 +1,3 @@', ' a', '-b', '+B', ' c']],
      ['a line more', 'a\n', 'a\nb\n', ['@@ -1,1 +1,2 @@', ' a', '+b']],
      ['from nothing', '', 'a\n', ['@@ -0,0 +1,1 @@', '+a']],
      ['to nothing', 'a\n', '', ['@@ -1,1 +0,0 @@', '-a']],
      [
        'a line break at the end',
        'a',
        'a\n',
        ['@@ -1,1 +1,1 @@', '-a', '\\ No newline at end of file', '+a'],
      ],
      [
        'three lines around a change',
        numbers(1, 9),
        numbers(1, 9).replace('5', 'five'),
        ['@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
      ],
      [
        'changes apart are hunks apart',
        numbers(1, 20),
        numbers(2, 19),
        [
          '@@ -1,4 +1,3 @@',
          '-1',
          ' 2',
          ' 3',
          ' 4',
          '@@ -17,4 +16,3 @@',
          ' 17',
          ' 18',
          ' 19',
          '-20',
        ],
      ],
    ];
  for (const [about, before, after, lines] of rows) {
    test(about, () => {
      const expected = ['--- a.rego', '+++ a.rego', ...lines];
      assert.deepEqual(unifiedDiff('a.rego', before, after).split('\n'), expected);
    });
  }

  test('nothing', () => assert.equal(unifiedDiff('a.rego', 'a\n', 'a\n'), ''));
});
