import assert from 'node:assert/strict';
import test from 'node:test';
import type { AuditRecord } from '../../../src/cli/logs/audit-record.ts';
import { type ShadowRule, shadowReport } from '../../../src/cli/shadow/shadow-report.ts';

const RULE: ShadowRule = { name: 'rules[1]', effect: 'deny', file: 'tameflare.yaml', line: 7 };
const PACKAGE: ShadowRule = {
  name: 'policies.x.shadow_deny',
  effect: 'deny',
  file: 'x.rego',
  line: 3,
};

function record(id: string, effect: string, tool: string, ...shadow: object[]): AuditRecord {
  return {
    decision_id: id,
    timestamp: '2026-01-01T00:00:00.000Z',
    outcome: 'allowed',
    input: { server: { name: 's' }, tool: { name: tool } },
    result: { effect, shadow },
  };
}

const byRule = (line: number) => ({
  rule: 'rules[1]',
  file: 'tameflare.yaml',
  line,
  effect: 'deny',
});
const byPackage = (msg: string) => ({
  package: 'policies.x',
  rule: 'shadow_deny',
  msg,
  effect: 'deny',
});

test('calls are counted once per rule, changes apart, the most frequent subjects first', () => {
  const [rule, within] = shadowReport(
    [RULE, PACKAGE],
    [
      record('1', 'allow', 'a', byRule(7), byPackage('one'), byPackage('two')),
      record('2', 'deny', 'a', byRule(7)),
      record('3', 'allow', 'b', byRule(7)),
      record('4', 'allow', 'b', byRule(7)),
      record('5', 'allow', 'b', byRule(7)),
      record('6', 'allow', 'c'),
    ],
  );
  assert.deepEqual(rule, {
    ...RULE,
    calls: 5,
    changes: 4,
    subjects: [
      { subject: 's: b', calls: 3 },
      { subject: 's: a', calls: 1 },
    ],
    ids: ['5', '4', '3'],
  });
  assert.deepEqual([within?.calls, within?.changes, within?.ids], [1, 1, ['1']]);
});

test('an access rule at another line is another rule', () => {
  const [rule] = shadowReport([RULE], [record('1', 'allow', 'a', byRule(6))]);
  assert.equal(rule?.calls, 0);
});
