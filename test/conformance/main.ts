/*
 * `npm run conformance -- [--kind plans|rego] [--suite name] [--note part] [--engine name] [--verbose]
 * [--json]`: OPA's cases through every engine. Exits 1 if a case fails that no ledger lists.
 */
import { parseArgs } from 'node:util';
import { type CaseKind, hasCases } from './cases.ts';
import { audit, readLedger } from './ledger.ts';
import { printFailures, printTable, tabulate } from './report.ts';
import { failuresOf, judgedOf, runCases, type Selection } from './run.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    suite: { type: 'string' },
    note: { type: 'string' },
    engine: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const kinds: readonly CaseKind[] = (['plans', 'rego'] as const).filter(
  kind => values.kind === undefined || values.kind === kind,
);

async function report(kind: CaseKind): Promise<boolean> {
  const judgements = await runCases(kind, values as Selection);
  const { unlisted, stale } = audit(readLedger(kind), failuresOf(judgements), judgedOf(judgements));
  const table = tabulate(judgements);
  if (values.json) {
    const rows = Object.fromEntries(
      [...table].map(([suite, row]) => [suite, Object.fromEntries(row)]),
    );
    console.log(JSON.stringify({ kind, suites: rows, unlisted, stale }));
  } else {
    console.log(printTable(kind, table));
    if (values.verbose) console.log(printFailures(judgements));
    console.log(`${kind}: ${unlisted.length} unlisted failures, ${stale.length} stale entries\n`);
  }
  return unlisted.length === 0 && stale.length === 0;
}

if (hasCases) {
  for (const kind of kinds) if (!(await report(kind))) process.exitCode = 1;
} else {
  console.error('the conformance data is not on this machine: ../shared/conformance');
  process.exitCode = 2;
}
