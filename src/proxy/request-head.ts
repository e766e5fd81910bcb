import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TfError } from '../base/errors.ts';
import { type Credentials, parseBasic } from './credentials.ts';
import type { RequestForm, RequestHead } from './exchange.ts';
import { headerValue, requestHeaders } from './headers.ts';
import { Refused } from './refusal.ts';
import { authorityOf, requestTarget } from './target.ts';
import { type Tunnel, tunnelOf } from './tunnel.ts';

/** Names the run that credentials belong to. */
export type Authenticate = (credentials: Credentials) => string | undefined;

/** The number proxy-chain gave a client's connection. */
export function connectionId(socket: Socket & { proxyChainId?: number }): number {
  return socket.proxyChainId ?? 0;
}

/**
 * Which run a request to the proxy belongs to; undefined if runs are not told apart.
 * @throws Refused 407 without valid credentials
 */
export function runOf(
  message: IncomingMessage,
  authenticate: Authenticate | undefined,
): string | undefined {
  if (authenticate === undefined) return undefined;
  const credentials = parseBasic(headerValue(message.rawHeaders, 'proxy-authorization'));
  const run = credentials === undefined ? undefined : authenticate(credentials);
  if (run === undefined) throw new Refused(407, new TfError('tf_proxy_credentials'));
  return run;
}

function formOf(tunnel: Tunnel | undefined): RequestForm {
  if (tunnel === undefined) return 'absolute';
  return tunnel.scheme === 'https' ? 'connect-tls' : 'connect-plain';
}

/**
 * A request's head, normalized.
 * @throws TfError tf_proxy_target
 * @throws Refused 407
 */
export function readHead(
  message: IncomingMessage,
  id: number,
  authenticate: Authenticate | undefined,
): RequestHead {
  const tunnel = tunnelOf(message.socket);
  const run = tunnel === undefined ? runOf(message, authenticate) : tunnel.run;
  const { rawHeaders, method = '', url = '' } = message;
  const target = requestTarget(url, rawHeaders, tunnel);
  const authority = authorityOf(target);
  // Spelled out: an object that begins with a spread takes a hundred times as long to make.
  return {
    scheme: target.scheme,
    host: target.host,
    port: target.port,
    path: target.path,
    id,
    connection: tunnel?.connection ?? connectionId(message.socket),
    form: formOf(tunnel),
    method,
    authority,
    origin: `${target.scheme}://${authority}`,
    headers: requestHeaders(rawHeaders),
    run,
  };
}
