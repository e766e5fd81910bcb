import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtins } from '../../src/builtins/registry.ts';
import { DATA, type Func, INPUT, type Policy, type Stmt } from '../../src/ir/plan.ts';
import { Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { loadWasm } from '../../src/wasm/host.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';
import { evaluateInBoth, resultText } from './both-engines.ts';

const BASE = [local(INPUT), local(DATA)];

function call(name: string, result: number, ...more: readonly number[]): Stmt {
  return stmt('CallStmt', { func: name, args: [...BASE, ...more.map(local)], result });
}

function run(policy: Policy, fuel?: number): string {
  const loaded = loadWasm(compileToWasm(policy), { builtins });
  return resultText(loaded.evaluate(Undefined, fuel === undefined ? {} : { fuel }));
}

/** Sixteen rules, each of which asks the one below twice: without a memo 65,536 calls. */
function doubling(): Policy {
  const funcs = Array.from({ length: 16 }, (_, level) =>
    func(
      `r${level}`,
      [0, 1],
      block(
        ...(level === 0 ? [] : [call(`r${level - 1}`, 3), call(`r${level - 1}`, 4)]),
        stmt('AssignVarStmt', { source: TRUE, target: 2 }),
      ),
      block(stmt('ReturnLocalStmt', { source: 2 })),
    ),
  );
  return policyOf({ plan: [block(call('r15', 3), answer(3))], funcs });
}

test('a rule that is asked twice is evaluated once', () => {
  assert.equal(run(doubling(), 32), '[true]');
});

test('an undefined rule is evaluated once, too', () => {
  const undefinedRule = func('r0', [0, 1], block(stmt('EqualStmt', { a: TRUE, b: text(0) })));
  const { funcs, ...rest } = doubling();
  const asking = (name: string) => stmt('NotStmt', { block: block(call(name, 3)) });
  const levels = funcs.slice(1).map((f, index) => ({
    ...f,
    blocks: [block(asking(`r${index}`)), block(asking(`r${index}`)), block(call(`r${index}`, 5))],
  }));
  const policy = {
    ...rest,
    static: { ...rest.static, strings: ['a'] },
    funcs: [undefinedRule, ...levels],
  };
  assert.equal(run(policy, 32), 'undefined');
});

test('a memoised rule is evaluated anew under a With, and the old value is back after it', () => {
  const policy = policyOf({
    plan: [
      block(
        call('rule', 3),
        stmt('WithStmt', {
          local: INPUT,
          path: [],
          value: TRUE,
          block: block(call('rule', 4), answer(4)),
        }),
        call('rule', 5),
        answer(5),
      ),
    ],
    funcs: [func('rule', [0, 1], block(stmt('ReturnLocalStmt', { source: INPUT })))],
  });
  assert.equal(resultText(evaluateInBoth(policy, { input: 'outside' })), '[true,"outside"]');
});

test('fuel is taken by calls and iterations', () => {
  const policy = policyOf({
    plan: [
      block(
        stmt('MakeArrayStmt', { capacity: 2, target: 3 }),
        stmt('ArrayAppendStmt', { array: 3, value: TRUE }),
        stmt('ArrayAppendStmt', { array: 3, value: TRUE }),
        stmt('ScanStmt', { source: 3, key: 4, value: 5, block: block(call('f', 6, 5)) }),
        answer(3),
      ),
    ],
    funcs: [func('f', [0, 1, 2], block(stmt('ReturnLocalStmt', { source: 2 })))],
  });
  assert.equal(run(policy, 4), '[[true,true]]');
  assert.match(run(policy, 3), /^eval_fuel_error: /);
  assert.equal(run(policy), '[[true,true]]');
});

/** A rule that finds itself through the name in the input: what no compiler of Rego would plan. */
function recursive(params: readonly number[]): Func {
  const dynamic = stmt('CallDynamicStmt', { path: [text(0)], args: params, result: 4 });
  return { ...func('loop', params, block(dynamic)), path: ['loop'] };
}

test('functions that reach themselves end at a depth', () => {
  const policy = policyOf({
    strings: ['loop'],
    plan: [block(call('loop', 3))],
    funcs: [recursive([0, 1])],
  });
  assert.match(run(policy), /^eval_depth_error: calls are nested deeper than 400$/);
  assert.match(resultText(evaluateInBoth(policy)), /^eval_depth_error: /);
});
