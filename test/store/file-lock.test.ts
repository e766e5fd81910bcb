import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { acquire, lockHolder, tryAcquire } from '../../src/store/file-lock.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'tf-lock-')), 'lock');
const MODULE = new URL('../../src/store/file-lock.js', import.meta.url).href;

test('one holder at a time, who is named', () => {
  const file = place();
  const first = tryAcquire(file);
  assert.ok(first);
  assert.equal(lockHolder(file), process.pid);
  assert.equal(tryAcquire(file), undefined);
  first.release();
  assert.equal(lockHolder(file), undefined);
  acquire(file).release();
});

test('the lock of a process that has ended is taken over, and nothing is left of it', () => {
  const file = place();
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  symlinkSync(String(pid), file);
  assert.equal(lockHolder(file), undefined);
  acquire(file).release();
  assert.deepEqual(readdirSync(join(file, '..')), []);
});

test('a folder that can not be written is said', () => {
  assert.throws(() => tryAcquire('/dev/null/lock'), { code: 'tf_state_lock' });
});

const COUNTER = `
const { acquire } = await import(process.argv[1]);
const { readFileSync, writeFileSync } = await import('node:fs');
const [, , file] = process.argv;
for (let round = 0; round < 200; round += 1) {
  const lock = acquire(file + '.lock');
  writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1));
  lock.release();
}
`;

test('no update of three processes is lost', async () => {
  const file = place();
  writeFileSync(file, '0');
  const run = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', COUNTER, MODULE, file]);
  await Promise.all([run(), run(), run()]);
  assert.equal(readFileSync(file, 'utf8'), '600');
});
