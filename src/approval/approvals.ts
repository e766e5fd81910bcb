/*
 * Requests for a person's word, and the grants that come of them.
 *
 *   pending → approved → used        an approval runs the approved action exactly once
 *           → denied                 answered to every identical call until it expires
 *           → expired                nobody answered, or nobody used the approval, in time
 *
 * A request is bound to its action's digest. Identical calls join the one that waits; a call that
 * differs in anything is another request.
 */
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import type { Json } from '../base/plain-json.ts';

export type ApprovalStatus = 'pending' | 'approved' | 'denied' | 'expired' | 'used';

/** What a person is asked about. */
export interface ApprovalSubject {
  readonly agent: string;
  readonly server: string;
  readonly tool: string;
  readonly risk: string;
  readonly arguments: Json;
  readonly reasons: readonly string[];
  readonly approvers: readonly string[];
}

export interface Approval {
  readonly id: string;
  readonly digest: string;
  readonly subject: ApprovalSubject;
  readonly status: ApprovalStatus;
  /** Milliseconds since the epoch. */
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  readonly decidedBy?: string;
  readonly note?: string;
}

export type Verdict = 'approved' | 'denied';

/** Why a verdict was not taken. */
export type VerdictFault = 'unknown' | Exclude<ApprovalStatus, 'pending'>;

export interface Approvals {
  /** Opens a request, or joins the live one for the same action. */
  request(digest: string, subject: ApprovalSubject, expiresMs: number): Approval;
  /** A person's answer. Only a pending request takes one. */
  decide(id: string, verdict: Verdict, by: string, note?: string): Approval | VerdictFault;
  /** Takes the approval for an action, once; false when there is none to take. */
  use(id: string): boolean;
  get(id: string): Approval | undefined;
  /** Newest last. */
  list(): readonly Approval[];
  /** Resolves when the request is no longer pending, or after `timeoutMs`, or when `signal` aborts. */
  settled(id: string, timeoutMs: number, signal: AbortSignal): Promise<Approval | undefined>;
}

/** Requests that are remembered, so that an agent can't fill the memory with them: ended ones go first, then the oldest. */
const KEPT = 1000;

const ENDED: ReadonlySet<ApprovalStatus> = new Set(['used', 'expired']);

export function createApprovals(clock: Clock): Approvals {
  const byId = new Map<string, Approval>();
  const waiters = new Map<string, Set<() => void>>();

  function put(approval: Approval): Approval {
    byId.set(approval.id, approval);
    if (approval.status !== 'pending') for (const wake of waiters.get(approval.id) ?? []) wake();
    return approval;
  }

  /** The request as it is now: one past its time has expired, whatever it was waiting for. */
  function get(id: string): Approval | undefined {
    const approval = byId.get(id);
    if (approval === undefined || ENDED.has(approval.status)) return approval;
    return approval.expiresAtMs <= clock.nowMs()
      ? put({ ...approval, status: 'expired' })
      : approval;
  }

  function live(digest: string): Approval | undefined {
    for (const id of [...byId.keys()].reverse()) {
      const approval = get(id)!;
      if (approval.digest === digest && !ENDED.has(approval.status)) return approval;
    }
    return undefined;
  }

  /** Makes room for one request. One that is still open expires: whoever waits for it is told so. */
  function makeRoom(): void {
    if (byId.size < KEPT) return;
    const all = [...byId.values()];
    const oldest = all.find(({ status }) => ENDED.has(status)) ?? all[0]!;
    if (!ENDED.has(oldest.status)) put({ ...oldest, status: 'expired' });
    byId.delete(oldest.id);
  }

  function request(digest: string, subject: ApprovalSubject, expiresMs: number): Approval {
    const existing = live(digest);
    if (existing !== undefined) return existing;
    makeRoom();
    const now = clock.nowMs();
    return put({
      id: newId(clock),
      digest,
      subject,
      status: 'pending',
      requestedAtMs: now,
      expiresAtMs: now + expiresMs,
    });
  }

  function decide(
    id: string,
    verdict: Verdict,
    by: string,
    note?: string,
  ): Approval | VerdictFault {
    const approval = get(id);
    if (approval === undefined) return 'unknown';
    if (approval.status !== 'pending') return approval.status;
    return put({
      ...approval,
      status: verdict,
      decidedBy: by,
      ...(note === undefined ? {} : { note }),
    });
  }

  function use(id: string): boolean {
    const approval = get(id);
    if (approval?.status !== 'approved') return false;
    put({ ...approval, status: 'used' });
    return true;
  }

  function settled(
    id: string,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Approval | undefined> {
    return new Promise(resolve => {
      const waiting = waiters.get(id) ?? new Set();
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        waiting.delete(finish);
        if (waiting.size === 0) waiters.delete(id);
        resolve(get(id));
      };
      const timer = setTimeout(finish, timeoutMs);
      waiting.add(finish);
      waiters.set(id, waiting);
      signal.addEventListener('abort', finish, { once: true });
      if (signal.aborted || get(id)?.status !== 'pending') finish();
    });
  }

  return { request, decide, use, get, list: () => [...byId.keys()].map(id => get(id)!), settled };
}
