import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';

const DAY_MS = 86_400_000;
const authority = createAuthority();
const HOSTS: readonly [host: string, alternativeName: string][] = [
  ['mcp.example.com', 'DNS:mcp.example.com'],
  ['localhost', 'DNS:localhost'],
  ['xn--bcher-kva.example', 'DNS:xn--bcher-kva.example'],
  [`${'long.'.repeat(20)}example`, `DNS:${'long.'.repeat(20)}example`],
  ['127.0.0.1', 'IP Address:127.0.0.1'],
  ['::1', 'IP Address:0:0:0:0:0:0:0:1'],
  ['2001:db8::8a2e:370:7334', 'IP Address:2001:DB8:0:0:0:8A2E:370:7334'],
];

const leafFor = (host: string) => mintLeaf(authority, host, createAuthority().publicKey, 30);

for (const [host, alternativeName] of HOSTS) {
  test(`a leaf for ${host.slice(0, 30)}`, () => {
    const leaf = new X509Certificate(leafFor(host));
    assert.equal(leaf.subjectAltName, alternativeName);
    assert.equal(leaf.ca, false);
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    assert.ok(leaf.verify(authority.publicKey));
    assert.ok(leaf.checkIssued(new X509Certificate(authority.certificate)));
    const from = Date.parse(leaf.validFrom);
    assert.ok(from < Date.now() - DAY_MS + 60_000, 'back-dated');
    assert.ok(Date.parse(leaf.validTo) - from <= 99 * DAY_MS);
    assert.match(leaf.serialNumber, /^[4-7][0-9A-F]{31}$/);
  });
}

test('openssl verifies the chain under its strictest rules', t => {
  const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  if (version.error) return t.skip('openssl is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'tf-certificate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const roots = join(folder, 'ca.pem');
  writeFileSync(roots, authority.certificate);
  const leaves = HOSTS.map(([host], index) => {
    const path = join(folder, `${index}.pem`);
    writeFileSync(path, leafFor(host));
    return path;
  });
  const args = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', roots, ...leaves];
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  assert.equal(stdout, leaves.map(path => `${path}: OK\n`).join(''), stderr);
});
