import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvalFailure } from '../../src/ir/eval-failure.ts';
import { evaluationErrorOf, failureOf } from '../../src/wasm/evaluation-error.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';
import { run } from './tiny-module.ts';

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

const overflow = (): number => overflow() + 1;

const THROWN: readonly (readonly [string, unknown, string | undefined])[] = [
  ['a failure', new EvalFailure('eval_type_error', 'no number'), 'eval_type_error'],
  ['a trap', thrownBy(() => run([], code => code.op('unreachable'))), 'eval_internal_error'],
  ['a full stack', thrownBy(overflow), 'eval_depth_error'],
  [
    'a full memory',
    thrownBy(() => new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(1)),
    'eval_memory_error',
  ],
  ['a fault of ours', new TypeError('a bug'), undefined],
  ['no error', 'text', undefined],
];

for (const [name, thrown, code] of THROWN) {
  test(`${name} is ${code ?? 'nothing of the policy'}`, () => {
    assert.notEqual(thrown, undefined);
    assert.equal(evaluationErrorOf(thrown)?.code, code);
  });
}

test('a message of the runtime is a code and a text, which may have lines', () => {
  assert.deepEqual(failureOf('eval_conflict_error: a: b\nc').error, {
    code: 'eval_conflict_error',
    message: 'a: b\nc',
  });
  assert.deepEqual(failureOf('var assignment conflict').error, {
    code: 'eval_internal_error',
    message: 'var assignment conflict',
  });
});
