import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import {
  isAlgorithm,
  parseKeySet,
  signature,
  signingKey,
  verificationKeys,
  verifies,
} from '../../src/builtins/jws.ts';
import { LEAF, ROOT } from '../support/certificates.ts';

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: generateKeyPairSync('ed25519'),
};

const families: readonly (readonly [algorithm: string, pair: keyof typeof pairs])[] = [
  ['RS256', 'rsa'],
  ['RS384', 'rsa'],
  ['RS512', 'rsa'],
  ['PS256', 'rsa'],
  ['PS384', 'rsa'],
  ['PS512', 'rsa'],
  ['ES256', 'P-256'],
  ['ES384', 'P-384'],
  ['ES512', 'P-521'],
  ['EdDSA', 'ed25519'],
];

for (const [algorithm, pair] of families) {
  test(`${algorithm}: what was signed verifies, anything else does not`, () => {
    const { privateKey, publicKey } = pairs[pair];
    const made = signature(algorithm, privateKey, 'data');
    assert.ok(verifies(algorithm, publicKey, 'data', made));
    assert.ok(!verifies(algorithm, publicKey, 'other', made));
    assert.ok(!verifies(algorithm, publicKey, 'data', made.subarray(1)));
  });
}

test('a MAC needs a secret: a public key is never taken for one', () => {
  const secret = createSecretKey(Buffer.from('s'));
  const made = signature('HS256', secret, 'data');
  assert.ok(verifies('HS256', secret, 'data', made));
  assert.ok(!verifies('HS256', secret, 'other', made));
  assert.ok(!verifies('HS256', pairs.rsa.publicKey, 'data', made));
  assert.ok(!verifies('RS256', secret, 'data', made));
  assert.ok(!verifies('none', secret, 'data', made));
  assert.throws(() => signature('RS256', secret, 'data'), /cannot sign with RS256/);
});

test('algorithms by name', () => {
  assert.ok(isAlgorithm('HS512'));
  assert.ok(!isAlgorithm('none'));
});

test('keys from a certificate, a public key, a JWK and a set', () => {
  assert.equal(verificationKeys(LEAF)[0]!.key.asymmetricKeyType, 'ec');
  const pem = pairs.rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string;
  assert.equal(verificationKeys(pem)[0]!.key.asymmetricKeyType, 'rsa');
  const jwk = pairs.ed25519.publicKey.export({ format: 'jwk' });
  const set = {
    keys: [
      { ...jwk, kid: 'a', alg: 'EdDSA' },
      { ...jwk, alg: 'unknown' },
    ],
  };
  const keys = verificationKeys(JSON.stringify(set));
  assert.deepEqual(
    keys.map(({ id, algorithm }) => [id, algorithm]),
    [['a', 'EdDSA']],
  );
  const octets = verificationKeys('{"kty": "oct", "k": "AAEC"}')[0]!.key;
  assert.deepEqual(octets.export(), Buffer.from([0, 1, 2]));
});

test('what holds no key is refused', () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    [LEAF + ROOT, /extra data after a PEM certificate block/],
    ['-----BEGIN X-----\nAA==\n-----END X-----\n', /failed to extract a Key/],
    [
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
      /failed to parse a PEM cert/,
    ],
    [
      '-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n',
      /failed to parse a PEM public/,
    ],
    ['{"kty": "bogus"}', /failed to parse a JWK key \(set\)/],
    ['[]', /failed to parse a JWK key \(set\)/],
    ['{"keys": [1]}', /failed to parse a JWK key \(set\)/],
  ];
  for (const [text, message] of rows) assert.throws(() => verificationKeys(text), message);
  assert.throws(() => parseKeySet('nope'), { code: 'eval_builtin_error' });
});

test('a signing key is private', () => {
  const [jwk] = parseKeySet(JSON.stringify(pairs['P-256'].privateKey.export({ format: 'jwk' })));
  assert.equal(signingKey(jwk!).type, 'private');
  const [open] = parseKeySet(JSON.stringify(pairs['P-256'].publicKey.export({ format: 'jwk' })));
  assert.throws(() => signingKey(open!), { code: 'eval_builtin_error' });
});

test('a signature without its leading zero is none', () => {
  const { privateKey, publicKey } = pairs.rsa;
  let made = signature('PS256', privateKey, 'data');
  // One in 256 begins with a zero: that none of so many does will not happen.
  for (let tries = 0; made[0] !== 0 && tries < 20_000; tries++)
    made = signature('PS256', privateKey, 'data');
  assert.equal(made[0], 0);
  assert.ok(verifies('PS256', publicKey, 'data', made));
  assert.ok(!verifies('PS256', publicKey, 'data', made.subarray(1)));
});
