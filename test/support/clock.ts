import type { Clock } from '../../src/base/clock.ts';

/** A clock that tests turn. */
export function turnableClock(): Clock & { turn(ms: number): void } {
  let now = 1_000_000;
  return {
    nowMs: () => now,
    nowNs: () => BigInt(now) * 1_000_000n,
    turn: ms => {
      now += ms;
    },
  };
}
