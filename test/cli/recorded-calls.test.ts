import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { readRecordedCalls } from '../../src/cli/recorded-calls.ts';
import { callOf } from '../support/policy-documents.ts';

test('calls of a log, and how many lines hold none', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tf-recorded-')), 'audit.ndjson');
  const event = {
    decision_id: 'd1',
    timestamp: '2026-01-01T00:00:00.000Z',
    input: callOf({}),
    masked: ['/input/x'],
  };
  const lines = [
    JSON.stringify(event),
    '',
    '{"decision_id":"torn',
    JSON.stringify({ ...event, input: { version: 1 } }),
    JSON.stringify({ ...event, timestamp: 'yesterday' }),
    JSON.stringify({ ...event, decision_id: 'd2', masked: [] }),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { calls, unreadable } = await readRecordedCalls(file);
  assert.equal(unreadable, 3);
  assert.deepEqual(
    calls.map(({ id, timeMs, isMasked }) => [id, timeMs, isMasked]),
    [
      ['d1', 1_767_225_600_000, true],
      ['d2', 1_767_225_600_000, false],
    ],
  );
});

test('a log that is not there is an error', async () => {
  await assert.rejects(readRecordedCalls('/nonexistent/audit'), { code: 'tf_usage' });
});
