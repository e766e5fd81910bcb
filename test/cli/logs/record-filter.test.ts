import assert from 'node:assert/strict';
import test from 'node:test';
import { type AuditRecord, readRecord } from '../../../src/cli/logs/audit-record.ts';
import { type RecordFilter, recordFilter, sinceMs } from '../../../src/cli/logs/record-filter.ts';

const CALL: AuditRecord = {
  decision_id: '1',
  timestamp: '2026-01-31T12:00:00.000Z',
  outcome: 'allowed',
  input: { agent: { name: 'bot' }, server: { name: 'github' }, tool: { name: 'delete_repo' } },
};
const PAGE: AuditRecord = {
  decision_id: '2',
  timestamp: '2026-01-31T12:00:00.000Z',
  outcome: 'denied_by_default',
  input: { action: 'http.get', http: { host: 'example.com' } },
};

const TABLE: readonly (readonly [RecordFilter, call: boolean, page: boolean])[] = [
  [{}, true, true],
  [{ agent: 'bot' }, true, false],
  [{ agent: 'b*' }, true, false],
  [{ agent: 'bo' }, false, false],
  [{ server: 'git???' }, true, false],
  [{ server: 'example.com' }, false, true],
  [{ tool: 'delete_*' }, true, false],
  [{ tool: '*' }, true, true],
  [{ outcome: 'allowed' }, true, false],
  [{ since: Date.parse('2026-01-31T12:00:00Z') }, true, true],
  [{ since: Date.parse('2026-01-31T12:00:01Z') }, false, false],
  [{ tool: 'delete_*', outcome: 'denied_by_rule' }, false, false],
];

for (const [filter, call, page] of TABLE)
  test(`${JSON.stringify(filter)} lets through ${call ? 'the' : 'no'} call and ${page ? 'the' : 'no'} page`, () => {
    const isWanted = recordFilter(filter);
    assert.deepEqual([isWanted(CALL), isWanted(PAGE)], [call, page]);
  });

const NOW = Date.parse('2026-01-31T12:00:00Z');
const TIMES: Readonly<Record<string, string | undefined>> = {
  '90s': '2026-01-31T11:58:30Z',
  '10m': '2026-01-31T11:50:00Z',
  '2h': '2026-01-31T10:00:00Z',
  '7d': '2026-01-24T12:00:00Z',
  '2026-01-30': '2026-01-30T00:00:00Z',
  '2026-01-30T01:00:00+01:00': '2026-01-30T00:00:00Z',
  '10': undefined,
  '10y': undefined,
  yesterday: undefined,
  '2026-13-01': undefined,
  '': undefined,
};

for (const [text, time] of Object.entries(TIMES))
  test(`since \`${text}\` is ${time ?? 'no time'}`, () => {
    assert.equal(sinceMs(text, NOW), time === undefined ? undefined : Date.parse(time));
  });

for (const line of ['', 'x', '1', 'null', '[]', '{}', '{"decision_id":"1"}'])
  test(`\`${line}\` is no record`, () => {
    assert.equal(readRecord(line), undefined);
  });
