/*
 * Approved calls that their server has not finished: it asked something of the client, and waits for the same call
 * with the answer (2026-07-28, multi round-trip requests). The person who approved the call is not asked again for it.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock.ts';

const MAX_OPEN = 1000;

/** An approval whose call goes on. */
interface Continuation {
  readonly approvalId: string;
  readonly expiresAtMs: number;
}

export class Continuations {
  private readonly clock: Clock;
  private readonly open = new LRUCache<string, Continuation>({ max: MAX_OPEN });

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The call with this digest may go on once. */
  add(digest: string, approvalId: string, expiresMs: number): void {
    this.open.set(digest, { approvalId, expiresAtMs: this.clock.nowMs() + expiresMs });
  }

  /** The approval under which a call goes on, once. */
  take(digest: string): string | undefined {
    const found = this.open.get(digest);
    this.open.delete(digest);
    return found !== undefined && this.clock.nowMs() < found.expiresAtMs
      ? found.approvalId
      : undefined;
  }
}
