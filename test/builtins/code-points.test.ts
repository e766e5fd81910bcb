import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  codePointCount,
  codePointOffset,
  codePointSlice,
  codePoints,
} from '../../src/builtins/code-points.ts';

test('characters beyond U+FFFF count once', () => {
  assert.deepEqual(codePoints('a😀b'), ['a', '😀', 'b']);
  assert.equal(codePointCount('a😀b'), 3);
  assert.equal(codePointCount('aäb'), 3);
  assert.equal(codePointSlice('a😀bc', 1, 3), '😀b');
  assert.equal(codePointSlice('abc', 1), 'bc');
  assert.equal(codePointOffset('a😀b', 3), 2);
  assert.equal(codePointOffset('abc', -1), -1);
});
