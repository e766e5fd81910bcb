import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHidden, worlds } from '../../../src/rego/planner/world.ts';

test('worlds of the same changes are one', () => {
  const { plain, hide, mock } = worlds();
  const a = mock(hide(hide(plain, ['a']), ['b']), 'f', { kind: 'value' });
  const b = hide(hide(mock(plain, 'f', { kind: 'value' }), ['b']), ['a']);
  assert.equal(a, b);
  assert.notEqual(a, plain);
  assert.equal(plain.index, 0);
});

test('a hidden path hides what is inside of it, and nothing else', () => {
  const { plain, hide } = worlds();
  const world = hide(plain, ['a', 'b']);
  assert.ok(isHidden(world, ['a', 'b']));
  assert.ok(isHidden(world, ['a', 'b', 'c']));
  assert.ok(!isHidden(world, ['a']));
  assert.ok(!isHidden(plain, ['a', 'b']));
  assert.equal(hide(world, ['a', 'b', 'c']), world);
  assert.equal(hide(world, ['a']), hide(plain, ['a']));
});

test('mocks: the last of a name counts, values are parameters, and a mock’s rules see none', () => {
  const { plain, hide, mock, withoutMocks } = worlds();
  const value = mock(mock(plain, 'g', { kind: 'value' }), 'f', { kind: 'value' });
  assert.deepEqual(value.mockValues, ['f', 'g']);
  const replaced = mock(value, 'f', { kind: 'builtin', name: 'count' });
  assert.deepEqual(replaced.mockValues, ['g']);
  assert.equal(withoutMocks(hide(replaced, ['a'])), hide(plain, ['a']));
});
