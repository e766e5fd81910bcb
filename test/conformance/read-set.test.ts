import assert from 'node:assert/strict';
import test from 'node:test';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { readSetOfPlan } from '../../src/ir/read-analysis.ts';
import { project } from '../../src/ir/read-set.ts';
import { toJson } from '../../src/value/json.ts';
import { RegoObject, type Value } from '../../src/value/value.ts';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { testBuiltins } from './builtins.ts';
import { type Case, hasCases, readCases } from './cases.ts';
import { compile } from './engines.ts';

const skip = hasCases ? false : 'OPA’s cases are not on this machine (../shared/conformance)';

/** The input with one key more, and with each of its parts replaced or left out. */
function variants(input: Value): Value[] {
  if (!(input instanceof RegoObject)) return ['another value'];
  const inner = input
    .entries()
    .flatMap(({ key, value }) => variants(value).map(variant => input.with(key, variant)));
  const without = input
    .entries()
    .map(({ key }) =>
      RegoObject.of(
        input.entries().flatMap(entry => (entry.key === key ? [] : [[entry.key, entry.value]])),
      ),
    );
  return [input.with('one more', true), 'another value', ...inner, ...without];
}

function resultText(policy: Policy, { data, env }: Case, input: Value): string {
  const context = evaluationContext({ env, nowNs: 0n, seed: 'fixed' });
  const result = interpret(policy, { input, data, builtins: testBuiltins, context });
  return result.kind === 'defined' ? toJson(result.value) : JSON.stringify(result);
}

test('what a plan does not read of its input does not change its result', { skip }, () => {
  let compared = 0;
  for (const { input, ...rest } of readCases('rego').filter(({ input }) => input !== undefined)) {
    const policy = compile(rest);
    const readSet = readSetOfPlan(policy);
    const key = project(input!, readSet);
    const alike = variants(input!).filter(variant => project(variant, readSet) === key);
    const wanted = resultText(policy, rest, input!);
    for (const variant of alike) {
      compared += 1;
      assert.equal(resultText(policy, rest, variant), wanted, `${rest.id}: ${toJson(variant)}`);
    }
  }
  assert.ok(compared > 100, `only ${compared} inputs were compared`);
});
