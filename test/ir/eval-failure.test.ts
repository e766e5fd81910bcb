import assert from 'node:assert/strict';
import test from 'node:test';
import { EvalFailure } from '../../src/ir/eval-failure.ts';

test('a failure carries the error that the result will have', () => {
  const location = { file: 0, row: 1, col: 2 };
  const failure = new EvalFailure('eval_conflict_error', 'object keys must be unique', location);
  assert.equal(failure.message, 'object keys must be unique');
  assert.deepEqual(failure.error, {
    code: 'eval_conflict_error',
    message: 'object keys must be unique',
    location,
  });
});

test('a failure without a place has none', () => {
  const { error } = new EvalFailure('eval_fuel_error', 'out of fuel');
  assert.deepEqual(error, { code: 'eval_fuel_error', message: 'out of fuel' });
});
