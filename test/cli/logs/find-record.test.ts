import assert from 'node:assert/strict';
import test from 'node:test';
import { findRecord } from '../../../src/cli/logs/find-record.ts';

const LINES = ['01A', '01AB', '01ABC', '0234'].map(id =>
  JSON.stringify({ decision_id: id, outcome: 'allowed', note: '03' }),
);

test('an id finds its record, even where others begin with it', () => {
  assert.equal(findRecord(LINES, '01AB'), LINES[1]);
});

test('the beginning of one id finds it', () => {
  assert.equal(findRecord(LINES, '02'), LINES[3]);
  assert.equal(findRecord([...LINES, 'torn'], '01ABC'), LINES[2]);
});

test('several, and none, are told', () => {
  assert.throws(() => findRecord(LINES, '01'), /^TfError: `01` begins 3 ids: 01A, 01AB, 01ABC$/);
  assert.throws(() => findRecord(LINES, '03'), /the audit has no record `03`/);
});
