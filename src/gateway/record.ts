import type { AuditEvent } from '../audit/event.ts';
import { redactInput } from '../audit/redact.ts';
import { timestampOf } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Json, JsonObject } from '../base/plain-json.ts';
import { type Decision, EFFECTS, type Outcome } from '../policy/decision.ts';
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

/** What the strictest of the shadow rules that spoke would have made of it. */
function wouldOf({ shadow }: Decision): string | undefined {
  if (shadow.length === 0) return undefined;
  const effect = EFFECTS.find(candidate => shadow.some(reason => reason.effect === candidate));
  return effect === undefined ? undefined : `would_${effect}`;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function approvalOf(shared: Shared, id: string): JsonObject | undefined {
  const approval = shared.approvals.get(id);
  if (approval === undefined) return undefined;
  const { status, decidedBy, note } = approval;
  return {
    id: approval.id,
    status,
    ...(decidedBy === undefined ? {} : { decided_by: decidedBy }),
    ...(note === undefined ? {} : { note }),
  };
}

function eventOf(
  shared: Shared,
  { decision, input, startedAtMs, holdMs, approvalId }: Recorded,
  outcome: Outcome,
  { upstream, hidden }: Aftermath,
): AuditEvent {
  const mode = shared.current().config.audit.arguments;
  const { value, masked } = redactInput(input as unknown as Json, decision.redact, mode);
  const secrets = shared.credentials?.mask();
  const now = shared.clock.nowMs();
  const event: Writable<AuditEvent> = {
    decision_id: decision.id,
    timestamp: timestampOf(now),
    path: 'tameflare/decision',
    input: secrets === undefined ? value : secrets.json(value),
    result: resultOf(decision),
    labels: { agent: input.agent.name, ...input.agent.labels },
    bundles: { policies: { revision: decision.revision } },
    requested_by: input.agent.run,
    metrics: {
      timer_decide_ns: decision.micros * 1000,
      timer_total_ns: (now - startedAtMs) * 1_000_000,
    },
    masked,
    erased: NOTHING_ERASED,
    outcome,
  };
  const approval = approvalId === undefined ? undefined : approvalOf(shared, approvalId);
  if (upstream !== undefined) event.upstream = upstream;
  if (hidden !== undefined) event.hidden = hidden;
  if (holdMs !== undefined) event.hold_ms = holdMs;
  if (approval !== undefined) event.approval = approval;
  const would = wouldOf(decision);
  if (would !== undefined) event.would = would;
  return event;
}

const NOTHING_ERASED: readonly string[] = [];

/** Counts what was recorded. */
function counted(
  shared: Shared,
  { decision }: Recorded,
  { upstream }: Aftermath,
  outcome: Outcome,
): Outcome {
  shared.observe?.(decision.micros, upstream?.ms);
  shared.counts.set(outcome, (shared.counts.get(outcome) ?? 0) + 1);
  return outcome;
}

/** What it comes to when an event could not be written. */
function unwritten(shared: Shared, { decision }: Recorded, error: unknown): Outcome {
  shared.warn(messageOf(error), { decision: decision.id });
  return 'audit_error';
}

/** Writes one event and counts it. Gives the outcome that holds: `audit_error` when it could not be written. */
export function recordEvent(
  shared: Shared,
  recorded: Recorded,
  outcome: Outcome,
  aftermath: Aftermath,
): Outcome {
  try {
    shared.audit.record(eventOf(shared, recorded, outcome, aftermath));
    return counted(shared, recorded, aftermath, outcome);
  } catch (error) {
    return counted(shared, recorded, aftermath, unwritten(shared, recorded, error));
  }
}

/** As `recordEvent`, in one write with whatever else ends in this turn of the event loop. */
async function recordEventSoon(
  shared: Shared,
  recorded: Recorded,
  outcome: Outcome,
  aftermath: Aftermath,
): Promise<Outcome> {
  try {
    await shared.audit.recordSoon(eventOf(shared, recorded, outcome, aftermath));
    return counted(shared, recorded, aftermath, outcome);
  } catch (error) {
    return counted(shared, recorded, aftermath, unwritten(shared, recorded, error));
  }
}

/** What became of a call at its upstream, as far as it got there. */
function aftermathOf({ upstream }: Flow, call: Call, aftermath: Aftermath): Aftermath {
  return call.sent === true && upstream !== undefined ? { upstream, ...aftermath } : aftermath;
}

function recordedOf({ startedAtMs }: Flow, call: Call): Recorded {
  const { input, decision, holdMs, approvalId } = call;
  return { input, decision, startedAtMs, holdMs, approvalId };
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
  call.outcome ??= recordEvent(
    flow.shared,
    recordedOf(flow, call),
    outcome,
    aftermathOf(flow, call, aftermath),
  );
  return call.outcome;
}

/** As `record`, for calls whose answer can wait for the end of this turn of the event loop. */
export async function recordSoon(flow: Flow, call: Call, outcome: Outcome): Promise<Outcome> {
  if (call.outcome !== undefined) return call.outcome;
  call.outcome = outcome;
  const after = aftermathOf(flow, call, {});
  call.outcome = await recordEventSoon(flow.shared, recordedOf(flow, call), outcome, after);
  return call.outcome;
}
