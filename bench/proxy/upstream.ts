/** The server behind the proxies: one that answers every request with the same bytes, over http and https. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { servePeer } from './peer.ts';
import { HOST, RESPONSE, STREAM_PATH, TOOL_LIST, type UpstreamPlace } from './traffic.ts';

const HEADERS = ['Content-Type', 'application/json', 'Content-Length', String(RESPONSE.length)];
const CERTIFICATE_DAYS = 1;

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly name?: string };
}

function event(message: object): string {
  return `data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
}

/** Lists as JSON; calls as streams, of which only the short ones end. */
function answerStream({ id, method, params }: Asked, response: ServerResponse): void {
  if (method === 'tools/list') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: TOOL_LIST }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(
    event({ method: 'notifications/message', params: { level: 'info', data: 'begun' } }),
  );
  if (params.name === 'stream_short') response.end(event({ id, result: { content: [] } }));
}

function answerWhole(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answerStream(JSON.parse(Buffer.concat(chunks).toString()) as Asked, response);
  });
}

const answer: RequestListener = (request, response) => {
  if (request.url === STREAM_PATH) {
    answerWhole(request, response);
    return;
  }
  request.resume().on('end', () => response.writeHead(200, HEADERS).end(RESPONSE.toString()));
};

async function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = 600_000;
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function start(): Promise<UpstreamPlace> {
  const authority = createAuthority(CERTIFICATE_DAYS);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const cert = mintLeaf(authority, HOST, publicKey, CERTIFICATE_DAYS);
  const ports = {
    http: await listen(createServer(answer)),
    https: await listen(createTlsServer({ key, cert }, answer)),
  };
  return { ports, ca: authority.certificate };
}

servePeer({ start });
