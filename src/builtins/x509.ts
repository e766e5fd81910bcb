import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { messageOf } from '../base/errors.ts';
import { toInteger } from '../value/arithmetic.ts';
import { integerOf } from '../value/decimal.ts';
import { fromJs } from '../value/json.ts';
import { isArray, isNumber, RegoObject, RegoSet, type Value } from '../value/value.ts';
import { type Builtin, type BuiltinContext, BuiltinError, define, failure } from './builtin.ts';
import { decodeBase64 } from './bytes.ts';
import { type Certificate, parseCertificate, parseCertificateRequest } from './certificate.ts';
import { type ChainOptions, verifiedChain } from './certificate-chain.ts';
import { EXTENDED_USAGES } from './certificate-extension.ts';
import { DerError, integerOfDer, members, readAllDer, readDer } from './der.ts';
import { objectAt, stringAt } from './operand.ts';
import { allBlocks, firstBlock, type PemBlock } from './pem.ts';

type Args = readonly Value[];

/** Runs a reader of DER, whose complaint becomes the builtin's. */
function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) throw failure(`${what}: ${error.message}`);
    throw error;
  }
}

/** PEM, or base64 of PEM or DER. */
function pemOrDer(text: string, begin: string): { pem: string } | { der: Buffer } {
  if (text.startsWith(begin)) return { pem: text };
  const bytes = decodeBase64(text, 'base64');
  const decoded = bytes.toString('latin1');
  return decoded.startsWith(begin) ? { pem: decoded } : { der: bytes };
}

function certificateBlock({ type, bytes }: PemBlock): Buffer {
  if (type !== 'CERTIFICATE') throw failure('PEM block type is not a certificate');
  return bytes;
}

/** The certificates of a text, in their order. */
function certificatesOf(text: string): Certificate[] {
  const source = pemOrDer(text, '-----BEGIN');
  if ('pem' in source) {
    return allBlocks(source.pem).map(block =>
      reading('x509: malformed certificate', () => parseCertificate(certificateBlock(block))),
    );
  }
  return reading('x509: malformed certificate', () =>
    readAllDer(source.der).map(({ whole }) => parseCertificate(whole)),
  );
}

const INVALID: Value = [false, []];

/** The first certificate is the root, the last the leaf. */
function verify(args: Args, options: ChainOptions): Value {
  const certificates = parsable(stringAt(args, 1));
  if (certificates.length < 2) return INVALID;
  const root = certificates[0]!;
  const chain = verifiedChain(certificates.at(-1)!, certificates.slice(1, -1), root, options);
  return chain === undefined ? INVALID : [true, chain.map(certificate => certificate.value)];
}

function parsable(text: string): Certificate[] {
  try {
    return certificatesOf(text);
  } catch (error) {
    if (error instanceof BuiltinError) return [];
    throw error;
  }
}

const SERVER_AUTHENTICATION = [EXTENDED_USAGES[1]!];

const USAGE_NAMES = [
  'Any',
  'ServerAuth',
  'ClientAuth',
  'CodeSigning',
  'EmailProtection',
  'IPSECEndSystem',
  'IPSECTunnel',
  'IPSECUser',
  'TimeStamping',
  'OCSPSigning',
  'MicrosoftServerGatedCrypto',
  'NetscapeServerGatedCrypto',
  'MicrosoftCommercialCodeSigning',
  'MicrosoftKernelCodeSigning',
].map(name => `KeyUsage${name}`);

function usagesOption(value: Value): readonly string[] {
  const names = value instanceof RegoSet ? value.members() : value;
  if (!isArray(names)) throw failure("'KeyUsages' should be an Array or Set");
  const unknown = names.filter(name => !USAGE_NAMES.includes(String(name)));
  if (unknown.length > 0)
    throw failure(`invalid entries for 'KeyUsages' found: [${unknown.join(' ')}]`);
  return names.map(name => EXTENDED_USAGES[USAGE_NAMES.indexOf(String(name))]!);
}

function timeOption(value: Value): Date {
  if (!isNumber(value)) throw failure("'CurrentTime' should be a number");
  const ns = toInteger(value);
  if (ns === undefined) throw failure("'CurrentTime' should be a valid int64 number");
  return new Date(Number(ns / 1_000_000n));
}

function dnsOption(value: Value): string {
  if (typeof value !== 'string') throw failure("'DNSName' should be a string");
  return value;
}

/** Name constraints are never compared, so their number needs no limit. */
function comparisonsOption(value: Value): Partial<ChainOptions> {
  if (!isNumber(value)) throw failure("'MaxConstraintComparisons' should be a number");
  return {};
}

const OPTIONS: Readonly<Record<string, (value: Value) => Partial<ChainOptions>>> = {
  DNSName: value => ({ dnsName: dnsOption(value) }),
  CurrentTime: value => ({ at: timeOption(value) }),
  KeyUsages: value => ({ usages: usagesOption(value) }),
  MaxConstraintComparisons: comparisonsOption,
};

