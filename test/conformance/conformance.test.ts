import assert from 'node:assert/strict';
import test from 'node:test';
import { hasCases } from './cases.ts';
import { audit, readLedger, writeLedger } from './ledger.ts';
import { failuresOf, judgedOf, runCases } from './run.ts';

const skip = hasCases ? false : 'OPA’s cases are not on this machine (../shared/conformance)';

for (const kind of ['plans', 'rego'] as const) {
  test(`OPA's ${kind} cases: every failure is listed, every listed one fails`, {
    skip,
  }, async () => {
    const judgements = await runCases(kind, {});
    const failures = failuresOf(judgements);
    const ledger = readLedger(kind);
    if (process.env['TF_UPDATE'] === '1') writeLedger(kind, ledger, failures);
    assert.deepEqual(audit(readLedger(kind), failures, judgedOf(judgements)), {
      unlisted: [],
      stale: [],
    });
  });
}
