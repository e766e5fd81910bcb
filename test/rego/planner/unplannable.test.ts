import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unplannable } from '../../../src/rego/planner/unplannable.ts';

test('what has no plan is a compile error at its place', () => {
  const span = { source: { name: 'a.rego', text: 'p := q' }, start: 5, end: 6 };
  assert.match(
    unplannable('no plan for this', span).message,
    /^a\.rego:1:6: rego_compile_error: no plan/,
  );
});
