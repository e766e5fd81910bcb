/*
 * Certificates, version 3, signed with ECDSA and SHA-256 on P-256 (RFC 5280, RFC 5758), as strict
 * verifiers want them: `openssl verify -x509_strict`, Python 3.13 (a leaf needs its issuer's key
 * identifier), Apple's (at most 398 days; we stay under 100). Minting one takes a tenth of a
 * millisecond, so that a connection to a new host isn't felt.
 */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from './der.ts';

const DAY_MS = 86_400_000;
/** Clocks differ between machines and containers. */
const BACKDATED_MS = DAY_MS;
const MAX_COMMON_NAME = 64;
const SERIAL_BYTES = 16;
/** An uncompressed point of P-256: 0x04 and two coordinates. */
const POINT_BYTES = 65;

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

const SIGNATURE_ALGORITHM = sequence(objectIdentifier(OID.ecdsaWithSha256));
const VERSION_3 = explicit(0, integer(Buffer.of(2)));

/** Key usage bits, from the highest of the first byte on (RFC 5280 4.2.1.3). */
const DIGITAL_SIGNATURE = bitString(Buffer.of(0x80), 7);
const CERT_SIGN_AND_CRL_SIGN = bitString(Buffer.of(0x06), 1);

/** Who signs: the name that stands in its certificates, and its key. */
export interface Issuer {
  readonly commonName: string;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
}

interface Content {
  readonly issuer: Issuer;
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly days: number;
  readonly extensions: readonly Buffer[];
}

function nameOf(commonName: string): Buffer {
  const attribute = (type: string, value: string) =>
    setOf(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    attribute(OID.organization, 'tameflare'),
    attribute(OID.commonName, commonName.slice(0, MAX_COMMON_NAME)),
  );
}

function publicKeyInfo(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/** SHA-1 of the public point: method 1 of RFC 5280 4.2.1.2. A name, not a protection. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1').update(publicKeyInfo(key).subarray(-POINT_BYTES)).digest();
}

/** Positive, without a leading zero byte, and not to be guessed. */
function serialNumber(): Buffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [boolean(true)] : [];
  return sequence(objectIdentifier(id), ...flag, octetString(value));
}

/** An IPv6 address in full: eight groups, whatever was left out. */
function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros: string[] = Array(8 - left.length - right.length).fill('0');
  const bytes = Buffer.alloc(16);
  [...left, ...zeros, ...right].forEach((group, index) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2);
  });
  return bytes;
}

/** `iPAddress [7]` or `dNSName [2]` (RFC 5280 4.2.1.6). */
function generalName(host: string): Buffer {
  switch (isIP(host)) {
    case 4:
      return implicit(7, Buffer.from(host.split('.').map(Number)));
    case 6:
      return implicit(7, ipv6Bytes(host));
    default:
      return implicit(2, Buffer.from(host, 'latin1'));
  }
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function mint({ issuer, commonName, publicKey, days, extensions }: Content): string {
  const now = Date.now();
  const toBeSigned = sequence(
    VERSION_3,
    integer(serialNumber()),
    SIGNATURE_ALGORITHM,
    nameOf(issuer.commonName),
    sequence(time(now - BACKDATED_MS), time(now + days * DAY_MS)),
    nameOf(commonName),
    publicKeyInfo(publicKey),
    explicit(3, sequence(...extensions)),
  );
  const signature = bitString(sign('sha256', toBeSigned, issuer.key));
  return toPem(sequence(toBeSigned, SIGNATURE_ALGORITHM, signature));
}

/** A self-signed certificate of an authority that signs leaves only. PEM. */
export function mintAuthority(issuer: Issuer, days: number): string {
  return mint({
    issuer,
    commonName: issuer.commonName,
    publicKey: issuer.publicKey,
    days,
    extensions: [
      extension(OID.basicConstraints, true, sequence(boolean(true), integer(Buffer.of(0)))),
      extension(OID.keyUsage, true, CERT_SIGN_AND_CRL_SIGN),
      extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(issuer.publicKey))),
    ],
  });
}

/** A server certificate for one host name or IP address. PEM. */
export function mintLeaf(issuer: Issuer, host: string, publicKey: KeyObject, days: number): string {
  const issuerKey = implicit(0, keyIdentifier(issuer.publicKey));
  return mint({
    issuer,
    commonName: host,
    publicKey,
    days,
    extensions: [
      extension(OID.basicConstraints, true, sequence()),
      extension(OID.keyUsage, true, DIGITAL_SIGNATURE),
      extension(OID.extendedKeyUsage, false, sequence(objectIdentifier(OID.serverAuth))),
      extension(OID.subjectAltName, false, sequence(generalName(host))),
      extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(publicKey))),
      extension(OID.authorityKeyIdentifier, false, sequence(issuerKey)),
    ],
  });
}
