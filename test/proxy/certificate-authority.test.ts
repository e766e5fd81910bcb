import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { createAuthority, openAuthority } from '../../src/proxy/certificate-authority.ts';

function folderIn(t: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), 'tf-ca-'));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'state', 'ca');
}

function writePair(folder: string, authority = createAuthority(), days?: number): void {
  const { key, certificate } = days === undefined ? authority : createAuthority(days);
  mkdirSync(folder, { recursive: true });
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, 'ca.key'), pem, { mode: 0o600 });
  writeFileSync(join(folder, 'ca.crt'), certificate);
}

test('an authority is made once and read again', t => {
  const folder = folderIn(t);
  const made = openAuthority(folder);
  const read = openAuthority(folder);
  assert.equal(read.certificate, made.certificate);
  assert.equal(read.commonName, made.commonName);
  assert.ok(read.key.equals(made.key));
  assert.deepEqual(readdirSync(folder).sort(), ['ca.crt', 'ca.key']);
  assert.deepEqual(readdirSync(join(folder, '..')), ['ca']);
  assert.equal(statSync(join(folder, 'ca.key')).mode & 0o777, 0o600);
  assert.equal(statSync(join(folder, 'ca.crt')).mode & 0o777, 0o644);
  const certificate = new X509Certificate(made.certificate);
  assert.equal(certificate.ca, true);
  assert.ok(certificate.verify(made.publicKey));
});

test('processes that start together agree on one', async t => {
  const folder = folderIn(t);
  const module = new URL('../../src/proxy/certificate-authority.js', import.meta.url).href;
  const script = `const { openAuthority } = await import(${JSON.stringify(module)});
    process.stdout.write(openAuthority(${JSON.stringify(folder)}).certificate);`;
  const open = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  const opened = await Promise.all([open(), open(), open()]);
  assert.equal(new Set(opened.map(({ stdout }) => stdout)).size, 1);
  assert.deepEqual(readdirSync(join(folder, '..')), ['ca']);
});

test('an authority near its end is replaced and kept aside', t => {
  const folder = folderIn(t);
  writePair(folder, undefined, 100);
  const old = readFileSync(join(folder, 'ca.crt'), 'utf8');
  assert.notEqual(openAuthority(folder).certificate, old);
  const [, aside] = readdirSync(join(folder, '..')).sort();
  assert.match(aside ?? '', /^ca\.expired-\d+$/);
});

const BROKEN: readonly [name: string, spoil: (folder: string) => void, message: RegExp][] = [
  ['no key', folder => rmSync(join(folder, 'ca.key')), /ca\.key` can't be read/],
  ['no certificate', folder => rmSync(join(folder, 'ca.crt')), /ca\.crt` can't be read/],
  [
    'a key that others may read',
    folder => chmodSync(join(folder, 'ca.key'), 0o640),
    /ca\.key` can be read by others/,
  ],
  [
    'a key of another certificate',
    folder => writeFileSync(join(folder, 'ca.crt'), createAuthority().certificate),
    /don't match$/,
  ],
  [
    'no certificate in the file',
    folder => writeFileSync(join(folder, 'ca.crt'), 'nonsense'),
    /holds no valid key and certificate/,
  ],
];

for (const [name, spoil, message] of BROKEN) {
  test(`refused: ${name}`, t => {
    const folder = folderIn(t);
    writePair(folder);
    spoil(folder);
    assert.throws(() => openAuthority(folder), { code: 'tf_ca_invalid', message });
  });
}

test('refused: a folder that holds something else', t => {
  const folder = folderIn(t);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'notes.txt'), '');
  assert.throws(() => openAuthority(folder), { code: 'tf_ca_invalid', message: /can't be made/ });
  assert.deepEqual(readdirSync(folder), ['notes.txt']);
});
