/*
 * Names in X.509 certificates (RFC 5280): the distinguished name of subject and issuer, and the
 * subject's alternative names, with the field names of Go's crypto/x509.
 */
import { RegoObject, type Value } from '../value/value.ts';
import { textOf } from './bytes.ts';
import type { Extension } from './certificate-extension.ts';
import { arcs, type Fields, orNull } from './certificate-field.ts';
import { type Der, DerError, isContext, members, oidOf, readDer, stringOf } from './der.ts';
import { addressText } from './ip-address.ts';
import { parseUri } from './uri.ts';

const NAME_FIELDS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.6', 'Country'],
  ['2.5.4.10', 'Organization'],
  ['2.5.4.11', 'OrganizationalUnit'],
  ['2.5.4.7', 'Locality'],
  ['2.5.4.8', 'Province'],
  ['2.5.4.9', 'StreetAddress'],
  ['2.5.4.17', 'PostalCode'],
]);

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
export function nameOf(name: Der | undefined): RegoObject {
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

/** The alternative names of a subject; lists are null when empty. */
export interface AlternativeNames {
  readonly dns: Value;
  readonly email: Value;
  readonly ip: Value;
  readonly uri: readonly string[] | null;
}

function ipText(bytes: Buffer): string {
  const bits = bytes.length === 4 ? 32 : 128;
  return addressText({ bits, value: BigInt(`0x${bytes.toString('hex')}`) });
}

export function alternativeNames(extensions: readonly Extension[]): AlternativeNames {
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

export function alternativeNameFields(names: AlternativeNames): Fields {
  return [
    ['DNSNames', names.dns],
    ['EmailAddresses', names.email],
    ['IPAddresses', names.ip],
    ['URIs', names.uri?.map(uriFields) ?? null],
  ];
}
