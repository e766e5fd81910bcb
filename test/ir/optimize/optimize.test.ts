import assert from 'node:assert/strict';
import test from 'node:test';
import { planToJson } from '../../../src/ir/json.ts';
import { optimize } from '../../../src/ir/optimize/optimize.ts';
import { compile } from '../../../src/policy/compiler.ts';

const RULES = Array.from({ length: 8 }, (_, n) => `p contains ${n} if input.a == "${n}"`).join(
  '\n',
);

test('the plan that others see stays as it was planned', () => {
  const policy = compile({ modules: { t: `package t\n${RULES}` }, entrypoints: ['t/p'] });
  const before = planToJson(policy.ir);
  policy.wasm();
  assert.notDeepEqual(optimize(policy.ir), policy.ir);
  assert.equal(planToJson(policy.ir), before);
  assert.doesNotMatch(before, /SwitchStmt/);
});

test('what is optimized already stays as it is', () => {
  const { ir } = compile({ modules: { t: `package t\n${RULES}` }, entrypoints: ['t/p'] });
  const once = optimize(ir);
  assert.deepEqual(optimize(once), once);
});
