/* The interpreter and WebAssembly give the same answer: to random programs, and to random plans. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Policy } from '../../src/ir/plan.ts';
import { printPolicy } from '../../src/ir/print.ts';
import { verify } from '../../src/ir/verify.ts';
import { type CompiledPolicy, compile } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import { aDeepInput, aPolicy } from '../support/arbitrary-plans.ts';
import { stmt } from '../support/plans.ts';
import { aProgram, BASE_DOCUMENT, type Program } from '../support/program-arbitrary.ts';
import { evaluateInBoth } from '../wasm/both-engines.ts';

/** A program that the checks accept; most that are made are. */
function compiled({ text, query }: Program): CompiledPolicy | undefined {
  try {
    return compile({ modules: { 't.rego': text }, query: `x = data.t; ${query}` });
  } catch (thrown) {
    if (thrown instanceof RegoError) return undefined;
    throw thrown;
  }
}

test('the interpreter and WebAssembly agree on random programs', () => {
  const data = JSON.stringify({ base: BASE_DOCUMENT });
  let compared = 0;
  fc.assert(
    fc.property(aProgram, fc.boolean(), (program, strictBuiltinErrors) => {
      const policy = compiled(program);
      if (policy === undefined) return;
      for (const input of program.inputs.map(fromJs)) {
        evaluateInBoth(policy.ir, { input, data, strictBuiltinErrors });
        compared += 1;
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  assert.ok(compared > 30, `only ${compared} evaluations were compared`);
});

/**
 * Without changes of a collection that something else may hold by then: no planner writes them, and only
 * the interpreter keeps the older value as it was.
 */
function withoutUpdates(policy: Policy): Policy {
  return JSON.parse(JSON.stringify(policy), (_, node) =>
    node?.kind === 'ArrayAppendStmt' ? stmt('NopStmt', {}) : node,
  );
}

test('the interpreter and WebAssembly agree on random plans', () => {
  const data = toJson(fromJs({ a: { b: [1] } }));
  const plans = aPolicy.map(withoutUpdates).filter(policy => verify(policy).length === 0);
  fc.assert(
    fc.property(plans, fc.array(aDeepInput, { minLength: 3 }), (policy, inputs) => {
      for (const input of inputs.map(fromJs)) {
        assert.doesNotThrow(() => evaluateInBoth(policy, { input, data }), printPolicy(policy));
      }
    }),
    { numRuns: 20 },
  );
});
