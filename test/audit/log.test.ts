import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openAuditLog } from '../../src/audit/log.ts';
import { verifyLog } from '../../src/audit/verify.ts';
import { auditEvent as event } from '../support/audit-event.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'tf-audit-')), 'audit.ndjson');

test('records are chained, also across openings', () => {
  const path = file();
  for (const id of ['a', 'b']) {
    const log = openAuditLog(path);
    log.record(event(id));
    log.close();
  }
  assert.deepEqual(verifyLog(path), { records: 2, faults: [] });
});

test('a changed, a removed and a reordered record are found at their line', () => {
  const path = file();
  const log = openAuditLog(path);
  for (const id of ['a', 'b', 'c']) log.record(event(id));
  log.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const faultLines = (text: string[]) => {
    writeFileSync(path, text.join('\n'));
    return verifyLog(path).faults.map(fault => fault.line);
  };
  assert.deepEqual(faultLines([lines[0]!, lines[1]!.replace('"allow"', '"deny"'), lines[2]!]), [2]);
  assert.deepEqual(faultLines([lines[0]!, lines[2]!]), [2]);
  assert.deepEqual(faultLines([lines[1]!, lines[0]!, lines[2]!]), [1, 2, 3]);
});

test('a line torn by a crash is kept apart and the chain goes on', () => {
  const path = file();
  const first = openAuditLog(path);
  first.record(event('a'));
  first.close();
  appendFileSync(path, '{"decision_id":"torn');
  const second = openAuditLog(path);
  second.record(event('b'));
  second.close();
  assert.deepEqual(verifyLog(path), {
    records: 2,
    faults: [{ file: path, line: 2, message: 'this line is no record' }],
  });
});

test('two runs that append to one log make one chain', () => {
  const path = file();
  const logs = [openAuditLog(path), openAuditLog(path)];
  for (const index of [0, 1, 1, 0, 0, 1]) logs[index]!.record(event(String(index)));
  for (const log of logs) log.close();
  assert.deepEqual(verifyLog(path), { records: 6, faults: [] });
});

test('a log that was cut to nothing while it was open begins a new chain', () => {
  const path = file();
  const log = openAuditLog(path);
  log.record(event('a'));
  writeFileSync(path, '');
  log.record(event('b'));
  log.close();
  assert.deepEqual(verifyLog(path), { records: 1, faults: [] });
});

test('a last record longer than the part of the file that is looked at first is found', () => {
  const path = file();
  for (const id of ['a'.repeat(200_000), 'b']) {
    const log = openAuditLog(path);
    log.record(event(id));
    log.close();
  }
  assert.deepEqual(verifyLog(path), { records: 2, faults: [] });
});

test('what was recorded survives kill -9', async () => {
  const path = file();
  const script = join(path, '..', 'writer.mjs');
  const module = new URL('../../src/audit/log.js', import.meta.url).href;
  writeFileSync(
    script,
    `import { openAuditLog } from '${module}';
     const log = openAuditLog(process.argv[2]);
     for (let i = 0; i < 200; i++) log.record({ ...${JSON.stringify(event('x'))}, decision_id: String(i) });
     process.kill(process.pid, 'SIGKILL');`,
  );
  const child = spawn(process.execPath, [script, path], { stdio: 'inherit' });
  await once(child, 'exit');
  assert.deepEqual(verifyLog(path), { records: 200, faults: [] });
});

test('a log that cannot be opened or written is an error, and says so until it works again', () => {
  assert.throws(() => openAuditLog('/dev/null/audit.ndjson'), { code: 'tf_audit_write' });
  const log = openAuditLog('/dev/full');
  assert.throws(() => log.record(event('a')), { code: 'tf_audit_write' });
  assert.equal(log.healthy(), false);
  log.close();
});

test('records of one turn of the event loop share a write, and are in it before they resolve', async () => {
  const path = file();
  const log = openAuditLog(path);
  const soon = ['a', 'b', 'c'].map(id => log.recordSoon(event(id)));
  log.record(event('now'));
  const ids = () =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).decision_id);
  assert.deepEqual(ids(), ['now']);
  await Promise.all(soon);
  assert.deepEqual(ids(), ['now', 'a', 'b', 'c']);
  const last = log.recordSoon(event('last'));
  log.close();
  await last;
  assert.deepEqual(ids(), ['now', 'a', 'b', 'c', 'last']);
  assert.deepEqual(verifyLog(path), { records: 5, faults: [] });
});

test('records that could not be written together all fail', async () => {
  const log = openAuditLog('/dev/full');
  const results = await Promise.allSettled(['a', 'b'].map(id => log.recordSoon(event(id))));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(log.healthy(), false);
  log.close();
});
