/*
 * The most restrictive wins: how what access rules say and what policies say become one ruling.
 *
 * Each says deny, require_approval, allow, or nothing. One deny refuses; else one require_approval
 * holds; else one allow lets through; if nobody says anything the message is refused. Policies that
 * failed refuse whatever the rules say. The table is in docs/decision.md, and tested.
 */
import type { Decision, Effect, Outcome, Reason } from './decision.ts';
import type { Kill } from './kill-switch.ts';
import type { PolicyVerdict } from './policy-verdict.ts';
import { SILENT, type Verdict } from './verdict.ts';

/** What a decision consists of before it gets its id and times. */
export type Ruling = Pick<Decision, 'effect' | 'outcome' | 'reasons' | 'approvers' | 'expiresMs'>;

function asVerdict(verdict: PolicyVerdict): Verdict {
  if (verdict.kind === 'error') return { effect: 'deny', reasons: [verdict.reason] };
  return verdict;
}

const OUTCOME_OF: Readonly<Record<Exclude<Effect, 'deny'>, Outcome>> = {
  allow: 'allowed',
  require_approval: 'approval_pending',
};

/** Failed conditions are told whatever the effect. */
function reasonsFor(effect: Effect, verdicts: readonly Verdict[]): Reason[] {
  const told: Reason[] = [];
  for (const verdict of verdicts) {
    for (const reason of verdict.reasons) {
      if (verdict.effect === effect || reason.source === 'error') told.push(reason);
    }
  }
  return told;
}

function approvalOf(verdicts: readonly Verdict[]): Pick<Decision, 'approvers' | 'expiresMs'> {
  const asking = verdicts.find(verdict => verdict.effect === 'require_approval') ?? SILENT;
  return {
    ...(asking.approvers !== undefined && { approvers: asking.approvers }),
    ...(asking.expiresMs !== undefined && { expiresMs: asking.expiresMs }),
  };
}

/** @param byDefault why a message that nobody spoke about is refused */
export function combine(rules: Verdict, policies: PolicyVerdict, byDefault: () => string): Ruling {
  const verdicts = [rules, asVerdict(policies)];
  const says = (effect: Effect) => verdicts.some(verdict => verdict.effect === effect);
  if (says('deny')) {
    const refusal = rules.effect === 'deny' ? 'denied_by_rule' : 'denied_by_policy';
    const outcome = policies.kind === 'error' ? 'policy_error' : refusal;
    return { effect: 'deny', outcome, reasons: reasonsFor('deny', verdicts) };
  }
  for (const effect of ['require_approval', 'allow'] as const) {
    if (!says(effect)) continue;
    const reasons = reasonsFor(effect, verdicts);
    const approval = effect === 'allow' ? {} : approvalOf(verdicts);
    return { effect, outcome: OUTCOME_OF[effect], reasons, ...approval };
  }
  return denyByDefault(byDefault(), reasonsFor('deny', verdicts));
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
