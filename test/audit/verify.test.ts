import assert from 'node:assert/strict';
import test from 'node:test';
import { verifyChain } from '../../src/audit/verify.ts';

test('an empty log is sound; lines that are no records are faults', () => {
  assert.deepEqual(verifyChain(''), { records: 0, faults: [] });
  assert.deepEqual(verifyChain('nonsense\n{"a":1}\n'), {
    records: 1,
    faults: [
      { line: 1, message: 'this line is no record' },
      { line: 2, message: 'a record before this line is missing or was changed' },
    ],
  });
});
