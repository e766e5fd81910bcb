import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { replaceFile } from '../../src/store/atomic-file.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tf-store-'));

test('a file is replaced as a whole, private, with nothing left beside it', () => {
  const at = folder();
  writeFileSync(join(at, 'state'), 'old', { mode: 0o644 });
  replaceFile(join(at, 'state'), 'new');
  assert.equal(readFileSync(join(at, 'state'), 'utf8'), 'new');
  assert.equal(statSync(join(at, 'state')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(at), ['state']);
});

test('what can not be replaced stays as it was', () => {
  const at = folder();
  mkdirSync(join(at, 'state'));
  assert.throws(() => replaceFile(join(at, 'state'), 'new'));
  assert.deepEqual(readdirSync(at), ['state']);
});

const WRITER = `
const { replaceFile } = await import(process.argv[1]);
for (let round = 0; ; round += 1) {
  replaceFile(process.argv[2], String(round % 10).repeat(200_000));
  if (round === 0) process.stdout.write('writing');
}
`;

test('a writer that is killed leaves one whole text', async () => {
  const file = join(folder(), 'state');
  const module = new URL('../../src/store/atomic-file.js', import.meta.url).href;
  for (let round = 0; round < 4; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, module, file]);
    await once(child.stdout, 'data');
    await sleep(round * 7);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const text = readFileSync(file, 'utf8');
    assert.equal(text, text[0]!.repeat(200_000));
  }
});
