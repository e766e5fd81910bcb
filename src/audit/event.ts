import type { Json, JsonObject } from '../base/plain-json.ts';

/**
 * One governed call, as recorded: OPA's decision-log keys where they exist, then ours.
 * Shape: schemas/audit-event.schema.json.
 */
export interface AuditEvent {
  readonly decision_id: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** The entrypoint that decided. */
  readonly path: string;
  readonly input: Json;
  readonly result: Json;
  readonly labels: Readonly<Record<string, string>>;
  readonly bundles: Readonly<Record<string, { readonly revision: string }>>;
  /** Who asked: the agent's run. */
  readonly requested_by: string;
  /** Nanoseconds by timer name, counters as numbers. */
  readonly metrics: Readonly<Record<string, number>>;
  /** JSON pointers into the event that were replaced by a mask. */
  readonly masked: readonly string[];
  /** JSON pointers into the event that were removed. */
  readonly erased: readonly string[];
  readonly outcome: string;
  /** The upstream's answer, when the call was forwarded; `ms` counts to its headers. */
  readonly upstream?: { readonly status: number; readonly ms: number };
  /** How long the call was held for a person. */
  readonly hold_ms?: number;
  readonly approval?: JsonObject;
  /** List items the caller did not see. */
  readonly hidden?: number;
  /** What the strictest of the shadow rules that spoke would have made of it, beside the real outcome. */
  readonly would?: string;
}

/** An event in the chain: `hash` covers everything before it, `prev` is the line before. */
export interface ChainedEvent extends AuditEvent {
  readonly prev: string;
  readonly hash: string;
}
