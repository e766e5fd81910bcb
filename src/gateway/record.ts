import type { AuditEvent } from '../audit/event.ts';
import { redactInput } from '../audit/redact.ts';
import { messageOf } from '../base/errors.ts';
import type { Json, JsonObject } from '../base/plain-json.ts';
import type { Decision, Outcome } from '../policy/decision.ts';
import type { Call, Flow } from './flow.ts';

/** What became of a call at its upstream. */
export interface Aftermath {
  readonly upstream?: { readonly status: number; readonly ms: number };
  readonly hidden?: number;
}

function resultOf(decision: Decision): Json {
  const { effect, reasons, shadow, cached } = decision;
  return { effect, reasons: reasons as unknown as Json, shadow: shadow as unknown as Json, cached };
}

function approvalOf(flow: Flow, call: Call): { approval?: JsonObject } {
  if (call.approvalId === undefined) return {};
  const approval = flow.shared.approvals.get(call.approvalId);
  if (approval === undefined) return {};
  const { id, status, decidedBy, note } = approval;
  return {
    approval: {
      id,
      status,
      ...(decidedBy ? { decided_by: decidedBy } : {}),
      ...(note ? { note } : {}),
    },
  };
}

function eventOf(flow: Flow, call: Call, outcome: Outcome, aftermath: Aftermath): AuditEvent {
  const { decision, input } = call;
  const { value, masked } = redactInput(
    input as unknown as Json,
    decision.redact,
    flow.snapshot.config.audit.arguments,
  );
  const now = flow.shared.clock.nowMs();
  return {
    decision_id: decision.id,
    timestamp: new Date(now).toISOString(),
    path: 'tameflare/decision',
    input: value,
    result: resultOf(decision),
    labels: { agent: flow.agent.name, ...flow.agent.labels },
    bundles: { policies: { revision: decision.revision } },
    requested_by: flow.agent.run,
    metrics: {
      timer_decide_ns: Math.round(decision.micros * 1000),
      timer_total_ns: (now - flow.startedAtMs) * 1_000_000,
    },
    masked,
    erased: [],
    outcome,
    ...aftermath,
    ...(call.holdMs === undefined ? {} : { hold_ms: call.holdMs }),
    ...approvalOf(flow, call),
  };
}

/**
 * Records how a call ended, once, before its answer leaves. Gives the outcome that holds: `audit_error`
 * when it could not be recorded, and then the answer must not leave as it is.
 */
export function record(
  flow: Flow,
  call: Call,
  outcome: Outcome,
  aftermath: Aftermath = {},
): Outcome {
  if (call.outcome !== undefined) return call.outcome;
  call.outcome = write(flow, call, outcome, aftermath);
  const { counts } = flow.shared;
  counts.set(call.outcome, (counts.get(call.outcome) ?? 0) + 1);
  return call.outcome;
}

function write(flow: Flow, call: Call, outcome: Outcome, aftermath: Aftermath): Outcome {
  try {
    flow.shared.audit.record(eventOf(flow, call, outcome, aftermath));
    return outcome;
  } catch (error) {
    flow.shared.warn(messageOf(error), { decision: call.decision.id });
    return 'audit_error';
  }
}
