import assert from 'node:assert/strict';
import test from 'node:test';
import { type CaseKind, hasCases } from './cases.ts';
import { audit, readLedger, writeLedger } from './ledger.ts';
import { failuresOf, judgedOf, runCases } from './run.ts';

const skip = hasCases ? false : 'OPA’s cases are not on this machine (../shared/conformance)';

/** Runs every case of a kind and holds the failures against their ledger. */
export function checkLedger(kind: CaseKind): void {
  test(`of OPA’s ${kind} cases, exactly the listed ones fail`, { skip }, async () => {
    const judgements = await runCases(kind, {});
    const failures = failuresOf(judgements);
    if (process.env['TF_UPDATE'] === '1') writeLedger(kind, readLedger(kind), failures);
    assert.deepEqual(audit(readLedger(kind), failures, judgedOf(judgements)), {
      unlisted: [],
      stale: [],
    });
  });
}
