import type { AuditEvent } from '../audit/event.ts';
import { redactInput } from '../audit/redact.ts';
import { messageOf } from '../base/errors.ts';
import type { Json, JsonObject } from '../base/plain-json.ts';
import type { Decision, Outcome } from '../policy/decision.ts';
import type { InputDocument } from '../policy/input.ts';
import type { Call, Flow, Shared } from './flow.ts';

/** What became of a call at its upstream. */
export interface Aftermath {
  readonly upstream?: { readonly status: number; readonly ms: number };
  readonly hidden?: number;
}

function resultOf(decision: Decision): Json {
  const { effect, reasons, shadow, cached } = decision;
  return { effect, reasons: reasons as unknown as Json, shadow: shadow as unknown as Json, cached };
}

/** What an event is made from: a call of a flow, or a tunnel that was asked for. */
export interface Recorded {
  readonly input: InputDocument;
  readonly decision: Decision;
  readonly startedAtMs: number;
  readonly holdMs?: number | undefined;
  readonly approvalId?: string | undefined;
}

function approvalOf(shared: Shared, id: string | undefined): { approval?: JsonObject } {
  const approval = id === undefined ? undefined : shared.approvals.get(id);
  if (approval === undefined) return {};
  const { status, decidedBy, note } = approval;
  return {
    approval: {
      id: approval.id,
      status,
      ...(decidedBy === undefined ? {} : { decided_by: decidedBy }),
      ...(note === undefined ? {} : { note }),
    },
  };
}

function eventOf(
  shared: Shared,
  recorded: Recorded,
  outcome: Outcome,
  aftermath: Aftermath,
): AuditEvent {
  const { decision, input, startedAtMs, holdMs, approvalId } = recorded;
  const mode = shared.current().config.audit.arguments;
  const { value, masked } = redactInput(input as unknown as Json, decision.redact, mode);
  const now = shared.clock.nowMs();
  return {
    decision_id: decision.id,
    timestamp: new Date(now).toISOString(),
    path: 'tameflare/decision',
    input: value,
    result: resultOf(decision),
    labels: { agent: input.agent.name, ...input.agent.labels },
    bundles: { policies: { revision: decision.revision } },
    requested_by: input.agent.run,
    metrics: {
      timer_decide_ns: Math.round(decision.micros * 1000),
      timer_total_ns: (now - startedAtMs) * 1_000_000,
    },
    masked,
    erased: [],
    outcome,
    ...aftermath,
    ...(holdMs === undefined ? {} : { hold_ms: holdMs }),
    ...approvalOf(shared, approvalId),
  };
}

/** Writes one event and counts it. Gives the outcome that holds: `audit_error` when it could not be written. */
export function recordEvent(
  shared: Shared,
  recorded: Recorded,
  outcome: Outcome,
  aftermath: Aftermath,
): Outcome {
  const held = write(shared, recorded, outcome, aftermath);
  shared.counts.set(held, (shared.counts.get(held) ?? 0) + 1);
  return held;
}

function write(
  shared: Shared,
  recorded: Recorded,
  outcome: Outcome,
  aftermath: Aftermath,
): Outcome {
  try {
    shared.audit.record(eventOf(shared, recorded, outcome, aftermath));
    return outcome;
  } catch (error) {
    shared.warn(messageOf(error), { decision: recorded.decision.id });
    return 'audit_error';
  }
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
  const { upstream } = flow;
  const answered = call.sent === true && upstream !== undefined;
  call.outcome ??= recordEvent(
    flow.shared,
    { startedAtMs: flow.startedAtMs, ...call },
    outcome,
    answered ? { upstream, ...aftermath } : aftermath,
  );
  return call.outcome;
}
