import type { Decision } from '../../policy/decision.ts';
import { repeatDigest } from '../action-digest.ts';
import type { Call, Flow, Step } from '../flow.ts';

/** Needs a person's word because it may have run already. */
function needsApproval(decision: Decision, reference: string, agoMs: number): Decision {
  const seconds = Math.round(agoMs / 1000);
  const msg = `an identical call ${seconds} s ago (reference ${reference}) may have run: its outcome is unknown`;
  return {
    ...decision,
    effect: 'require_approval',
    outcome: 'approval_pending',
    reasons: [{ source: 'rule', rule: 'approvals.repeatWindow', code: 'outcome_unknown', msg }],
  };
}

function holdRepeat(flow: Flow, call: Call): void {
  const { message, decision, input } = call;
  if (message?.kind !== 'request' || input.tool === undefined || input.tool.risk === 'low') return;
  const { sentCalls, clock } = flow.shared;
  const { repeatWindowMs } = flow.snapshot.config.approvals;
  if (decision.effect !== 'allow' || repeatWindowMs === 0) return;
  const earlier = sentCalls.unknown(repeatDigest(flow, message), repeatWindowMs);
  if (earlier === undefined) return;
  call.decision = needsApproval(decision, earlier.reference, clock.nowMs() - earlier.sinceMs);
}

/** A call that may have run already does not run again silently: clients repeat what they gave up on. */
export function holdRepeats(flow: Flow): Step {
  if (flow.shared.sentCalls.anyLost) for (const call of flow.calls) holdRepeat(flow, call);
  return 'next';
}
