import assert from 'node:assert/strict';
import test from 'node:test';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { Undefined } from '../../src/value/value.ts';
import { answer, block, policyOf, stmt, text } from '../support/plans.ts';

function run(policy: Policy, plan?: string) {
  return interpret(policy, {
    ...(plan !== undefined && { plan }),
    input: 'the input',
    data: 'the data',
    builtins: new Map(),
    context: undefined,
  });
}

test('results are answered once each, in the order they were found', () => {
  const assign = (index: number) => stmt('AssignVarStmt', { source: text(index), target: 2 });
  const stmts = [assign(0), answer(2), assign(1), answer(2), assign(0), answer(2)];
  const policy = policyOf({ strings: ['b', 'a'], plan: [block(...stmts)] });
  assert.deepEqual(run(policy), { kind: 'defined', value: ['b', 'a'] });
});

test('the blocks of a plan are run in turn, whether or not one is undefined', () => {
  const blocks = [block(answer(9)), block(answer(0)), block(answer(1))];
  const result = run(policyOf({ plan: blocks }));
  assert.deepEqual(result, { kind: 'defined', value: ['the input', 'the data'] });
});

test('no result is undefined', () => {
  assert.deepEqual(run(policyOf({ plan: [] })), { kind: 'undefined' });
});

test('without a name the first plan is run', () => {
  const policy: Policy = {
    ...policyOf({}),
    plans: [
      { name: 'first', blocks: [block(answer(0))] },
      { name: 'second', blocks: [block(answer(1))] },
    ],
  };
  assert.deepEqual(run(policy), { kind: 'defined', value: ['the input'] });
  assert.deepEqual(run(policy, 'second'), { kind: 'defined', value: ['the data'] });
});

test('a plan that is not there is an error', () => {
  assert.deepEqual(run(policyOf({}), 'other'), {
    kind: 'error',
    error: { code: 'eval_internal_error', message: 'there is no entrypoint `other`' },
  });
});

test('a fault of a builtin’s implementation is thrown, not made a result', () => {
  const call = stmt('CallStmt', { func: 'opa.runtime', args: [], result: 2 });
  const fault = new TypeError('a fault');
  const builtins = new Map([
    [
      'opa.runtime',
      {
        call() {
          throw fault;
        },
      },
    ],
  ]);
  const policy = policyOf({ plan: [block(call)] });
  assert.throws(
    () => interpret(policy, { input: Undefined, data: null, builtins, context: undefined }),
    fault,
  );
});
