import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { userCertificates, writeTrustBundle } from '../../src/run/trust-bundle.ts';
import { temporaryFolder } from './rig.ts';

const ours = createAuthority().certificate;
const company = createAuthority().certificate;
const count = (path: string) => readFileSync(path, 'utf8').split('BEGIN CERTIFICATE').length - 1;

test('the bundle holds our authority, Node’s roots and the user’s', t => {
  const folder = temporaryFolder(t);
  const trust = writeTrustBundle(folder, ours, [company], {});
  assert.equal(readFileSync(trust.authority, 'utf8'), ours);
  assert.equal(count(trust.bundle), rootCertificates.length + 2);
  const bundle = readFileSync(trust.bundle, 'utf8');
  for (const certificate of [ours, company]) assert.ok(bundle.includes(certificate));
  assert.equal(statSync(trust.bundle).mode & 0o777, 0o644);
  const ini = readFileSync(join(trust.phpFolder, 'tameflare.ini'), 'utf8');
  assert.equal(ini, `curl.cainfo="${trust.bundle}"\nopenssl.cafile="${trust.bundle}"\n`);
});

test('writing again replaces every file and leaves no drafts', t => {
  const folder = temporaryFolder(t);
  writeTrustBundle(folder, ours, [], {});
  const trust = writeTrustBundle(folder, company, [], {});
  assert.equal(readFileSync(trust.authority, 'utf8'), company);
  const names = ['authority.pem', 'bundle.pem', 'php', 'trust.jks', 'wgetrc'];
  assert.deepEqual(readdirSync(folder).sort(), names);
});

test('wget keeps the user’s own configuration', t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, '.wgetrc'), 'tries = 2\n');
  const fromHome = writeTrustBundle(join(folder, 'a'), ours, [], { HOME: folder });
  const wgetrc = (path: string) => readFileSync(path, 'utf8');
  assert.equal(wgetrc(fromHome.wgetrc), `tries = 2\n\nca_certificate = ${fromHome.bundle}\n`);
  writeFileSync(join(folder, 'own'), 'tries = 3\n');
  const env = { HOME: folder, WGETRC: join(folder, 'own') };
  const named = writeTrustBundle(join(folder, 'b'), ours, [], env);
  assert.match(wgetrc(named.wgetrc), /^tries = 3\n/);
});

test('a user’s roots are those of the variables that Node does not have', t => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'company.pem');
  writeFileSync(path, `${rootCertificates[0]}\n${company}`);
  const env = { NODE_EXTRA_CA_CERTS: path, SSL_CERT_FILE: path, CURL_CA_BUNDLE: '/no/such' };
  assert.deepEqual(userCertificates(env), [company.trim()]);
  assert.deepEqual(userCertificates({}), []);
});

test('a folder that can’t be written is said to be', t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => writeTrustBundle(file, ours, [], {}), { code: 'tf_run_trust' });
});
