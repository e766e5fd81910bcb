/** Where time comes from, so that tests and replays can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Nanoseconds since the epoch, as Rego's `time.now_ns` gives them. */
  nowNs(): bigint;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  nowNs: () => BigInt(Date.now()) * 1_000_000n,
};

/** A clock that stands still. */
export function fixedClock(nowNs: bigint): Clock {
  return { nowMs: () => Number(nowNs / 1_000_000n), nowNs: () => nowNs };
}

let lastMs = Number.NaN;
let lastText = '';

/** A time as RFC 3339 in UTC; many in a row are of the same millisecond. */
export function timestampOf(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastText;
}
