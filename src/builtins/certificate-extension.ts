/*
 * Extensions of X.509 certificates (RFC 5280, section 4.2), with the field names of Go's crypto/x509.
 * Lists are null when empty.
 */
import { RegoObject, type Value } from '../value/value.ts';
import { textOf } from './bytes.ts';
import { arcs, base64, type Fields, orNull } from './certificate-field.ts';
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
  TAG,
} from './der.ts';

export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

export function extensionOf(extension: Der): Extension {
  const parts = members(extension);
  const critical = isUniversal(parts[1], TAG.boolean) && parts[1].content[0] !== 0;
  const value = parts.at(-1);
  if (!isUniversal(value, TAG.octetString)) throw new DerError('expected an extension value');
  return { id: oidOf(parts[0]), critical, value: value.content };
}

/** As a list of identifier, criticality and bytes. */
export function extensionFields(extensions: readonly Extension[]): Value {
  const shown = extensions.map(({ id, critical, value }) =>
    RegoObject.of([
      ['Id', arcs(id)],
      ['Critical', critical],
      ['Value', base64(value)],
    ]),
  );
  return orNull(shown);
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

/** Everything that extensions say, but for alternative names. */
export function extensionsAsFields(extensions: readonly Extension[]): Fields {
  return [
    ['Extensions', extensionFields(extensions)],
    ['ExtraExtensions', null],
    ['UnhandledCriticalExtensions', orNull(unhandled(extensions).map(arcs))],
    ...usageFields(usageOf(extensions)),
    ...keyIdentifiers(extensions),
    ...accessFields(extensions),
    ['PermittedDNSDomainsCritical', false],
    ...NAME_CONSTRAINTS,
    ['CRLDistributionPoints', revocationLists(extensions)],
    ...policyFields(extensions),
  ];
}

/** Critical extensions we cannot honour: such a certificate must not be trusted. */
export function unhandled(extensions: readonly Extension[]): string[] {
  return extensions
    .filter(item => item.critical && !HANDLED.includes(item.id))
    .map(item => item.id);
}
