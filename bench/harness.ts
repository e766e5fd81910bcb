/*
 * Interleaved measurement: the contenders take turns in short slices, so that whatever else the machine
 * does hits all of them alike. What is reported is the median over slices, and ratios of medians.
 */
import { performance } from 'node:perf_hooks';

export interface Contender {
  readonly name: string;
  /** One operation on the n-th input. */
  run(index: number): unknown;
}

export interface Measured {
  readonly name: string;
  /** Microseconds per operation: median and 90th percentile over slices. */
  readonly p50: number;
  readonly p90: number;
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
}

function slice(contender: Contender, operations: number, from: number): number {
  const start = performance.now();
  for (let index = 0; index < operations; index++) contender.run(from + index);
  return ((performance.now() - start) * 1000) / operations;
}

/** Measures contenders in turns. `operations` per slice should last a few hundred microseconds at least. */
export function measure(
  contenders: readonly Contender[],
  slices = 200,
  operations = 64,
): Measured[] {
  const times = contenders.map(() => [] as number[]);
  for (const contender of contenders) slice(contender, 3000, 0);
  for (let round = 0; round < slices; round++) {
    contenders.forEach((contender, index) => {
      times[index]!.push(slice(contender, operations, round * operations));
    });
  }
  return contenders.map((contender, index) => {
    const sorted = times[index]!.sort((a, b) => a - b);
    return { name: contender.name, p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
  });
}

/** A Markdown table: every contender's times, and its ratio to the first. */
export function table(title: string, unit: string, rows: readonly Measured[]): string {
  const base = rows[0]!.p50;
  const lines = rows.map(
    row =>
      `| ${row.name} | ${row.p50.toFixed(2)} | ${row.p90.toFixed(2)} | ${(row.p50 / base).toFixed(2)}x |`,
  );
  return [
    `### ${title}`,
    '',
    `| contender | p50 ${unit} | p90 ${unit} | ratio to the first |`,
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
