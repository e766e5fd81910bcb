import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { verifyLog } from '../../src/audit/verify.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tf-verify-')), 'audit.ndjson');

test('a log that is not there yet is sound; lines that are no records are faults', () => {
  const file = newFile();
  assert.deepEqual(verifyLog(file), { records: 0, faults: [] });
  writeFileSync(file, 'nonsense\n{"a":1}\n');
  assert.deepEqual(verifyLog(file), {
    records: 1,
    faults: [
      { file, line: 1, message: 'this line is no record' },
      { file, line: 2, message: 'a record before this line is missing or was changed' },
    ],
  });
});
