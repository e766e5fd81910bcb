import type { CaseKind } from './cases.ts';
import type { Judgement } from './run.ts';

/** How many cases of a suite an engine passed, failed and can't be asked. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
}

/** Tallies by suite and engine; the suite `total` counts all. */
export type Table = ReadonlyMap<string, ReadonlyMap<string, Tally>>;

const EMPTY: Tally = { passed: 0, failed: 0, unsupported: 0 };

export function tabulate(judgements: readonly Judgement[]): Table {
  const table = new Map<string, Map<string, Tally>>();
  const count = (suite: string, { engine, verdict }: Judgement) => {
    const row = table.get(suite) ?? new Map<string, Tally>();
    table.set(suite, row);
    const tally = row.get(engine) ?? EMPTY;
    row.set(engine, { ...tally, [verdict.kind]: tally[verdict.kind] + 1 });
  };
  for (const judgement of judgements) count(judgement.test.suite, judgement);
  for (const judgement of judgements) count('total', judgement);
  return table;
}

function printTally({ passed, failed, unsupported }: Tally): string {
  const rest = [failed > 0 && `${failed} failed`, unsupported > 0 && `${unsupported} unsupported`];
  return [String(passed), ...rest.filter(text => text !== false)].join(', ');
}

/** A table for a terminal: suites down, engines across. */
export function printTable(kind: CaseKind, table: Table): string {
  const engines = [...new Set([...table.values()].flatMap(row => [...row.keys()]))];
  const rows = [...table].map(([suite, row]) => [
    suite,
    ...engines.map(engine => printTally(row.get(engine) ?? EMPTY)),
  ]);
  const lines = [[kind, ...engines], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The failures, one a line, with what was wanted and what came. */
export function printFailures(judgements: readonly Judgement[]): string {
  return judgements
    .flatMap(({ test, engine, verdict }) =>
      verdict.kind === 'failed' ? [`${engine}: ${test.id}\n    ${verdict.why}`] : [],
    )
    .join('\n');
}
