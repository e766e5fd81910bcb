import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Effect, Outcome, Reason } from '../../src/policy/decision.ts';
import { type PolicyVerdict, policyError } from '../../src/policy/policy-verdict.ts';
import { combine, killed } from '../../src/policy/ruling.ts';
import type { Verdict } from '../../src/policy/verdict.ts';

type Said = Effect | 'nothing';

function reason(source: Reason['source'], msg: string): Reason {
  return { source, msg };
}

function rules(said: Said): Verdict {
  const reasons = [reason('rule', 'rule')];
  return said === 'nothing' ? { reasons: [] } : { effect: said, reasons };
}

function policies(said: Said | 'failed'): PolicyVerdict {
  if (said === 'failed') return policyError('failed');
  const verdict = { kind: 'verdict', shadow: [], redact: [] } as const;
  if (said === 'nothing') return { ...verdict, reasons: [] };
  return { ...verdict, effect: said, reasons: [reason('policy', 'policy')] };
}

/** As in docs/decision.md: rules down, policies across. */
const COLUMNS = ['deny', 'require_approval', 'allow', 'nothing', 'failed'] as const;
const TABLE: Readonly<Record<Said, readonly Outcome[]>> = {
  deny: ['denied_by_rule', 'denied_by_rule', 'denied_by_rule', 'denied_by_rule', 'policy_error'],
  require_approval: [
    'denied_by_policy',
    'approval_pending',
    'approval_pending',
    'approval_pending',
    'policy_error',
  ],
  allow: ['denied_by_policy', 'approval_pending', 'allowed', 'allowed', 'policy_error'],
  nothing: ['denied_by_policy', 'approval_pending', 'allowed', 'denied_by_default', 'policy_error'],
};

const EFFECT_OF: Partial<Record<Outcome, Effect>> = {
  allowed: 'allow',
  approval_pending: 'require_approval',
};

describe('combining rules and policies', () => {
  for (const [said, outcomes] of Object.entries(TABLE)) {
    for (const [index, outcome] of outcomes.entries()) {
      const column = COLUMNS[index]!;
      it(`${said} and ${column}: ${outcome}`, () => {
        const ruling = combine(rules(said as Said), policies(column), () => 'nobody');
        assert.equal(ruling.outcome, outcome);
        assert.equal(ruling.effect, EFFECT_OF[outcome] ?? 'deny');
        assert.ok(ruling.reasons.length > 0);
      });
    }
  }
});

describe('the reasons of a ruling', () => {
  function told(rule: Verdict, policy: PolicyVerdict): string[] {
    return combine(rule, policy, () => 'nobody').reasons.map(({ msg }) => msg);
  }

  it('are those of its effect, from both', () => {
    assert.deepEqual(told(rules('deny'), policies('deny')), ['rule', 'policy']);
    assert.deepEqual(told(rules('allow'), policies('deny')), ['policy']);
    assert.deepEqual(told(rules('require_approval'), policies('allow')), ['rule']);
    assert.deepEqual(told(rules('nothing'), policies('nothing')), ['nobody']);
    assert.deepEqual(told(rules('deny'), policies('failed')), ['rule', 'failed']);
  });

  it('tell failed conditions whatever the effect', () => {
    const note = reason('error', 'note');
    assert.deepEqual(told({ effect: 'allow', reasons: [note] }, policies('deny')), [
      'note',
      'policy',
    ]);
    assert.deepEqual(told({ reasons: [note] }, policies('nothing')), ['nobody', 'note']);
    assert.deepEqual(told({ reasons: [note] }, policies('allow')), ['note', 'policy']);
  });
});

describe('approvers and expiry', () => {
  const asking: Verdict = {
    effect: 'require_approval',
    reasons: [],
    approvers: ['oncall'],
    expiresMs: 5,
  };

  it('are the rule’s that asks', () => {
    const ruling = combine(asking, policies('allow'), () => '');
    assert.deepEqual([ruling.approvers, ruling.expiresMs], [['oncall'], 5]);
  });

  it('are none when a policy asks, or nobody does', () => {
    for (const [rule, policy] of [
      [rules('allow'), policies('require_approval')],
      [asking, policies('deny')],
    ] as const) {
      const ruling = combine(rule, policy, () => '');
      assert.ok(!('approvers' in ruling) && !('expiresMs' in ruling));
    }
  });
});

describe('a kill', () => {
  it('says what is off, and why', () => {
    assert.deepEqual(killed({ scope: 'all' }), {
      effect: 'deny',
      outcome: 'killed',
      reasons: [{ source: 'kill_switch', msg: 'everything is switched off by the operator' }],
    });
    const { reasons } = killed({ scope: 'server', name: 'github', reason: 'incident' });
    assert.equal(reasons[0]?.msg, 'server `github` is switched off by the operator: incident');
  });
});
