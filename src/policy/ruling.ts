/*
 * The most restrictive wins: how what access rules say and what policies say become one ruling.
 *
 * Each says deny, require_approval, allow, or nothing. One deny refuses; else one require_approval
 * holds; else one allow lets through; if nobody says anything the message is refused. Policies that
 * failed refuse whatever the rules say. The table is in docs/decision.md, and tested.
 */
import { type Decision, EFFECTS, type Effect, type Reason } from './decision.ts';
import type { Kill } from './kill-switch.ts';
import type { PolicyVerdict } from './policy-verdict.ts';
import type { Verdict } from './verdict.ts';

/** What a decision consists of before it gets its id and times. */
export type Ruling = Pick<Decision, 'effect' | 'outcome' | 'reasons' | 'approvers' | 'expiresMs'>;

function asVerdict(verdict: PolicyVerdict): Verdict {
  if (verdict.kind === 'error') return { effect: 'deny', reasons: [verdict.reason] };
  return verdict;
}

/** Failed conditions are told whatever the effect. */
function tell({ effect, reasons }: Verdict, ruling: Effect, told: Reason[]): void {
  for (const reason of reasons) {
    if (effect === ruling || reason.source === 'error') told.push(reason);
  }
}

function reasonsFor(effect: Effect, rules: Verdict, policies: Verdict): Reason[] {
  const told: Reason[] = [];
  tell(rules, effect, told);
  tell(policies, effect, told);
  return told;
}

function strictest(a: Effect | undefined, b: Effect | undefined): Effect | undefined {
  return EFFECTS.find(effect => effect === a || effect === b);
}

/** What a ruling to ask a person takes from the one that asks. */
function approvalOf({ approvers, expiresMs }: Verdict): Pick<Decision, 'approvers' | 'expiresMs'> {
  return {
    ...(approvers !== undefined && { approvers }),
    ...(expiresMs !== undefined && { expiresMs }),
  };
}

/** @param byDefault why a message that nobody spoke about is refused */
export function combine(rules: Verdict, policies: PolicyVerdict, byDefault: () => string): Ruling {
  const said = asVerdict(policies);
  const effect = strictest(rules.effect, said.effect);
  if (effect === undefined) return denyByDefault(byDefault(), reasonsFor('deny', rules, said));
  const reasons = reasonsFor(effect, rules, said);
  switch (effect) {
    case 'deny': {
      const refusal = rules.effect === 'deny' ? 'denied_by_rule' : 'denied_by_policy';
      return { effect, outcome: policies.kind === 'error' ? 'policy_error' : refusal, reasons };
    }
    case 'require_approval': {
      const asking = rules.effect === effect ? rules : said;
      return { effect, outcome: 'approval_pending', reasons, ...approvalOf(asking) };
    }
    case 'allow':
      return { effect, outcome: 'allowed', reasons };
  }
}

/** What becomes of a message that nothing lets through. */
export function denyByDefault(msg: string, notes: readonly Reason[] = []): Ruling {
  const reasons: Reason[] = [{ source: 'default', msg }, ...notes];
  return { effect: 'deny', outcome: 'denied_by_default', reasons };
}

/** What a kill switch makes of a message. */
export function killed({ scope, name, reason }: Kill): Ruling {
  const what = scope === 'all' ? 'everything' : `${scope} \`${name}\``;
  const why = reason === undefined ? '' : `: ${reason}`;
  const msg = `${what} is switched off by the operator${why}`;
  return { effect: 'deny', outcome: 'killed', reasons: [{ source: 'kill_switch', msg }] };
}
