import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate, parseCertificateRequest } from '../../src/builtins/certificate.ts';
import { DerError } from '../../src/builtins/der.ts';
import { firstBlock } from '../../src/builtins/pem.ts';
import { toJs } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';
import { LEAF, REQUEST, ROOT } from '../support/certificates.ts';

const bytes = (pem: string) => firstBlock(pem)!.block.bytes;
const shown = (value: Value) => toJs(value) as Record<string, never>;
const NULL_NAME = {
  Country: null,
  Organization: null,
  OrganizationalUnit: null,
  Locality: null,
  Province: null,
  StreetAddress: null,
  PostalCode: null,
  SerialNumber: '',
  ExtraNames: null,
};

test('a leaf', () => {
  const leaf = shown(parseCertificate(bytes(LEAF)).value);
  const expected = {
    Version: 3,
    SerialNumber: 3,
    SignatureAlgorithm: 10,
    PublicKeyAlgorithm: 3,
    NotBefore: '2026-01-01T00:00:00Z',
    NotAfter: '2126-01-01T00:00:00Z',
    Subject: {
      ...NULL_NAME,
      Country: ['GB'],
      CommonName: 'leaf',
      Names: [
        { Type: [2, 5, 4, 6], Value: 'GB' },
        { Type: [2, 5, 4, 3], Value: 'leaf' },
      ],
    },
    KeyUsage: 1,
    ExtKeyUsage: [1],
    BasicConstraintsValid: false,
    IsCA: false,
    DNSNames: ['example.com'],
    EmailAddresses: ['a@example.com'],
    IPAddresses: ['127.0.0.1'],
    URIStrings: ['spiffe://example.com/x'],
    OCSPServer: ['http://ocsp.example.com'],
    IssuingCertificateURL: null,
    CRLDistributionPoints: ['http://crl.example.com'],
    PolicyIdentifiers: null,
    UnhandledCriticalExtensions: null,
    Raw: bytes(LEAF).toString('base64'),
  };
  for (const [field, value] of Object.entries(expected))
    assert.deepEqual(leaf[field], value, field);
});

test('an authority', () => {
  const root = parseCertificate(bytes(ROOT));
  assert.deepEqual(root.usage, {
    keyUsage: 32,
    extended: [],
    hasConstraints: true,
    isAuthority: true,
    maxPathLength: 1,
  });
  const { IsCA, MaxPathLen, MaxPathLenZero, SubjectKeyId } = shown(root.value);
  assert.deepEqual([IsCA, MaxPathLen, MaxPathLenZero], [true, 1, false]);
  assert.match(SubjectKeyId!, /^[\w+/]{27}=$/);
});

test('a signing request', () => {
  const request = shown(parseCertificateRequest(bytes(REQUEST)));
  assert.deepEqual(request['Subject'], {
    ...NULL_NAME,
    CommonName: 'example.com',
    Names: [{ Type: [2, 5, 4, 3], Value: 'example.com' }],
  });
  assert.deepEqual(request['DNSNames'], ['example.com']);
  assert.equal(request['Version'], 0);
});

test('other bytes are refused', () => {
  for (const text of ['', 'badstring', '0']) {
    assert.throws(() => parseCertificate(Buffer.from(text)), DerError, text);
    assert.throws(() => parseCertificateRequest(Buffer.from(text)), DerError, text);
  }
});

test('a damaged certificate is a DerError, never another', () => {
  const good = bytes(LEAF);
  for (let at = 0; at < good.length; at += 3) {
    const bad = Buffer.from(good);
    bad[at] = bad[at]! ^ 0x15;
    try {
      parseCertificate(bad);
    } catch (error) {
      const code = (error as { code?: string }).code;
      assert.ok(error instanceof DerError || code === 'eval_builtin_error', String(error));
    }
  }
});
