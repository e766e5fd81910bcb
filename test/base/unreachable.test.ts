import assert from 'node:assert/strict';
import test from 'node:test';
import { unreachable } from '../../src/base/unreachable.ts';

test('a case that types rule out is told with what came', () => {
  assert.throws(() => unreachable({ kind: 'new' } as never), /unreachable case: \{"kind":"new"\}/);
});
