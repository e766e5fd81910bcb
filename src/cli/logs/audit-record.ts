import type { Reason } from '../../policy/decision.ts';

/** What the commands that show the audit read of an event (src/audit/event.ts); a log may hold events of other versions. */
export interface AuditRecord {
  readonly timestamp: string;
  readonly decision_id: string;
  readonly outcome: string;
  readonly requested_by?: string;
  readonly input?: {
    readonly action?: string;
    readonly agent?: { readonly name?: string; readonly user?: string };
    readonly server?: { readonly name?: string; readonly origin?: string };
    readonly tool?: {
      readonly name?: string;
      readonly risk?: string;
      readonly arguments?: unknown;
    };
    readonly http?: { readonly host?: string; readonly path?: string };
  };
  readonly result?: {
    readonly effect?: string;
    readonly reasons?: readonly Partial<Reason>[];
    readonly shadow?: readonly Partial<Reason>[];
  };
  readonly bundles?: Readonly<Record<string, { readonly revision?: string }>>;
  readonly upstream?: { readonly status: number; readonly ms: number };
  readonly hold_ms?: number;
  readonly hidden?: number;
  readonly approval?: unknown;
  readonly masked?: readonly string[];
  readonly hash?: string;
}

/** The record of a line; undefined when it holds none. */
export function readRecord(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isRecord =
      typeof value === 'object' && value !== null && 'decision_id' in value && 'outcome' in value;
    return isRecord ? (value as AuditRecord) : undefined;
  } catch {
    return undefined;
  }
}
