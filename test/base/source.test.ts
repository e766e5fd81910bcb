import assert from 'node:assert/strict';
import test from 'node:test';
import { excerpt, joinSpans, positionAt, positionOf, type Source } from '../../src/base/source.ts';

const source: Source = { name: 'policy.rego', text: 'first\n😀 = second\n\tlast' };

const POSITIONS: readonly (readonly [offset: number, line: number, column: number])[] = [
  [0, 1, 1],
  [5, 1, 6],
  [6, 2, 1],
  [8, 2, 2],
  [17, 2, 11],
  [18, 3, 1],
  [23, 3, 6],
];

for (const [offset, line, column] of POSITIONS) {
  test(`offset ${offset} is ${line}:${column}`, () => {
    assert.deepEqual(positionAt(source, offset), { line, column });
  });
}

test('a span begins where its first character is', () => {
  assert.deepEqual(positionOf({ source, start: 11, end: 17 }), { line: 2, column: 5 });
});

test('joined spans cover both', () => {
  const span = joinSpans({ source, start: 1, end: 2 }, { source, start: 8, end: 9 });
  assert.deepEqual([span.start, span.end], [1, 9]);
});

test('an excerpt marks what is meant, in columns of code points', () => {
  assert.equal(excerpt({ source, start: 11, end: 17 }), '  2 | 😀 = second\n    |     ^^^^^^');
});

test('an excerpt of several lines marks the first; an empty span has one caret; tabs are blanks', () => {
  assert.equal(excerpt({ source, start: 0, end: 9 }), '  1 | first\n    | ^^^^^');
  assert.equal(excerpt({ source, start: 23, end: 23 }), '  3 |  last\n    |      ^');
});

test('a long line is cut around its mark', () => {
  const long: Source = { name: 'long', text: `${'x'.repeat(500)}here${'y'.repeat(500)}` };
  const [line = '', marks = ''] = excerpt({ source: long, start: 500, end: 504 }).split('\n');
  assert.ok(line.length <= 130);
  assert.equal(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'here');
});
