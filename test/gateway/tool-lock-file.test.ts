import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import { readLockFile, writeLockFile } from '../../src/gateway/tool-lock-file.ts';
import { pinnedTool } from '../../src/mcp/tool-lock.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tf-lock-'));
const TOOLS = new Map([['https://s', new Map([['t', pinnedTool({ name: 't' })]])]]);

test('a file that is not there accepts nothing; one that was written is read back', () => {
  const place = folder();
  const file = join(place, 'tf-tools.lock');
  assert.deepEqual(readLockFile(file), { tools: new Map(), sha256: '' });
  writeLockFile(file, TOOLS);
  assert.equal(readLockFile(file).tools.get('https://s')?.get('t')?.sha256.length, 64);
  assert.deepEqual(readdirSync(place), ['tf-tools.lock']);
});

const BROKEN: Record<string, string> = {
  'no JSON': '<<<<<<< HEAD',
  'another version': '{"version":2,"servers":{}}',
  'an unknown key': '{"version":1,"servers":{},"x":1}',
  'a tool without hash':
    '{"version":1,"servers":{"s":{"tools":{"t":{"definition":{"name":"t"}}}}}}',
  'a wrong hash': `{"version":1,"servers":{"s":{"tools":{"t":{"sha256":"${'0'.repeat(64)}","definition":{"name":"t"}}}}}}`,
};

for (const [what, text] of Object.entries(BROKEN)) {
  test(`${what} is refused with the file's name`, () => {
    const file = join(folder(), 'tf-tools.lock');
    writeFileSync(file, text);
    assert.throws(
      () => readLockFile(file),
      (error: unknown) =>
        error instanceof TfError &&
        error.code === 'tf_lock_invalid' &&
        error.message.includes(file),
    );
  });
}

test('a place that can not be written says so', () => {
  assert.throws(() => writeLockFile(join(folder(), 'no', 'such'), TOOLS), /cannot write/);
});
