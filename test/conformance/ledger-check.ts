import assert from 'node:assert/strict';
import test from 'node:test';
import { type CaseKind, hasCases } from './cases.ts';
import { audit, readLedger, writeLedger } from './ledger.ts';
import { failuresOf, judgedOf, runCases } from './run.ts';

const skip = hasCases ? false : 'OPA’s cases are not on this machine (../shared/conformance)';

/** As many as are told at once; `npm run conformance -- --verbose` tells all. */
const MAX_TOLD = 20;

/** Runs every case of a kind and holds the failures against their ledger. */
export function checkLedger(kind: CaseKind): void {
  test(`of OPA’s ${kind} cases, exactly the listed ones fail`, { skip }, async () => {
    const judgements = await runCases(kind, {});
    const failures = failuresOf(judgements);
    if (process.env['TF_UPDATE'] === '1') writeLedger(kind, readLedger(kind), failures);
    const { unlisted, stale } = audit(readLedger(kind), failures, judgedOf(judgements));
    const told = [
      ...unlisted.map(({ engine, id }) => `fails and is not listed: ${engine} ${id}`),
      ...stale.map(entry => `is listed and does not fail: ${entry}`),
    ];
    assert.equal(told.slice(0, MAX_TOLD).join('\n'), '', `${told.length} in all`);
  });
}
