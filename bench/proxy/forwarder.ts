/*
 * The yardstick: the least a Node proxy does that reads bodies before it forwards them. node:http in front,
 * undici's dispatch behind, TLS ended and begun again in between; nothing parsed, judged or recorded.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { createSecureContexts } from '../../src/proxy/secure-contexts.ts';
import { servePeer } from './peer.ts';
import { HOST, type ProxyPlace, type UpstreamPlace } from './traffic.ts';

/** Fields of one connection, and those that are written anew. */
const NOT_FORWARDED = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'transfer-encoding',
]);

function forwarded(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!NOT_FORWARDED.has(raw[i]!.toLowerCase())) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
}

function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
}

/** Writes head and body in one go where the body comes in one piece. */
function answering(response: ServerResponse): Dispatcher.DispatchHandler {
  let length = -1;
  let ended = false;
  return {
    onRequestStart() {},
    onResponseStart(controller, status) {
      const raw = (controller.rawHeaders as Buffer[]).map(field => field.toString('latin1'));
      const headers = forwarded(raw);
      const at = raw.findIndex(
        (field, i) => i % 2 === 0 && field.toLowerCase() === 'content-length',
      );
      if (at >= 0) {
        length = Number(raw[at + 1]);
        headers.push('content-length', raw[at + 1]!);
      }
      response.writeHead(status, headers);
    },
    onResponseData(_, chunk) {
      ended = chunk.length === length;
      if (ended) response.end(chunk.toString('latin1'), 'latin1');
      else response.write(chunk);
    },
    onResponseEnd() {
      if (!ended) response.end();
    },
    onResponseError() {
      response.destroy();
    },
  };
}

/** The origin a tunnelled socket leads to. */
const origins = new WeakMap<Socket, string>();

function forward(agent: Agent, request: IncomingMessage, response: ServerResponse): void {
  const tunnelled = origins.get(request.socket);
  const url = new URL(request.url!, tunnelled);
  readBody(request, body => {
    const headers = ['host', url.host, ...forwarded(request.rawHeaders)];
    const path = url.pathname + url.search;
    agent.dispatch(
      { origin: url.origin, path, method: request.method!, headers, body },
      answering(response),
    );
  });
}

async function start({ ca }: UpstreamPlace): Promise<ProxyPlace> {
  const agent = new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: { ca } });
  const authority = createAuthority();
  const contextFor = createSecureContexts(authority);
  const server = createServer((request, response) => forward(agent, request, response));
  server.keepAliveTimeout = 600_000;
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const inner = new TLSSocket(socket, { isServer: true, secureContext: contextFor(HOST) });
    origins.set(inner, `https://${request.url}`);
    inner.once('secure', () => server.emit('connection', inner));
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, ca: authority.certificate };
}

servePeer({ start });
