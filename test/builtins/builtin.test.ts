import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BuiltinError, define, failure, once } from '../../src/builtins/builtin.ts';
import { ArithmeticError } from '../../src/value/arithmetic.ts';
import { testContext } from '../support/builtin-table.ts';

test('an error gets the builtin’s name in front and keeps its code', () => {
  const raising = define('x.y', () => {
    throw new BuiltinError('eval_type_error', 'operand 1 must be number but got string');
  });
  assert.throws(() => raising.call([], testContext()), {
    code: 'eval_type_error',
    message: 'x.y: operand 1 must be number but got string',
  });
});

test('an arithmetic error is a builtin error', () => {
  const raising = define('div', () => {
    throw new ArithmeticError('divide by zero');
  });
  assert.throws(() => raising.call([], testContext()), {
    name: 'BuiltinError',
    code: 'eval_builtin_error',
    message: 'div: divide by zero',
  });
});

test('a fault of ours passes through as it is', () => {
  const fault = new TypeError('bug');
  const faulty = define('x', () => {
    throw fault;
  });
  assert.throws(() => faulty.call([], testContext()), fault);
});

test('a key keeps its first value for the evaluation, also a falsy one', () => {
  const context = testContext();
  assert.equal(
    once(context, 'k', () => 0),
    0,
  );
  assert.equal(
    once(context, 'k', () => 1),
    0,
  );
});

test('a failure is an eval_builtin_error', () => {
  assert.equal(failure('m').code, 'eval_builtin_error');
});
