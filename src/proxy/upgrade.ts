/*
 * WebSocket through the proxy: judged once, then blind. Only after the server has agreed (101) do bytes pass
 * unread; as long as it has not, anything the client sends on could be requests nobody judged.
 */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { messageOf } from '../base/errors.ts';
import type { Reach, RequestHead } from './exchange.ts';
import { literalOutOfReach } from './guarded-lookup.ts';
import { type HeaderList, headerValue, responseHeaders } from './headers.ts';
import { connectOptions, type UpstreamOptions } from './upstream.ts';

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

const NOT_UPGRADED: ReadonlySet<string> = new Set(['upgrade', 'http2-settings', 'connection']);

/**
 * The head of a request as if it had asked for no upgrade, which a server may ignore (RFC 9110 7.8). Node
 * takes a connection out of its parser on any Upgrade; put back with this head it is parsed as usual.
 */
export function withoutUpgrade(message: IncomingMessage): Buffer {
  const kept: string[] = [];
  const { rawHeaders } = message;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!NOT_UPGRADED.has(rawHeaders[i]!.toLowerCase()))
      kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  const startLine = `${message.method} ${message.url} HTTP/${message.httpVersion}`;
  return Buffer.from(headText(startLine, kept), 'latin1');
}

function requestUpgrade(head: RequestHead, options: UpstreamOptions, reach: Reach): ClientRequest {
  const error = literalOutOfReach(head.host, reach);
  if (error !== undefined) throw error;
  const send = head.scheme === 'https' ? httpsRequest : httpRequest;
  const { host, port, method, path, authority } = head;
  const headers = [
    'Host',
    authority,
    ...head.headers,
    'Connection',
    'Upgrade',
    'Upgrade',
    'websocket',
  ];
  return send({
    ...connectOptions(options, reach),
    agent: false,
    host,
    port,
    method,
    path,
    headers,
  });
}

function join(client: Duplex, server: Duplex): void {
  client.on('error', () => server.destroy()).on('close', () => server.destroy());
  server.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.pipe(server);
  server.pipe(client);
}

function onAgreed(
  client: Duplex,
  early: Buffer,
  response: IncomingMessage,
  server: Duplex,
  late: Buffer,
) {
  const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];
  client.write(
    headText('HTTP/1.1 101 Switching Protocols', [
      ...responseHeaders(response.rawHeaders),
      ...upgrade,
    ]),
  );
  client.write(late);
  server.write(early);
  join(client, server);
}

/** Ends a connection with a complete plain-text response. */
export function refuseUpgrade(client: Duplex, status: string, message: string): void {
  const headers = [
    'Content-Type',
    'text/plain; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(message)),
  ];
  client.on('error', () => client.destroy());
  client.end(headText(`HTTP/1.1 ${status}`, [...headers, 'Connection', 'close']) + message);
}

/**
 * Asks the server for the WebSocket a client asked for, and joins the two if it agrees.
 * @param early what the client sent behind its request
 */
export function openWebSocket(
  head: RequestHead,
  client: Duplex,
  early: Buffer,
  options: UpstreamOptions,
  reach: Reach,
): void {
  const upgrade = requestUpgrade(head, options, reach);
  client.on('error', () => upgrade.destroy()).on('close', () => upgrade.destroy());
  upgrade.on('upgrade', (response, server, late) =>
    onAgreed(client, early, response, server, late),
  );
  upgrade.on('response', response => {
    response.destroy();
    refuseUpgrade(client, '502 Bad Gateway', `the server answered ${response.statusCode}, not 101`);
  });
  upgrade.on('error', error => refuseUpgrade(client, '502 Bad Gateway', messageOf(error)));
  upgrade.end();
}
