import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { JAVA_TRUST_STORE_PASSWORD, javaTrustStore } from '../../src/run/java-trust-store.ts';
import { run, temporaryFolder } from './rig.ts';

const certificate = new X509Certificate(createAuthority().certificate);
const AT_MS = Date.UTC(2026, 0, 1);

test('the format, byte by byte', () => {
  const store = javaTrustStore([Buffer.from('certificate')], AT_MS);
  assert.equal(
    store.toString('hex'),
    [
      'feedfeed00000002',
      '00000001',
      '00000002',
      '000463612d30',
      BigInt(AT_MS).toString(16).padStart(16, '0'),
      '0005582e353039',
      '0000000b6365727469666963617465',
      store.subarray(-20).toString('hex'),
    ].join(''),
  );
});

test('the digest covers what it seals', () => {
  const digest = (ders: Buffer[], ms: number) =>
    javaTrustStore(ders, ms).subarray(-20).toString('hex');
  const sealed = digest([certificate.raw], AT_MS);
  assert.equal(digest([certificate.raw], AT_MS), sealed);
  assert.notEqual(digest([certificate.raw], AT_MS + 1), sealed);
  assert.notEqual(digest([], AT_MS), sealed);
});

test('Java’s own tool reads it', async t => {
  const path = join(temporaryFolder(t), 'trust.jks');
  writeFileSync(path, javaTrustStore([certificate.raw, certificate.raw]));
  const args = ['-list', '-keystore', path, '-storepass', JAVA_TRUST_STORE_PASSWORD];
  const env = { PATH: process.env['PATH'] ?? '' };
  const listed = await run('keytool', args, env).catch(() => undefined);
  if (listed === undefined) return t.skip('keytool is not installed');
  assert.match(listed.stdout, /ca-0[\s\S]*trustedCertEntry[\s\S]*ca-1/, listed.stderr);
});
