import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvalFailure } from '../../src/ir/eval-failure.ts';
import { Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { createInstance, readNumbers } from '../../src/wasm/instance.ts';
import { policyExports } from '../../src/wasm/instance-exports.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { answer, block, policyOf } from '../support/plans.ts';

const MODULE = new WebAssembly.Module(compileToWasm(policyOf({ plan: [block(answer(1))] })));

test('a new instance has an empty data document', () => {
  const { exports, reader } = createInstance(MODULE, 64, () => Undefined);
  assert.deepEqual(readNumbers({ reader }, exports.entrypoints()), new Map([['eval', 0]]));
  const [data] = reader.readMembers(exports.tf_eval(0, 0, 0));
  assert.deepEqual(data, reader.read(exports.builtins()));
});

test('what the module aborts with is thrown as code and message', () => {
  const { exports } = createInstance(MODULE, 64, () => Undefined);
  assert.throws(
    () => exports.tf_eval(99, 0, 0),
    (thrown: EvalFailure) => {
      assert.ok(thrown instanceof EvalFailure);
      assert.deepEqual(thrown.error, {
        code: 'eval_internal_error',
        message: 'there is no such entrypoint',
      });
      return true;
    },
  );
});

test('exports of another module are refused', () => {
  assert.throws(() => policyExports({ eval() {} }), { code: 'tf_policy_load' });
});
