/*
 * Calls that were sent on, until their answers are here. One that loses its client or its server on the way may
 * have run: its outcome is unknown, and an identical call is not to run silently while that is so.
 *
 *   running → answered
 *           → unknown    the client left or gave up, the server broke off
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock.ts';

/** One call that was sent on. */
export interface SentCall {
  /** What its answer is found by. */
  readonly id: string;
  /** What makes another call identical; asked only of calls that matter, and let go of with the answer. */
  digest: (() => string) | undefined;
  /** The decision it was sent under. */
  readonly reference: string;
  state: 'running' | 'answered' | 'unknown';
  /** When it became unknown; milliseconds since the epoch. */
  sinceMs: number;
}

/** More than are open, or were lost lately, in any honest run. */
const MAX_CALLS = 10_000;

export class CallRegister {
  private readonly clock: Clock;
  private readonly byId = new LRUCache<string, SentCall>({ max: MAX_CALLS });
  private readonly lostByDigest = new LRUCache<string, SentCall>({ max: MAX_CALLS });

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A call leaves for its server. `id` finds it again when its answer arrives another way. */
  begin(id: string, digest: () => string, reference: string): SentCall {
    const call: SentCall = { id, digest, reference, state: 'running', sinceMs: 0 };
    this.byId.set(id, call);
    return call;
  }

  /** The call that was last sent under an id, until it is answered. */
  find(id: string): SentCall | undefined {
    return this.byId.get(id);
  }

  /** Its server has answered: what an identical call before it left unknown is settled too. */
  answered(call: SentCall): void {
    call.state = 'answered';
    if (this.anyLost && call.digest !== undefined) this.lostByDigest.delete(call.digest());
    call.digest = undefined;
    if (this.byId.get(call.id) === call) this.byId.delete(call.id);
  }

  /** Nobody will see its answer. */
  lost(call: SentCall): void {
    if (call.state !== 'running' || call.digest === undefined) return;
    const digest = call.digest();
    call.digest = () => digest;
    call.state = 'unknown';
    call.sinceMs = this.clock.nowMs();
    this.lostByDigest.set(digest, call);
  }

  /** Whether there is any call to compare with. */
  get anyLost(): boolean {
    return this.lostByDigest.size > 0;
  }

  /** The identical call whose outcome became unknown within the last `windowMs`. */
  unknown(digest: string, windowMs: number): SentCall | undefined {
    const call = this.lostByDigest.get(digest);
    return call !== undefined && this.clock.nowMs() - call.sinceMs < windowMs ? call : undefined;
  }
}
