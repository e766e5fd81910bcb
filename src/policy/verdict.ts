import type { Effect, Reason } from './decision.ts';

/** What one source of authority (access rules, policies, egress list) says about a message. */
export interface Verdict {
  /** Absent when the source says nothing. */
  readonly effect?: Effect;
  readonly reasons: readonly Reason[];
  /** Who may approve and for how long an approval waits, for require_approval. */
  readonly approvers?: readonly string[];
  readonly expiresMs?: number;
}

/** A source that says nothing. */
export const SILENT: Verdict = { reasons: [] };
