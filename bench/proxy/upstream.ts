/** The server behind the proxies: one that answers every request with as many bytes, over http and https. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { servePeer } from './peer.ts';
import { answerBody, HOST, STREAM_PATH, TOOL_LIST, type UpstreamPlace } from './traffic.ts';

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

function answerCall({ id }: Asked, response: ServerResponse): void {
  const body = answerBody(id);
  response
    .writeHead(200, ['Content-Type', 'application/json', 'Content-Length', String(body.length)])
    .end(body);
}

const answer: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    if (request.url === STREAM_PATH) answerStream(asked, response);
    else answerCall(asked, response);
  });
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
