import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { publicKeyOf, signatureAlgorithm } from '../../src/builtins/certificate-key.ts';
import { readDer } from '../../src/builtins/der.ts';
import { toJs } from '../../src/value/json.ts';

function fieldsOf(key: KeyObject): Record<string, unknown> {
  const der = readDer(key.export({ format: 'der', type: 'spki' }));
  return Object.fromEntries(publicKeyOf(der).map(([name, value]) => [name, toJs(value)]));
}

test('public keys by kind', () => {
  const rsa = fieldsOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
  assert.equal(rsa['PublicKeyAlgorithm'], 1);
  assert.equal((rsa['PublicKey'] as { E: number }).E, 65537);
  const ec = fieldsOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  assert.equal(ec['PublicKeyAlgorithm'], 3);
  assert.deepEqual(Object.keys(ec['PublicKey'] as object).sort(), ['Curve', 'X', 'Y']);
  const ed25519 = fieldsOf(generateKeyPairSync('ed25519').publicKey);
  assert.equal(ed25519['PublicKeyAlgorithm'], 4);
  assert.deepEqual(fieldsOf(generateKeyPairSync('x25519').publicKey), {
    PublicKeyAlgorithm: 0,
    PublicKey: null,
  });
});

test('signature algorithms', () => {
  const number = (hex: string) => signatureAlgorithm(readDer(Buffer.from(hex, 'hex')));
  assert.equal(number('300d06092a864886f70d01010b0500'), 4);
  assert.equal(number('300a06082a8648ce3d040302'), 10);
  assert.equal(number('300506032b6570'), 16);
  assert.equal(number('300506032a0304'), 0);
  const pss = '301c06092a864886f70d01010a300fa00d300b0609608648016503040201';
  assert.equal(number(pss), 13);
});