function chainOptions(options: RegoObject, defaults: ChainOptions): ChainOptions {
  const given = options.entries().map(({ key, value }) => {
    const isKnown = typeof key === 'string' && Object.hasOwn(OPTIONS, key);
    if (!isKnown) throw failure('invalid key option');
    return OPTIONS[key]!(value);
  });
  return Object.assign({}, defaults, ...given);
}

function defaultOptions(context: BuiltinContext): ChainOptions {
  return { at: new Date(Number(context.nowNs / 1_000_000n)), usages: SERVER_AUTHENTICATION };
}

function parseRequest(args: Args): Value {
  const source = pemOrDer(stringAt(args, 1), '-----BEGIN CERTIFICATE REQUEST-----');
  const bytes = 'pem' in source ? firstBlock(source.pem)?.block.bytes : source.der;
  return reading('asn1: structure error', () => parseCertificateRequest(bytes ?? Buffer.alloc(0)));
}

const PRIVATE_KEYS = ['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY'];

function privateKeys(pem: string): KeyObject[] {
  return allBlocks(pem)
    .filter(block => PRIVATE_KEYS.includes(block.type))
    .map(privateKey);
}

function privateKey({ type, bytes }: PemBlock): KeyObject {
  const pem = `-----BEGIN ${type}-----\n${bytes.toString('base64')}\n-----END ${type}-----\n`;
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw failure(messageOf(error));
  }
}

function jwkOfPrivateKey(args: Args): Value {
  const text = stringAt(args, 1);
  if (text === '') throw failure('input PEM data was empty');
  const source = pemOrDer(text, '-----BEGIN');
  const [key] = 'pem' in source ? privateKeys(source.pem) : [];
  return key === undefined ? null : fromJs(key.export({ format: 'jwk' }));
}

function big(base64url: string): Value {
  return integerOf(BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex') || '0'}`));
}

/** RSAPrivateKey of RFC 8017 with the names of Go's rsa.PrivateKey. */
function rsaFields(key: KeyObject): Value {
  const integers = members(readDer(key.export({ format: 'der', type: 'pkcs1' }) as Buffer));
  const [, n, e, d, p, q, dp, dq, qinv] = integers.map(item => integerOf(integerOfDer(item)));
  const precomputed = RegoObject.of([
    ['Dp', dp!],
    ['Dq', dq!],
    ['Qinv', qinv!],
    ['CRTValues', []],
  ]);
  return RegoObject.of([
    ['N', n!],
    ['E', e!],
    ['D', d!],
    ['Primes', [p!, q!]],
    ['Precomputed', precomputed],
  ]);
}

/** A private key with the fields Go shows: RSA and EC numbers, the bytes of an Ed25519 key. */
function keyFields(key: KeyObject): Value {
  if (key.asymmetricKeyType === 'rsa') return rsaFields(key);
  const { x = '', y = '', d = '' } = key.export({ format: 'jwk' });
  if (key.asymmetricKeyType === 'ed25519') {
    return Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString(
      'base64',
    );
  }
  return RegoObject.of([
    ['Curve', RegoObject.empty],
    ['X', big(x)],
    ['Y', big(y)],
    ['D', big(d)],
  ]);
}

function parsePrivateKeys(args: Args): Value {
  const pem = stringAt(args, 1);
  return pem === '' ? null : privateKeys(pem).map(keyFields);
}

function pemText(text: string): string {
  return text.startsWith('-----BEGIN') ? text : decodeBase64(text, 'base64').toString('latin1');
}

/** A certificate chain with the key of its leaf, as Go's tls.Certificate. */
function parseKeyPair(args: Args): Value {
  const certificates = certificatesOf(pemText(stringAt(args, 1)));
  const [key] = privateKeys(pemText(stringAt(args, 2)));
  const leaf = certificates[0];
  if (leaf === undefined || key === undefined) {
    throw failure('tls: failed to find any PEM data in certificate or key input');
  }
  if (!new X509Certificate(leaf.der).checkPrivateKey(key)) {
    throw failure('tls: private key does not match public key');
  }
  return RegoObject.of([
    ['Certificate', certificates.map(certificate => certificate.der.toString('base64'))],
    ['PrivateKey', keyFields(key)],
    ['SupportedSignatureAlgorithms', null],
    ['OCSPStaple', null],
    ['SignedCertificateTimestamps', null],
    ['Leaf', leaf.value],
  ]);
}

export const x509: readonly Builtin[] = [
  define('crypto.x509.parse_certificates', args =>
    certificatesOf(stringAt(args, 1)).map(certificate => certificate.value),
  ),
  define('crypto.x509.parse_and_verify_certificates', (args, context) =>
    verify(args, defaultOptions(context)),
  ),
  define('crypto.x509.parse_and_verify_certificates_with_options', (args, context) =>
    verify(args, chainOptions(objectAt(args, 2), defaultOptions(context))),
  ),
  define('crypto.x509.parse_certificate_request', parseRequest),
  define('crypto.x509.parse_keypair', parseKeyPair),
  define('crypto.x509.parse_rsa_private_key', jwkOfPrivateKey),
  define('crypto.parse_private_keys', parsePrivateKeys),
];
