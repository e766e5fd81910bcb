import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fixedClock } from '../../src/base/clock.ts';
import { createEngine } from '../../src/policy/engine.ts';
import { loadPolicies } from '../../src/policy/loaded-policies.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { callOf } from '../support/policy-documents.ts';

function load(rules: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tf-loaded-'));
  writeFileSync(join(folder, 'a.rego'), `package policies.a\n\n${rules}\n`);
  writeFileSync(join(folder, 'data.json'), '{"prefix": "/project"}');
  return loadPolicies([folder], folder)!;
}

function decide(rules: string, args: object) {
  const { module, locate } = load(rules);
  const engine = createEngine({
    rules: [],
    rulesRevision: 'none',
    policies: module,
    locate,
    clock: fixedClock(0n),
    ids: () => 'id',
  });
  return engine.decide(callOf({ arguments: args as never }));
}

describe('loaded policies', () => {
  it('there are none without a folder', () => {
    assert.equal(loadPolicies([], '/'), undefined);
  });

  it('decide over input and base documents, and know their lines', () => {
    const rules =
      'deny contains "outside" if not startswith(input.tool.arguments.path, data.prefix)\n\nallow := true';
    assert.equal(decide(rules, { path: '/project/x' }).outcome, 'allowed');
    assert.deepEqual(decide(rules, { path: '/etc/passwd' }).reasons, [
      {
        source: 'policy',
        package: 'policies.a',
        rule: 'deny',
        msg: 'outside',
        file: 'a.rego',
        line: 3,
      },
    ]);
  });

  it('a builtin that fails refuses; it does not silence a deny', () => {
    const rules =
      'deny contains "outside" if startswith(input.tool.arguments.path, "/etc")\n\nallow := true';
    const decision = decide(rules, { path: ['/etc/passwd'] });
    assert.deepEqual([decision.effect, decision.outcome], ['deny', 'policy_error']);
    assert.equal(decision.reasons[0]?.code, 'eval_type_error');
  });

  it('an absent argument is no failure', () => {
    const rules =
      'deny contains "outside" if startswith(input.tool.arguments.path, "/etc")\n\nallow := true';
    assert.equal(decide(rules, {}).outcome, 'allowed');
  });

  it('tell what is wrong with them', () => {
    assert.throws(() => load('deny contains x if input.y'), RegoError);
  });
});
