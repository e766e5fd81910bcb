/*
 * X.509 certificates and signing requests (RFC 5280, RFC 2986), told with the field names of Go's
 * crypto/x509, because that is how OPA shows them. Bytes are base64 strings.
 */
import { integerOf } from '../value/decimal.ts';
import { RegoObject, type Value } from '../value/value.ts';
import { textOf } from './bytes.ts';
import {
  bitsOf,
  type Der,
  DerError,
  integerOfDer,
  isContext,
  isUniversal,
  members,
  oidOf,
  readDer,
  stringOf,
  TAG,
  timeOfDer,
} from './der.ts';
import { addressText } from './ip-address.ts';
import { parseUri } from './uri.ts';

type Fields = readonly (readonly [string, Value])[];

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Go's numbers for signature algorithms. */
const SIGNATURES: ReadonlyMap<string, number> = new Map([
  ['1.2.840.113549.1.1.4', 2],
  ['1.2.840.113549.1.1.5', 3],
  ['1.2.840.113549.1.1.11', 4],
  ['1.2.840.113549.1.1.12', 5],
  ['1.2.840.113549.1.1.13', 6],
  ['1.2.840.10040.4.3', 7],
  ['2.16.840.1.101.3.4.3.2', 8],
  ['1.2.840.10045.4.1', 9],
  ['1.2.840.10045.4.3.2', 10],
  ['1.2.840.10045.4.3.3', 11],
  ['1.2.840.10045.4.3.4', 12],
  ['1.3.101.112', 16],
]);

/** RSA-PSS by the hash in its parameters. */
const PSS_HASHES: ReadonlyMap<string, number> = new Map([
  ['2.16.840.1.101.3.4.2.1', 13],
  ['2.16.840.1.101.3.4.2.2', 14],
  ['2.16.840.1.101.3.4.2.3', 15],
]);

function signatureAlgorithm(algorithm: Der): number {
  const [oid, parameters] = members(algorithm);
  if (oidOf(oid) !== '1.2.840.113549.1.1.10') return SIGNATURES.get(oidOf(oid)) ?? 0;
  const hash = members(parameters).find(member => isContext(member, 0));
  if (hash === undefined) return 0;
  return PSS_HASHES.get(oidOf(members(readDer(hash.content))[0])) ?? 0;
}

const NAME_FIELDS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.6', 'Country'],
  ['2.5.4.10', 'Organization'],
  ['2.5.4.11', 'OrganizationalUnit'],
  ['2.5.4.7', 'Locality'],
  ['2.5.4.8', 'Province'],
  ['2.5.4.9', 'StreetAddress'],
  ['2.5.4.17', 'PostalCode'],
]);

function arcs(oid: string): Value {
  return oid.split('.').map(arc => integerOf(BigInt(arc)));
}

interface Attribute {
  readonly type: string;
  readonly value: string;
}

function attributesOf(name: Der | undefined): Attribute[] {
  return members(name).flatMap(set =>
    members(set).map(pair => {
      const [type, value] = members(pair);
      if (value === undefined) throw new DerError('expected an attribute');
      return { type: oidOf(type), value: stringOf(value) };
    }),
  );
}

/** A distinguished name. */
function nameOf(name: Der | undefined): RegoObject {
  const attributes = attributesOf(name);
  const last = (type: string) => attributes.findLast(item => item.type === type)?.value ?? '';
  const lists = [...NAME_FIELDS].map(([type, field]): [string, Value] => {
    const values = attributes.filter(item => item.type === type).map(item => item.value);
    return [field, values.length === 0 ? null : values];
  });
  const names = attributes.map(({ type, value }) =>
    RegoObject.of([
      ['Type', arcs(type)],
      ['Value', value],
    ]),
  );
  return RegoObject.of([
    ...lists,
    ['SerialNumber', last('2.5.4.5')],
    ['CommonName', last('2.5.4.3')],
    ['Names', names.length === 0 ? null : names],
    ['ExtraNames', null],
  ]);
}

/** Go's curve parameters have no exported state; only coordinates tell keys apart. */
function curvePoint(bits: Buffer): Value {
  const size = (bits.length - 1) / 2;
  const coordinate = (start: number) =>
    integerOf(BigInt(`0x${bits.subarray(start, start + size).toString('hex')}`));
  return RegoObject.of([
    ['Curve', RegoObject.empty],
    ['X', coordinate(1)],
    ['Y', coordinate(1 + size)],
  ]);
}

