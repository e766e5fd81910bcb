/** What deciding yields, and the words every text, audit line, metric and exit code shares. */

/** From most to least restrictive. */
export const EFFECTS = ['deny', 'require_approval', 'allow'] as const;
export type Effect = (typeof EFFECTS)[number];

/** How a governed message ended. */
export const OUTCOMES = [
  'allowed',
  'denied_by_rule',
  'denied_by_policy',
  'denied_by_default',
  'denied_by_human',
  'approval_pending',
  'approval_expired',
  'killed',
  'refused_malformed',
  'client_gone',
  'upstream_error',
  'policy_error',
  'audit_error',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why: one per rule that spoke. */
export interface Reason {
  readonly source: 'rule' | 'policy' | 'default' | 'error' | 'human' | 'kill_switch';
  readonly package?: string;
  readonly rule?: string;
  readonly file?: string;
  readonly line?: number;
  readonly msg: string;
  readonly code?: string;
  /** What a shadow rule would have decided. */
  readonly effect?: Effect;
}

export interface Decision {
  /** Unique; the reference a denial shows and the audit records. */
  readonly id: string;
  readonly effect: Effect;
  /** The outcome if nothing else happens: `approval_pending` for require_approval. */
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  /** What shadow rules would have said. */
  readonly shadow: readonly Reason[];
  /** JSON pointers into the input document that the audit masks. */
  readonly redact: readonly string[];
  /** Who may approve and for how long it waits, when a rule says so. */
  readonly approvers?: readonly string[];
  readonly expiresMs?: number;
  /** The policy revision that decided. */
  readonly revision: string;
  readonly cached: boolean;
  /** Microseconds it took to decide. */
  readonly micros: number;
}
