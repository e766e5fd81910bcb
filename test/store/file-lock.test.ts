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
const [, , file, last] = process.argv;
for (let round = 1; round <= 200; round += 1) {
  const lock = acquire(file + '.lock');
  writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1));
  if (round === Number(last)) process.kill(process.pid, 'SIGKILL');
  lock.release();
}
`;

/** Counts to 200, or is killed at `last` while it holds the lock. */
async function count(file: string, last = 0): Promise<void> {
  const args = ['--input-type=module', '-e', COUNTER, MODULE, file, String(last)];
  const ended = promisify(execFile)(process.execPath, args);
  await (last === 0 ? ended : ended.catch(error => assert.equal(error.signal, 'SIGKILL')));
}

test('no update of three processes is lost', async () => {
  const file = place();
  writeFileSync(file, '0');
  await Promise.all([count(file), count(file), count(file)]);
  assert.equal(readFileSync(file, 'utf8'), '600');
});

test('nor where holders are killed, and the first one was dead before', async () => {
  const file = place();
  writeFileSync(file, '0');
  symlinkSync(String(spawnSync(process.execPath, ['-e', '0']).pid), `${file}.lock`);
  await Promise.all([count(file), count(file, 60), count(file, 90), count(file)]);
  assert.equal(readFileSync(file, 'utf8'), '550');
});