function rsaKey(bits: Buffer): Value {
  const [modulus, exponent] = members(readDer(bits));
  return RegoObject.of([
    ['N', integerOf(integerOfDer(modulus))],
    ['E', integerOf(integerOfDer(exponent))],
  ]);
}

/** A public key and Go's number for its algorithm. */
function publicKeyOf(info: Der | undefined): Fields {
  const [algorithm, bits] = members(info);
  const key = bitsOf(bits);
  switch (oidOf(members(algorithm)[0])) {
    case '1.2.840.113549.1.1.1':
      return [
        ['PublicKeyAlgorithm', 1],
        ['PublicKey', rsaKey(key)],
      ];
    case '1.2.840.10045.2.1':
      return [
        ['PublicKeyAlgorithm', 3],
        ['PublicKey', curvePoint(key)],
      ];
    case '1.3.101.112':
      return [
        ['PublicKeyAlgorithm', 4],
        ['PublicKey', base64(key)],
      ];
    default:
      return [
        ['PublicKeyAlgorithm', 0],
        ['PublicKey', null],
      ];
  }
}

export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

function extensionOf(extension: Der): Extension {
  const parts = members(extension);
  const critical = isUniversal(parts[1], TAG.boolean) && parts[1].content[0] !== 0;
  const value = parts.at(-1);
  if (!isUniversal(value, TAG.octetString)) throw new DerError('expected an extension value');
  return { id: oidOf(parts[0]), critical, value: value.content };
}

function extensionFields(extensions: readonly Extension[]): Value {
  return extensions.map(({ id, critical, value }) =>
    RegoObject.of([
      ['Id', arcs(id)],
      ['Critical', critical],
      ['Value', base64(value)],
    ]),
  );
}

/** The alternative names of a subject; lists are null when empty. */
interface AlternativeNames {
  readonly dns: Value;
  readonly email: Value;
  readonly ip: Value;
  readonly uri: readonly string[] | null;
}

function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

function ipText(bytes: Buffer): string {
  const bits = bytes.length === 4 ? 32 : 128;
  return addressText({ bits, value: BigInt(`0x${bytes.toString('hex')}`) });
}

function alternativeNames(extensions: readonly Extension[]): AlternativeNames {
  const extension = extensions.find(item => item.id === '2.5.29.17');
  const names = extension === undefined ? [] : members(readDer(extension.value));
  const texts = (tag: number) =>
    orNull(names.filter(name => isContext(name, tag)).map(name => textOf(name.content)));
  return {
    dns: texts(2),
    email: texts(1),
    ip: orNull(names.filter(name => isContext(name, 7)).map(name => ipText(name.content))),
    uri: texts(6),
  };
}

/** A URI with the fields of Go's url.URL. */
function uriFields(text: string): Value {
  const { scheme, hostname, port, path, rawPath, rawQuery, fragment } = parseUri(text);
  const isOpaque = hostname === '' && path === '';
  return RegoObject.of([
    ['Scheme', scheme],
    ['Opaque', isOpaque ? text.slice(scheme.length + 1) : ''],
    ['User', null],
    ['Host', port === '' ? hostname : `${hostname}:${port}`],
    ['Path', path],
    ['RawPath', rawPath === path ? '' : rawPath],
    ['OmitHost', false],
    ['ForceQuery', false],
    ['RawQuery', rawQuery],
    ['Fragment', fragment],
    ['RawFragment', ''],
  ]);
}

function alternativeNameFields(names: AlternativeNames): Fields {
  return [
    ['DNSNames', names.dns],
    ['EmailAddresses', names.email],
    ['IPAddresses', names.ip],
    ['URIs', names.uri?.map(uriFields) ?? null],
  ];
}

/** Purposes by Go's numbers, from 0. */
export const EXTENDED_USAGES = [
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.5',
  '1.3.6.1.5.5.7.3.6',
  '1.3.6.1.5.5.7.3.7',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.10.3.3',
  '2.16.840.1.113730.4.1',
  '1.3.6.1.4.1.311.2.1.22',
  '1.3.6.1.4.1.311.61.1.1',
];

/** What a certificate may be used for, from its extensions. */
export interface Usage {
  /** Bit 5 is signing certificates; 0 when the extension is missing. */
  readonly keyUsage: number;
  /** Object identifiers; empty when the extension is missing. */
  readonly extended: readonly string[];
  readonly hasConstraints: boolean;
  readonly isAuthority: boolean;
  /** -1 when there is no limit. */
  readonly maxPathLength: number;
}

