/*
 * WebSocket through the proxy: judged once, then blind. Only after the server has agreed (101) do
 * bytes pass unread; as long as it has not, anything the client sends on could be requests nobody
 * judged.
 */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { messageOf, TfError } from '../base/errors.ts';
import type { Reach, RequestHead } from './exchange.ts';
import { literalOutOfReach } from './guarded-lookup.ts';
import { type HeaderList, headerValue, responseHeaders, withoutHeaders } from './headers.ts';
import { refusalResponse, responseText } from './refusal.ts';
import type { Upstream } from './upstream.ts';

const UPGRADE: HeaderList = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];
const NOT_UPGRADED: ReadonlySet<string> = new Set(['upgrade', 'http2-settings', 'connection']);

/** Whether an Upgrade asks for the one protocol that is let through. */
export function isWebSocket(rawHeaders: HeaderList): boolean {
  return headerValue(rawHeaders, 'upgrade')?.trim().toLowerCase() === 'websocket';
}

/** A head in HTTP/1.1 syntax. */
function headText(startLine: string, headers: HeaderList): string {
  let text = `${startLine}\r\n`;
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}\r\n`;
}

/**
 * The head of a request as if it had asked for no upgrade, which a server may ignore (RFC 9110
 * 7.8). Node takes a connection out of its parser on any Upgrade; put back with this head it is
 * parsed as usual.
 */
export function withoutUpgrade(message: IncomingMessage): Buffer {
  const startLine = `${message.method} ${message.url} HTTP/${message.httpVersion}`;
  return Buffer.from(
    headText(startLine, withoutHeaders(message.rawHeaders, NOT_UPGRADED)),
    'latin1',
  );
}

function requestUpgrade(head: RequestHead, upstream: Upstream, reach: Reach): ClientRequest {
  const error = literalOutOfReach(head.host, reach);
  if (error !== undefined) throw error;
  const { host, port, method, path, authority } = head;
  const headers = ['Host', authority, ...head.headers, ...UPGRADE];
  const target = { agent: false, host, port, method, path, headers } as const;
  const send = head.scheme === 'https' ? httpsRequest : httpRequest;
  return send({ ...upstream.connectOptions(reach), ...target });
}

/** Two sockets as one: what ends either ends both. */
function join(client: Duplex, server: Duplex): void {
  client.on('error', () => server.destroy()).on('close', () => server.destroy());
  server.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.pipe(server);
  server.pipe(client);
}

/** Passes the server's agreement on, as far as it is the client's business. */
function agree(client: Duplex, response: IncomingMessage): void {
  const headers = [...responseHeaders(response.rawHeaders), ...UPGRADE];
  client.write(headText('HTTP/1.1 101 Switching Protocols', headers));
}

/** Tells the client that there will be no WebSocket, and ends the connection. */
function disagree(client: Duplex, reason: string): void {
  const error = new TfError('tf_proxy_upstream', reason);
  client.end(responseText(refusalResponse({ status: 502, error })));
}

/**
 * Asks the server for the WebSocket a client asked for, and joins the two if it agrees.
 * @param early what the client sent behind its request
 * @throws TfError tf_proxy_reach
 */
export function openWebSocket(
  head: RequestHead,
  client: Duplex,
  early: Buffer,
  upstream: Upstream,
  reach: Reach,
): void {
  const upgrade = requestUpgrade(head, upstream, reach);
  client.on('error', () => upgrade.destroy()).on('close', () => upgrade.destroy());
  upgrade.on('upgrade', (response, server, late) => {
    upgrade.setTimeout(0);
    agree(client, response);
    client.write(late);
    server.write(early);
    join(client, server);
  });
  upgrade.on('response', response => {
    response.destroy();
    disagree(client, `the server answered ${response.statusCode}, not 101`);
  });
  upgrade.on('timeout', () => upgrade.destroy(new Error('the server did not answer in time')));
  upgrade.on('error', error => disagree(client, messageOf(error)));
  upgrade.end();
}
