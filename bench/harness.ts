/*
 * Interleaved measurement: the contenders take turns in short slices, so that whatever else the machine
 * does hits all of them alike. Slices are timed in CPU time of the process, garbage collection included, so
 * that waiting for a busy processor doesn't count. What is reported are quantiles over slices.
 */
import { quantile } from './quantile.ts';

export interface Contender {
  readonly name: string;
  /** One operation on the n-th input. */
  run(index: number): unknown;
}

export interface Measured {
  readonly name: string;
  /** CPU microseconds per operation: median and 90th percentile over slices. */
  readonly p50: number;
  readonly p90: number;
}

export interface Effort {
  readonly slices: number;
  /** Operations per slice: enough that reading the clock doesn't count, few enough that what disturbs spoils few. */
  readonly operations: number;
}

const WARM_UP_OPERATIONS = 5000;

/** Holds the last result, so that no engine may leave out what nobody looks at. */
export const sink: { last: unknown } = { last: undefined };

/** CPU microseconds per operation over one slice. */
function slice(contender: Contender, operations: number, from: number): number {
  const start = process.cpuUsage();
  for (let index = 0; index < operations; index++) sink.last = contender.run(from + index);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / operations;
}

function summary(name: string, times: readonly number[]): Measured {
  return { name, p50: quantile(times, 0.5), p90: quantile(times, 0.9) };
}

/** Measures contenders in turns; every other round in reverse, so that none always follows the same one. */
export function measure(contenders: readonly Contender[], { slices, operations }: Effort) {
  for (const contender of contenders) slice(contender, WARM_UP_OPERATIONS, 0);
  const timed = contenders.map(contender => ({ contender, times: [] as number[] }));
  for (let round = 0; round < slices; round++) {
    const order = round % 2 === 0 ? timed : [...timed].reverse();
    for (const { contender, times } of order) {
      times.push(slice(contender, operations, round * operations));
    }
  }
  return timed.map(({ contender, times }): Measured => summary(contender.name, times));
}
