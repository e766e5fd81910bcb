/*
 * URIs as Go's net/url takes them apart (RFC 3986 with a few liberties): parts that are empty are
 * left out; `path` is decoded, `raw_path` is as it was written where the two differ in meaning.
 */
import { isIPv6 } from 'node:net';
import { RegoObject, type Value } from '../value/value.ts';
import { type Builtin, BuiltinError, define, failure } from './builtin.ts';
import { stringAt } from './operand.ts';
import { percentDecode } from './url-query.ts';

interface Authority {
  readonly hostname: string;
  readonly port: string;
}

function refused(uri: string, why: string): BuiltinError {
  return failure(`parse ${JSON.stringify(uri)}: ${why}`);
}

/** `https` of `https://…`; a colon in the first path segment without a scheme is an error. */
function splitScheme(uri: string): readonly [string, string] {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1];
  if (scheme !== undefined) return [scheme.toLowerCase(), uri.slice(scheme.length + 1)];
  if (uri.startsWith(':')) throw refused(uri, 'missing protocol scheme');
  if (/^[^/?#]*:/.test(uri)) throw refused(uri, 'first path segment in URL cannot contain colon');
  return ['', uri];
}

function parseHost(uri: string, authority: string): Authority {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (!/^[^@]*$/.test(host)) throw refused(uri, 'invalid userinfo');
  if (host.startsWith('[')) return parseBracketed(uri, host);
  const colon = host.indexOf(':');
  const port = colon < 0 ? '' : host.slice(colon + 1);
  if (!/^\d*$/.test(port))
    throw refused(uri, `invalid port ${JSON.stringify(`:${port}`)} after host`);
  const name = colon < 0 ? host : host.slice(0, colon);
  const bad = /[\s<>"{}|\\^`/]/.exec(name)?.[0];
  if (bad !== undefined)
    throw refused(uri, `invalid character ${JSON.stringify(bad)} in host name`);
  return { hostname: percentDecode(name), port };
}

function parseBracketed(uri: string, host: string): Authority {
  const match = /^\[([^\]]*)\](?::(\d*))?$/.exec(host);
  if (match === null) throw refused(uri, "missing ']' in host");
  const [, address = '', port = ''] = match;
  if (!isIPv6(address.replace(/%25/, '%'))) throw refused(uri, 'invalid IP-literal');
  return { hostname: percentDecode(address), port };
}

/** Whether escaping the decoded path as Go would gives the written one back. */
function isDefaultEscaping(decoded: string, written: string): boolean {
  const kept = /[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]/;
  const escaped = Array.from(Buffer.from(decoded), byte => {
    const character = String.fromCharCode(byte);
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    return kept.test(character) ? character : `%${hex}`;
  });
  return escaped.join('') === written;
}

export interface Uri {
  readonly scheme: string;
  readonly hostname: string;
  readonly port: string;
  /** Decoded. */
  readonly path: string;
  /** As it has to be sent. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly fragment: string;
}

/** @throws BuiltinError */
export function parseUri(uri: string): Uri {
  if (/[\x00-\x1f\x7f]/.test(uri)) throw refused(uri, 'invalid control character in URL');
  const hash = uri.indexOf('#');
  const fragment = hash < 0 ? '' : percentDecode(uri.slice(hash + 1));
  const [scheme, afterScheme] = splitScheme(hash < 0 ? uri : uri.slice(0, hash));
  const question = afterScheme.indexOf('?');
  const rawQuery = question < 0 ? '' : afterScheme.slice(question + 1);
  const rest = question < 0 ? afterScheme : afterScheme.slice(0, question);
  const { authority, written } = splitAuthority(rest, scheme);
  const { hostname, port } = authority === undefined ? NOWHERE : parseHost(uri, authority);
  const path = percentDecode(written);
  const rawPath = isDefaultEscaping(path, written) ? path : written;
  return { scheme, hostname, port, path, rawPath, rawQuery, fragment };
}

function parse(args: readonly Value[]): Value {
  const { rawPath, rawQuery, ...parts } = parseUri(stringAt(args, 1));
  const named = { ...parts, raw_path: rawPath, raw_query: rawQuery };
  return RegoObject.of(Object.entries(named).filter(([, part]) => part !== ''));
}

const NOWHERE: Authority = { hostname: '', port: '' };

/** `mailto:x` has neither authority nor path: Go calls the rest opaque. */
function splitAuthority(rest: string, scheme: string) {
  if (rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    const end = slash < 0 ? rest.length : slash;
    return { authority: rest.slice(2, end), written: rest.slice(end) };
  }
  const isOpaque = scheme !== '' && !rest.startsWith('/');
  return { authority: undefined, written: isOpaque ? '' : rest };
}

function isValid([uri]: readonly Value[]): boolean {
  if (typeof uri !== 'string' || uri === '') return false;
  try {
    parseUri(uri);
    return true;
  } catch (error) {
    if (error instanceof BuiltinError) return false;
    throw error;
  }
}

export const uris: readonly Builtin[] = [
  define('uri.parse', parse),
  define('uri.is_valid', isValid),
];
