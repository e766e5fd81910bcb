/** What happened at the controls, as an audit event: who did or tried what, beside the calls it was about. */
import type { AuditEvent } from '../audit/event.ts';
import { timestampOf } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Json } from '../base/plain-json.ts';
import type { Outcome } from '../policy/decision.ts';
import type { Shared } from './flow.ts';

export interface OperatorAction {
  readonly id: string;
  readonly timestamp: string;
  readonly agent: string;
  /** The run it was asked of, or whoever did it. */
  readonly by: string;
  /** `kill`, `unkill`, or a request of the control API. */
  readonly action: string;
  readonly subject?: Json;
  readonly outcome: Outcome;
  readonly message: string;
}

/** Nothing here was decided by policies: the event has their form and `tameflare/control` as its path. */
export function operatorEvent(happened: OperatorAction): AuditEvent {
  const { id, timestamp, agent, by, action, subject, outcome, message } = happened;
  const effect = outcome === 'allowed' ? 'allow' : 'deny';
  return {
    decision_id: id,
    timestamp,
    path: 'tameflare/control',
    input: { version: 1, phase: 'control', action, ...(subject === undefined ? {} : { subject }) },
    result: { effect, reasons: [{ source: 'operator', msg: message }] },
    labels: { agent },
    bundles: {},
    requested_by: by,
    metrics: {},
    masked: [],
    erased: [],
    outcome,
  };
}

/** Records what was asked of the control API without an operator's key. @throws TfError `tf_audit_write` */
export function recordRefusal(
  { audit, current, clock }: Shared,
  run: string,
  action: string,
): void {
  const message = "it needs an operator's key";
  const happened = { action, outcome: 'denied_by_default', message, by: run } as const;
  const { name: agent } = current().config.agent;
  const timestamp = timestampOf(clock.nowMs());
  audit.record(operatorEvent({ ...happened, id: newId(clock), timestamp, agent }));
}
