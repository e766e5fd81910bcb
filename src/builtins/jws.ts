/*
 * JSON Web Keys (RFC 7517) and the signature algorithms of RFC 7518 and 8037, on node:crypto.
 */
import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  sign as signBytes,
  timingSafeEqual,
  verify as verifyBytes,
  X509Certificate,
} from 'node:crypto';
import { messageOf } from '../base/errors.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../base/plain-json.ts';
import { failure } from './builtin.ts';
import { firstBlock } from './pem.ts';

interface Algorithm {
  readonly hash: string | undefined;
  /** What `asymmetricKeyType` must be; `secret` for a MAC. */
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'secret';
  readonly options: Readonly<Record<string, unknown>>;
}

const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING };
const CONCATENATED = { dsaEncoding: 'ieee-p1363' };

function family(prefix: string, keyType: Algorithm['keyType'], options: Algorithm['options']) {
  return ['256', '384', '512'].map((size): [string, Algorithm] => {
    return [prefix + size, { hash: `sha${size}`, keyType, options }];
  });
}

/** By the names of the `alg` header. */
const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...family('HS', 'secret', {}),
  ...family('RS', 'rsa', PKCS1),
  ...family('PS', 'rsa', PSS),
  ...family('ES', 'ec', CONCATENATED),
  ['EdDSA', { hash: undefined, keyType: 'ed25519', options: {} }],
]);

export function isAlgorithm(name: string): boolean {
  return ALGORITHMS.has(name);
}

/** A key to verify with, and what its JWK says of it. */
export interface VerificationKey {
  readonly key: KeyObject;
  readonly algorithm?: string;
  readonly id?: string;
}

function keyTypeOf(key: KeyObject): string {
  return key.type === 'secret' ? 'secret' : (key.asymmetricKeyType ?? '');
}

/** RFC 8017, 8.1.2: a signature is as long as its modulus. OpenSSL takes one of PSS without its leading zeros, too. */
function hasModulusLength(key: KeyObject, { length }: Buffer): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return length === Math.ceil(bits / 8);
}

/** Whether the signature is the key's; never with a key of another kind than the algorithm's. */
export function verifies(name: string, key: KeyObject, data: string, signature: Buffer): boolean {
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined || keyTypeOf(key) !== algorithm.keyType) return false;
  if (algorithm.keyType === 'secret') {
    const mac = createHmac(algorithm.hash!, key).update(data).digest();
    return mac.length === signature.length && timingSafeEqual(mac, signature);
  }
  if (algorithm.keyType === 'rsa' && !hasModulusLength(key, signature)) return false;
  const bytes = Buffer.from(data);
  return verifyBytes(algorithm.hash, bytes, { key, ...algorithm.options }, signature);
}

/** @throws BuiltinError when the key does not fit the algorithm */
export function signature(name: string, key: KeyObject, data: string): Buffer {
  const algorithm = ALGORITHMS.get(name)!;
  if (keyTypeOf(key) !== algorithm.keyType) {
    throw failure(`key of type ${keyTypeOf(key)} cannot sign with ${name}`);
  }
  if (algorithm.keyType === 'secret') return createHmac(algorithm.hash!, key).update(data).digest();
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return signBytes(algorithm.hash, Buffer.from(data), { key, saltLength, ...algorithm.options });
}

/** The keys of a JWK or a set of them. @throws BuiltinError */
export function parseKeySet(text: string): readonly JsonObject[] {
  const document = parseDocument(text);
  const list = document['keys'];
  if (list === undefined) return [document];
  if (!Array.isArray(list) || !list.every(isJsonObject))
    throw failure('`keys` must be an array of JWKs');
  return list;
}

function parseDocument(text: string): JsonObject {
  let document: Json;
  try {
    document = parseJson(text, { duplicates: 'last' });
  } catch (error) {
    throw failure(messageOf(error));
  }
  if (!isJsonObject(document)) throw failure('a JWK must be a JSON object');
  return document;
}

function keyOf(jwk: JsonObject, make: (input: { key: JsonObject; format: 'jwk' }) => KeyObject) {
  try {
    const { kty, k } = jwk as { kty?: Json; k?: Json };
    if (kty === 'oct') return createSecretKey(String(k), 'base64url');
    return make({ key: jwk, format: 'jwk' });
  } catch (error) {
    throw failure(messageOf(error));
  }
}

/** @throws BuiltinError */
export function signingKey(jwk: JsonObject): KeyObject {
  return keyOf(jwk, input => createPrivateKey(input as Parameters<typeof createPrivateKey>[0]));
}

function verificationKey(jwk: JsonObject): VerificationKey {
  const { alg, kid } = jwk as { alg?: Json; kid?: Json };
  return {
    key: keyOf(jwk, input => createPublicKey(input as Parameters<typeof createPublicKey>[0])),
    ...(typeof alg === 'string' && { algorithm: alg }),
    ...(typeof kid === 'string' && { id: kid }),
  };
}

function pemKey(type: string, bytes: Buffer): KeyObject {
  const names: Readonly<Record<string, string>> = {
    CERTIFICATE: 'a PEM certificate',
    'PUBLIC KEY': 'a PEM public key',
  };
  if (names[type] === undefined) throw failure('failed to extract a Key from the PEM certificate');
  try {
    if (type === 'CERTIFICATE') return new X509Certificate(bytes).publicKey;
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch (error) {
    throw failure(`failed to parse ${names[type]}: ${messageOf(error)}`);
  }
}

/** The keys in a PEM certificate or public key, a JWK, or a JWK set. @throws BuiltinError */
export function verificationKeys(text: string): readonly VerificationKey[] {
  const pem = firstBlock(text);
  if (pem === undefined) return jwkKeys(text);
  if (pem.rest !== '') throw failure('extra data after a PEM certificate block');
  return [{ key: pemKey(pem.block.type, pem.block.bytes) }];
}

/** Keys for algorithms we do not know are passed over. */
function jwkKeys(text: string): readonly VerificationKey[] {
  try {
    const keys = parseKeySet(text).map(verificationKey);
    return keys.filter(({ algorithm }) => algorithm === undefined || isAlgorithm(algorithm));
  } catch (error) {
    throw failure(`failed to parse a JWK key (set): ${messageOf(error)}`);
  }
}
