/*
 * X.509 certificates and signing requests (RFC 5280, RFC 2986), told with the field names of Go's
 * crypto/x509, because that is how OPA shows them.
 */
import { integerOf } from '../value/decimal.ts';
import { RegoObject, type Value } from '../value/value.ts';
import {
  type Extension,
  extensionFields,
  extensionOf,
  extensionsAsFields,
  type Usage,
  usageOf,
} from './certificate-extension.ts';
import { base64, type Fields } from './certificate-field.ts';
import { publicKeyOf, signatureAlgorithm } from './certificate-key.ts';
import { alternativeNameFields, alternativeNames, nameOf } from './certificate-name.ts';
import {
  bitsOf,
  type Der,
  DerError,
  integerOfDer,
  isContext,
  members,
  oidOf,
  readDer,
  timeOfDer,
} from './der.ts';

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

function required(part: Der | undefined): Der {
  if (part === undefined) throw new DerError('truncated');
  return part;
}

/** TBSCertificate, taken apart. */
interface Body {
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: Der;
  readonly subject: Der;
  readonly publicKey: Der;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Extension[];
}

/** The version is left out of the first one. */
function bodyOf(body: Der): Body {
  const [first, ...others] = members(body);
  const hasVersion = isContext(first, 0);
  const fields = hasVersion ? others : [required(first), ...others];
  const [serial, , issuer, validity, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = members(validity);
  const block = rest.find(field => isContext(field, 3));
  return {
    version: hasVersion ? Number(integerOfDer(readDer(first.content))) + 1 : 1,
    serial: integerOfDer(serial),
    issuer: required(issuer),
    subject: required(subject),
    publicKey: required(publicKey),
    notBefore: timeOfDer(notBefore),
    notAfter: timeOfDer(notAfter),
    extensions: block === undefined ? [] : members(readDer(block.content)).map(extensionOf),
  };
}

function bodyFields({
  version,
  serial,
  issuer,
  subject,
  notBefore,
  notAfter,
  extensions,
}: Body): Fields {
  const names = alternativeNames(extensions);
  return [
    ['RawSubject', base64(subject.whole)],
    ['RawIssuer', base64(issuer.whole)],
    ['Version', version],
    ['SerialNumber', integerOf(serial)],
    ['Issuer', nameOf(issuer)],
    ['Subject', nameOf(subject)],
    ['NotBefore', goTime(notBefore)],
    ['NotAfter', goTime(notAfter)],
    ...extensionsAsFields(extensions),
    ...alternativeNameFields(names),
    ['URIStrings', names.uri],
  ];
}

/** What a certificate and a request have around their bodies. */
function signedFields(whole: Der, publicKey: Der, algorithm: Der, signature: Der): Fields {
  return [
    ['Raw', base64(whole.whole)],
    ['RawSubjectPublicKeyInfo', base64(publicKey.whole)],
    ...publicKeyOf(publicKey),
    ['SignatureAlgorithm', signatureAlgorithm(algorithm)],
    ['Signature', base64(bitsOf(signature))],
  ];
}

/** The three parts of something signed. */
function signedParts(
  bytes: Buffer,
): readonly [whole: Der, body: Der, algorithm: Der, signature: Der] {
  const whole = readDer(bytes);
  const [body, algorithm, signature] = members(whole);
  return [whole, required(body), required(algorithm), required(signature)];
}

/** @throws DerError */
export function parseCertificate(bytes: Buffer): Certificate {
  const [whole, tbs, algorithm, signature] = signedParts(bytes);
  const body = bodyOf(tbs);
  return {
    ...body,
    der: whole.whole,
    signatureAlgorithm: signatureAlgorithm(algorithm),
    rawSubject: body.subject.whole,
    rawIssuer: body.issuer.whole,
    usage: usageOf(body.extensions),
    value: RegoObject.of([
      ['RawTBSCertificate', base64(tbs.whole)],
      ...signedFields(whole, body.publicKey, algorithm, signature),
      ...bodyFields(body),
    ]),
  };
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

function requestedExtensions(attributes: Der | undefined): Extension[] {
  const pairs = attributes === undefined ? [] : members(attributes).map(members);
  return pairs
    .filter(([type]) => oidOf(type) === EXTENSION_REQUEST)
    .flatMap(([, values]) => members(values).flatMap(members))
    .map(extensionOf);
}

/** A PKCS #10 signing request. @throws DerError */
export function parseCertificateRequest(bytes: Buffer): Value {
  const [whole, body, algorithm, signature] = signedParts(bytes);
  const [version, subject, publicKey, attributes] = members(body);
  const extensions = requestedExtensions(attributes);
  return RegoObject.of([
    ['RawTBSCertificateRequest', base64(body.whole)],
    ...signedFields(whole, required(publicKey), algorithm, signature),
    ['RawSubject', base64(required(subject).whole)],
    ['Version', integerOf(integerOfDer(version))],
    ['Subject', nameOf(subject)],
    ['Attributes', []],
    ['Extensions', extensionFields(extensions)],
    ['ExtraExtensions', null],
    ...alternativeNameFields(alternativeNames(extensions)),
  ]);
}