/** Bits count from the most significant of the first byte. */
function bitFlags(value: Buffer): number {
  const bits = bitsOf(readDer(value));
  return Array.from({ length: 9 }, (_, bit) => bit)
    .filter(bit => ((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
    .reduce((flags, bit) => flags | (1 << bit), 0);
}

export function usageOf(extensions: readonly Extension[]): Usage {
  const find = (id: string) => extensions.find(extension => extension.id === id)?.value;
  const keyUsage = find('2.5.29.15');
  const extended = find('2.5.29.37');
  const constraints = find('2.5.29.19');
  const limits = constraints === undefined ? [] : members(readDer(constraints));
  const isAuthority = isUniversal(limits[0], TAG.boolean) && limits[0].content[0] !== 0;
  const length = limits.find(limit => isUniversal(limit, TAG.integer));
  return {
    keyUsage: keyUsage === undefined ? 0 : bitFlags(keyUsage),
    extended: extended === undefined ? [] : members(readDer(extended)).map(oidOf),
    hasConstraints: constraints !== undefined,
    isAuthority,
    maxPathLength: length === undefined ? -1 : Number(integerOfDer(length)),
  };
}

function usageFields(usage: Usage): Fields {
  const known = usage.extended.map(oid => EXTENDED_USAGES.indexOf(oid)).filter(index => index >= 0);
  const unknown = usage.extended.filter(oid => !EXTENDED_USAGES.includes(oid));
  return [
    ['KeyUsage', usage.keyUsage],
    ['ExtKeyUsage', orNull(known)],
    ['UnknownExtKeyUsage', orNull(unknown.map(arcs))],
    ['BasicConstraintsValid', usage.hasConstraints],
    ['IsCA', usage.isAuthority],
    ['MaxPathLen', usage.hasConstraints ? usage.maxPathLength : 0],
    ['MaxPathLenZero', usage.maxPathLength === 0],
  ];
}

function keyIdentifiers(extensions: readonly Extension[]): Fields {
  const find = (id: string) => extensions.find(extension => extension.id === id)?.value;
  const subject = find('2.5.29.14');
  const authority = find('2.5.29.35');
  const own = subject === undefined ? undefined : readDer(subject).content;
  const issuing =
    authority === undefined
      ? undefined
      : members(readDer(authority)).find(part => isContext(part, 0))?.content;
  return [
    ['SubjectKeyId', own === undefined ? null : base64(own)],
    ['AuthorityKeyId', issuing === undefined ? null : base64(issuing)],
  ];
}

/** Where to ask for revocation (OCSP) and for the issuer's certificate. */
function accessFields(extensions: readonly Extension[]): Fields {
  const extension = extensions.find(item => item.id === '1.3.6.1.5.5.7.1.1');
  const descriptions =
    extension === undefined ? [] : members(readDer(extension.value)).map(members);
  const urls = (method: string) =>
    orNull(
      descriptions
        .filter(([id, location]) => oidOf(id) === method && isContext(location, 6))
        .map(([, location]) => textOf(location!.content)),
    );
  return [
    ['OCSPServer', urls('1.3.6.1.5.5.7.48.1')],
    ['IssuingCertificateURL', urls('1.3.6.1.5.5.7.48.2')],
  ];
}

function policyFields(extensions: readonly Extension[]): Fields {
  const extension = extensions.find(item => item.id === '2.5.29.32');
  const policies = extension === undefined ? [] : members(readDer(extension.value));
  const ids = policies.map(policy => oidOf(members(policy)[0]));
  return [
    ['PolicyIdentifiers', orNull(ids.map(arcs))],
    ['Policies', orNull(ids)],
  ];
}

/** The URLs of revocation lists: DistributionPoint → [0] name → [0] full name → [6] URI. */
function revocationLists(extensions: readonly Extension[]): Value {
  const extension = extensions.find(item => item.id === '2.5.29.31');
  if (extension === undefined) return null;
  const inside = (values: readonly Der[], tag: number) =>
    values.filter(value => isContext(value, tag)).flatMap(members);
  const points = members(readDer(extension.value)).flatMap(members);
  const names = inside(inside(points, 0), 0).filter(name => isContext(name, 6));
  return orNull(names.map(name => textOf(name.content)));
}

/** Name constraints are shown only in `Extensions`. */
const NAME_CONSTRAINTS: Fields = [
  'PermittedDNSDomains',
  'ExcludedDNSDomains',
  'PermittedIPRanges',
  'ExcludedIPRanges',
  'PermittedEmailAddresses',
  'ExcludedEmailAddresses',
  'PermittedURIDomains',
  'ExcludedURIDomains',
].map(field => [field, null]);

/** What the chain verifier needs of a certificate, and the value a policy sees. */
export interface Certificate {
  readonly der: Buffer;
  readonly signatureAlgorithm: number;
  readonly version: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly rawSubject: Buffer;
  readonly rawIssuer: Buffer;
  readonly extensions: readonly Extension[];
  readonly usage: Usage;
  readonly value: RegoObject;
}

function goTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}

/** @throws DerError */
export function parseCertificate(bytes: Buffer): Certificate {
  const outer = readDer(bytes);
  const [body, algorithm, signature] = members(outer);
  const fields = members(body);
  const version = isContext(fields[0], 0)
    ? Number(integerOfDer(readDer(fields.shift()!.content))) + 1
    : 1;
  const [serial, , issuer, validity, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = members(validity).map(timeOfDer);
  const block = rest.find(field => isContext(field, 3));
  const extensions = block === undefined ? [] : members(readDer(block.content)).map(extensionOf);
  const names = alternativeNames(extensions);
  const usage = usageOf(extensions);
  const signedWith = signatureAlgorithm(algorithm!);
  const value = RegoObject.of([
    ['Raw', base64(outer.whole)],
    ['RawTBSCertificate', base64(body!.whole)],
    ['RawSubjectPublicKeyInfo', base64(publicKey!.whole)],
    ['RawSubject', base64(subject!.whole)],
    ['RawIssuer', base64(issuer!.whole)],
    ['Signature', base64(bitsOf(signature))],
    ['SignatureAlgorithm', signedWith],
    ...publicKeyOf(publicKey),
    ['Version', version],
    ['SerialNumber', integerOf(integerOfDer(serial))],
    ['Issuer', nameOf(issuer)],
    ['Subject', nameOf(subject)],
    ['NotBefore', goTime(notBefore!)],
    ['NotAfter', goTime(notAfter!)],
    ['Extensions', extensions.length === 0 ? null : extensionFields(extensions)],
    ['ExtraExtensions', null],
    ['UnhandledCriticalExtensions', orNull(unhandled(extensions).map(arcs))],
    ...usageFields(usage),
    ...keyIdentifiers(extensions),
    ...accessFields(extensions),
    ...alternativeNameFields(names),
    ['PermittedDNSDomainsCritical', false],
    ...NAME_CONSTRAINTS,
    ['CRLDistributionPoints', revocationLists(extensions)],
    ...policyFields(extensions),
    ['URIStrings', names.uri],
  ]);
  return {
    der: outer.whole,
    signatureAlgorithm: signedWith,
    version,
    notBefore: notBefore!,
    notAfter: notAfter!,
    rawSubject: subject!.whole,
    rawIssuer: issuer!.whole,
    extensions,
    usage,
    value,
  };
}

/** Extensions whose meaning is taken into account; name constraints are not. */
const HANDLED = [
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
  '1.3.6.1.5.5.7.1.1',
];

/** Critical extensions we cannot honour: such a certificate must not be trusted. */
export function unhandled(extensions: readonly Extension[]): string[] {
  return extensions
    .filter(item => item.critical && !HANDLED.includes(item.id))
    .map(item => item.id);
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** A PKCS #10 signing request. @throws DerError */
export function parseCertificateRequest(bytes: Buffer): Value {
  const outer = readDer(bytes);
  const [body, algorithm, signature] = members(outer);
  const [version, subject, publicKey, attributes] = members(body);
  const requested = attributes === undefined ? [] : members(attributes).map(members);
  const extensions = requested
    .filter(([type]) => oidOf(type) === EXTENSION_REQUEST)
    .flatMap(([, values]) => members(values).flatMap(members))
    .map(extensionOf);
  return RegoObject.of([
    ['Raw', base64(outer.whole)],
    ['RawTBSCertificateRequest', base64(body!.whole)],
    ['RawSubjectPublicKeyInfo', base64(publicKey!.whole)],
    ['RawSubject', base64(subject!.whole)],
    ['Version', integerOf(integerOfDer(version))],
    ['Signature', base64(bitsOf(signature))],
    ['SignatureAlgorithm', signatureAlgorithm(algorithm!)],
    ...publicKeyOf(publicKey),
    ['Subject', nameOf(subject)],
    ['Attributes', []],
    ['Extensions', extensions.length === 0 ? null : extensionFields(extensions)],
    ['ExtraExtensions', null],
    ...alternativeNameFields(alternativeNames(extensions)),
  ]);
}
