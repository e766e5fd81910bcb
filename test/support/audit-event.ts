import type { AuditEvent } from '../../src/audit/event.ts';

/** A record of an allowed call. */
export function auditEvent(id: string): AuditEvent {
  return {
    decision_id: id,
    timestamp: '2026-01-01T00:00:00.000Z',
    path: 'tameflare/decision',
    input: { a: 1 },
    result: { effect: 'allow' },
    labels: {},
    bundles: {},
    requested_by: 'run',
    metrics: {},
    masked: [],
    erased: [],
    outcome: 'allowed',
  };
}
