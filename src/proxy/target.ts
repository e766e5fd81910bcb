/*
 * Where a request goes, read strictly. A proxy that judges one target and connects to another is no
 * guard, so every spelling ends in one: hosts are normalized as the WHATWG URL standard does it
 * (case, IDNA, percent-encoding, IPv4 written as one number), ports are explicit, and what clients
 * and servers are known to read differently is refused: user info, fragments, backslashes, dot
 * segments, a Host field that names another authority (RFC 9112 3.2).
 */
import { LRUCache } from 'lru-cache';
import { TfError } from '../base/errors.ts';
import { type HeaderList, headerValues } from './headers.ts';

export type Scheme = 'http' | 'https';

export interface Target {
  readonly scheme: Scheme;
  /** Lower case, no brackets, no trailing dot. */
  readonly host: string;
  readonly port: number;
}

export interface Authority {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };
const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[^\s:/?#@\\[\]]+)(?::(\d{1,5}))?$/;
const ABSOLUTE_FORM = /^(https?):\/\/([^/?#]*)(.*)$/i;
const PATH = /^\/[!"$-[\]-~\x80-\xff]*$/;
/** Far more hosts than a run talks to; the URL parser is the dear part of reading a target. */
const KNOWN_HOSTS = 1000;
const EMPTY_LABEL = /^$|^\.|\.\.|\.$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

function refuse(message: string): never {
  throw new TfError('tf_proxy_target', message);
}

const hosts = new LRUCache<string, string>({ max: KNOWN_HOSTS });

/** The one spelling of a host: what a URL parser makes of it, without brackets and trailing dot. */
function canonicalHost(text: string): string | undefined {
  const known = hosts.get(text);
  if (known !== undefined || !URL.canParse(`http://${text}/`)) return known;
  const { hostname } = new URL(`http://${text}/`);
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.$/, '');
  if (EMPTY_LABEL.test(host)) return undefined;
  hosts.set(text, host);
  return host;
}

/** `host:port`, the port optional if there is a default. @throws TfError tf_proxy_target */
export function parseAuthority(text: string, defaultPort?: number): Authority {
  const match = HOST_AND_PORT.exec(text);
  const written = match?.[1] ?? '';
  const host = canonicalHost(written);
  const port = match?.[2] === undefined ? defaultPort : Number(match[2]);
  if (written === '' || host === undefined) refuse(`\`${text}\` is not a valid authority`);
  if (port === undefined) refuse(`\`${text}\` names no port`);
  if (port < 1 || port > 65535) refuse(`\`${text}\` names no valid port`);
  return { host, port };
}

/** `host`, or `host:port` where the port is not the scheme's own; IPv6 in brackets. */
export function authorityOf(target: Target): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return target.port === DEFAULT_PORT[target.scheme] ? host : `${host}:${target.port}`;
}

/** Path and query, if they have one reading. @throws TfError tf_proxy_target */
function checkedPath(path: string): string {
  if (!PATH.test(path)) refuse('the path is not a valid origin-form');
  const query = path.indexOf('?');
  const pathname = query < 0 ? path : path.slice(0, query);
  if (DOT_SEGMENT.test(pathname)) refuse('the path has dot segments');
  return path;
}

/** An absolute-form request target taken apart. @throws TfError tf_proxy_target */
export function parseAbsolute(url: string): Target & { readonly path: string } {
  const match = ABSOLUTE_FORM.exec(url);
  if (match === null) refuse('the request target is neither absolute-form nor inside a tunnel');
  const scheme = match[1]!.toLowerCase() as Scheme;
  const { host, port } = parseAuthority(match[2]!, DEFAULT_PORT[scheme]);
  const rest = match[3]!;
  return { scheme, host, port, path: checkedPath(rest.startsWith('/') ? rest : `/${rest}`) };
}

/** There is one Host field and it names the target (HTTP/1.0 may go without). */
function checkHost(rawHeaders: HeaderList, target: Target): void {
  const hosts = headerValues(rawHeaders, 'host');
  if (hosts.length > 1) refuse('the request has more than one Host field');
  const [host] = hosts;
  if (host === undefined || host === authorityOf(target)) return;
  const named = parseAuthority(host, DEFAULT_PORT[target.scheme]);
  if (named.host !== target.host || named.port !== target.port) {
    refuse(`the Host field \`${host}\` disagrees with the target \`${authorityOf(target)}\``);
  }
}

/**
 * The target and path of a request.
 * @param tunnel where its CONNECT went, if it came inside one: that is the authority
 * @throws TfError tf_proxy_target
 */
export function requestTarget(
  url: string,
  rawHeaders: HeaderList,
  tunnel: Target | undefined,
): Target & { readonly path: string } {
  const named =
    tunnel !== undefined && url.startsWith('/')
      ? { scheme: tunnel.scheme, host: tunnel.host, port: tunnel.port, path: checkedPath(url) }
      : parseAbsolute(url);
  if (tunnel !== undefined && !sameTarget(named, tunnel)) {
    refuse(`the request target disagrees with the tunnel to \`${authorityOf(tunnel)}\``);
  }
  checkHost(rawHeaders, named);
  return named;
}

function sameTarget(a: Target, b: Target): boolean {
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port;
}
