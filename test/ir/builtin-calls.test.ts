import assert from 'node:assert/strict';
import test from 'node:test';
import { type Builtins, callBuiltin, isVoid } from '../../src/ir/builtin-calls.ts';
import { EvalFailure } from '../../src/ir/eval-failure.ts';
import { Undefined, type Value } from '../../src/value/value.ts';

class Raised extends Error {
  readonly code = 'eval_type_error';
}

const builtins: Builtins<string> = new Map([
  ['both', { call: (args: readonly Value[], context: string): Value => [...args, context] }],
  [
    'failing',
    {
      call(): Value {
        throw new Raised('failing: operand 1 must be string');
      },
    },
  ],
]);
const at = { file: 0, row: 1, col: 2 };
const options = { builtins, context: 'context' };

test('operands and context are handed on', () => {
  assert.deepEqual(callBuiltin('both', ['a', null], at, options), ['a', null, 'context']);
});

test('an undefined operand makes the call undefined', () => {
  assert.equal(callBuiltin('both', ['a', Undefined], at, options), Undefined);
});

test('a raised error makes the call undefined, or ends a strict evaluation', () => {
  assert.equal(callBuiltin('failing', ['a'], at, options), Undefined);
  assert.throws(
    () => callBuiltin('failing', ['a'], at, { ...options, strictBuiltinErrors: true }),
    (thrown: unknown) => {
      assert.ok(thrown instanceof EvalFailure);
      assert.deepEqual(thrown.error, {
        code: 'eval_type_error',
        message: 'failing: operand 1 must be string',
        location: at,
      });
      return true;
    },
  );
});

test('a builtin that is not available is an error, unless it only prints', () => {
  assert.throws(() => callBuiltin('http.send', [], undefined, options), {
    error: { code: 'eval_internal_error', message: 'no builtin `http.send` is available' },
  });
  assert.equal(callBuiltin('internal.print', [], at, options), Undefined);
});

test('void builtins are those without a result', () => {
  assert.equal(isVoid('print'), true);
  assert.equal(isVoid('count'), false);
  assert.equal(isVoid('data.my.function'), false);
});
