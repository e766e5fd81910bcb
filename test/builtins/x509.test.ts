import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { toJs } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';
import { callBuiltin, constant } from '../support/builtin-table.ts';
import * as pki from '../support/certificates.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const call = (name: string, ...args: readonly Value[]) =>
  toJs(callBuiltin(name, args) as Value) as never;
const names = (certificates: readonly { Subject: { CommonName: string } }[]) =>
  certificates.map(certificate => certificate.Subject.CommonName);

const CHAIN = pki.ROOT + pki.INTERMEDIATE + pki.LEAF;
const VERIFY = 'crypto.x509.parse_and_verify_certificates';

test('certificates from PEM, from base64 of PEM, and of DER', () => {
  const der = Buffer.concat(
    [pki.ROOT, pki.LEAF].map(pem => Buffer.from(pem.replace(/-----.*-----|\n/g, ''), 'base64')),
  );
  const parse = (text: string) => names(call('crypto.x509.parse_certificates', text));
  assert.deepEqual(parse(CHAIN), ['Root', 'Intermediate', 'leaf']);
  assert.deepEqual(parse(base64(pki.LEAF)), ['leaf']);
  assert.deepEqual(parse(der.toString('base64')), ['Root', 'leaf']);
});

const malformed: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['crypto.x509.parse_certificates', 'YmFkc3RyaW5n', /x509: malformed certificate/],
  ['crypto.x509.parse_certificates', 'foobar', /illegal base64/],
  ['crypto.x509.parse_certificates', pki.REQUEST, /PEM block type is not a certificate/],
  ['crypto.x509.parse_certificate_request', 'YmFkc3RyaW5n', /asn1: structure error/],
  ['crypto.x509.parse_certificate_request', 'foobar', /illegal base64/],
  ['crypto.x509.parse_rsa_private_key', '', /input PEM data was empty/],
  ['crypto.x509.parse_rsa_private_key', '?', /illegal base64/],
];

for (const [name, text, message] of malformed) {
  test(`${name}: ${message.source}`, () => {
    assert.throws(() => callBuiltin(name, [text]), { code: 'eval_builtin_error', message });
  });
}

test('a chain verifies, leaf first', () => {
  const [valid, chain] = call(VERIFY, CHAIN) as [boolean, []];
  assert.equal(valid, true);
  assert.deepEqual(names(chain), ['leaf', 'Intermediate', 'Root']);
});

test('what does not verify is [false, []]', () => {
  for (const text of [pki.LEAF, pki.ROOT + pki.LEAF, 'nope']) {
    assert.deepEqual(call(VERIFY, text), [false, []]);
  }
});

const optional: readonly (readonly [options: string, valid: boolean])[] = [
  ['{}', true],
  ['{"DNSName": "example.com", "KeyUsages": ["KeyUsageServerAuth"]}', true],
  ['{"DNSName": "example.org"}', false],
  ['{"KeyUsages": {"KeyUsageClientAuth"}}', false],
  ['{"CurrentTime": 1700000000000000000, "MaxConstraintComparisons": 5}', false],
];

for (const [options, valid] of optional) {
  test(`with ${options}: ${valid}`, () => {
    const [answer] = call(`${VERIFY}_with_options`, CHAIN, constant(options)) as [boolean];
    assert.equal(answer, valid);
  });
}

test('options of a wrong kind', () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['{"x": 1}', /invalid key option/],
    ['{"DNSName": 1}', /'DNSName' should be a string/],
    ['{"CurrentTime": "x"}', /'CurrentTime' should be a number/],
    ['{"CurrentTime": 0.5}', /'CurrentTime' should be a valid int64/],
    ['{"KeyUsages": 1}', /'KeyUsages' should be an Array or Set/],
    ['{"KeyUsages": ["x"]}', /invalid entries for 'KeyUsages' found: \[x\]/],
    ['{"MaxConstraintComparisons": "x"}', /should be a number/],
  ];
  for (const [options, message] of wrong) {
    const run = () => callBuiltin(`${VERIFY}_with_options`, [CHAIN, constant(options)]);
    assert.throws(run, { code: 'eval_builtin_error', message });
  }
});

test('a signing request', () => {
  for (const text of [pki.REQUEST, base64(pki.REQUEST)]) {
    const { Subject } = call('crypto.x509.parse_certificate_request', text) as {
      Subject: { CommonName: string };
    };
    assert.equal(Subject.CommonName, 'example.com');
  }
});

test('a key pair must fit together', () => {
  const pair = call('crypto.x509.parse_keypair', pki.LEAF, base64(pki.LEAF_KEY)) as {
    Certificate: string[];
    PrivateKey: Record<string, unknown>;
  };
  assert.equal(pair.Certificate.length, 1);
  assert.deepEqual(Object.keys(pair.PrivateKey).sort(), ['Curve', 'D', 'X', 'Y']);
  const run = (certificate: string, key: string) =>
    callBuiltin('crypto.x509.parse_keypair', [certificate, key]);
  assert.throws(() => run(pki.ROOT, pki.LEAF_KEY), /private key does not match public key/);
  assert.throws(() => run(pki.ROOT, pki.LEAF), /failed to find any PEM data/);
});

test('private keys of every kind', () => {
  const pem = (pair: ReturnType<typeof generateKeyPairSync>) =>
    (pair as unknown as { privateKey: { export(o: object): string } }).privateKey.export({
      format: 'pem',
      type: 'pkcs8',
    });
  const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }) as never);
  const ed25519 = pem(generateKeyPairSync('ed25519') as never);
  const keys = call('crypto.parse_private_keys', rsa + pki.LEAF_KEY + ed25519) as [
    Record<string, unknown>,
    Record<string, unknown>,
    string,
  ];
  assert.deepEqual(Object.keys(keys[0]).sort(), ['D', 'E', 'N', 'Precomputed', 'Primes']);
  assert.equal(keys[0]['E'], 65537);
  assert.deepEqual(Object.keys(keys[1]).sort(), ['Curve', 'D', 'X', 'Y']);
  assert.equal(Buffer.from(keys[2], 'base64').length, 64);
  const jwk = call('crypto.x509.parse_rsa_private_key', base64(rsa)) as Record<string, unknown>;
  assert.equal(jwk['kty'], 'RSA');
  assert.equal(call('crypto.parse_private_keys', ''), null);
  assert.deepEqual(call('crypto.parse_private_keys', 'nope'), []);
});
