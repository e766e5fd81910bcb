import assert from 'node:assert/strict';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import test from 'node:test';
import { openAuditLog, type Rotation } from '../../src/audit/log.ts';
import { firstSegment, logFiles } from '../../src/audit/segments.ts';
import { verifyLog } from '../../src/audit/verify.ts';
import { auditEvent as event } from '../support/audit-event.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'tf-segments-')), 'audit.ndjson');

function idsOf(file: string): string[] {
  return logFiles(file).flatMap(name =>
    readFileSync(name, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line).decision_id),
  );
}

/** Records `count` events, by a log that is opened anew for each if `reopen`. */
function recordMany(file: string, count: number, rotation: Rotation, reopen: boolean): string[] {
  const ids = Array.from({ length: count }, (_, index) => `id-${index}`);
  let log = openAuditLog(file, rotation);
  for (const id of ids) {
    log.record(event(id));
    if (!reopen) continue;
    log.close();
    log = openAuditLog(file, rotation);
  }
  log.close();
  return ids;
}

for (const reopen of [false, true])
  test(`the chain goes through all files of a rotated log (${reopen ? 'opened anew each time' : 'one process'})`, () => {
    const file = newFile();
    const ids = recordMany(file, 25, { maxBytes: 1000 }, reopen);
    assert.ok(logFiles(file).length > 5);
    assert.deepEqual(idsOf(file), ids);
    assert.deepEqual(verifyLog(file), { records: 25, faults: [] });
  });

test('two runs that rotate one log by turns lose no record and make one chain', () => {
  const file = newFile();
  const logs = [openAuditLog(file, { maxBytes: 900 }), openAuditLog(file, { maxBytes: 900 })];
  const turns = Array.from({ length: 40 }, (_, index) => (index * 7) % 3 === 0);
  turns.forEach((first, index) => {
    logs[first ? 0 : 1]!.record(event(String(index)));
  });
  for (const log of logs) log.close();
  assert.deepEqual(
    idsOf(file),
    turns.map((_, index) => String(index)),
  );
  assert.deepEqual(verifyLog(file), { records: 40, faults: [] });
});

test('what is missing, changed or swapped among older files is found', () => {
  const file = newFile();
  recordMany(file, 12, { maxBytes: 1000 }, false);
  const [first, second, third] = logFiles(file);
  const text = readFileSync(second!, 'utf8');
  writeFileSync(second!, text.replace('"allow"', '"deny"'));
  assert.deepEqual(verifyLog(file).faults, [
    { file: second!, line: 1, message: 'this record was changed' },
  ]);
  rmSync(second!);
  assert.deepEqual(
    verifyLog(file).faults.map(({ file: name, line }) => [name, line]),
    [[third, 1]],
  );
  writeFileSync(second!, text);
  renameSync(first!, join(dirname(file), 'aside'));
  assert.deepEqual(verifyLog(file).from, second);
});

test('only as many older files remain as are to be kept, and checking says where it begins', () => {
  const file = newFile();
  recordMany(file, 20, { maxBytes: 1000, keep: 2 }, false);
  assert.equal(logFiles(file).length, 3);
  assert.ok(firstSegment(file) > 1);
  const check = verifyLog(file);
  assert.deepEqual(check.faults, []);
  assert.equal(check.from, logFiles(file)[0]);
});

test('a log that another program renamed is begun anew, chained to what went before', () => {
  const file = newFile();
  const log = openAuditLog(file, { maxBytes: 1e6 });
  log.record(event('a'));
  renameSync(file, `${file}.1`);
  log.record(event('b'));
  log.close();
  assert.ok(existsSync(file));
  assert.deepEqual(readdirSync(dirname(file)).sort(), [basename(file), `${basename(file)}.1`]);
  assert.deepEqual(verifyLog(file), { records: 2, faults: [] });
});

test('where no other file can be made the log grows on', t => {
  const file = newFile();
  const log = openAuditLog(file, { maxBytes: 1000 });
  log.record(event('0'));
  chmodSync(dirname(file), 0o500);
  try {
    accessSync(dirname(file), constants.W_OK);
    t.skip('this user may write everywhere');
  } catch {
    for (let index = 1; index < 10; index++) log.record(event(String(index)));
    assert.deepEqual(logFiles(file), [file]);
  } finally {
    chmodSync(dirname(file), 0o700);
  }
  for (let index = 10; index < 12; index++) log.record(event(String(index)));
  log.close();
  assert.deepEqual(verifyLog(file).faults, []);
});
