/** The server behind the proxies: one that answers every request with the same bytes, over http and https. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import { servePeer } from './peer.ts';
import { HOST, RESPONSE, type UpstreamPlace } from './traffic.ts';

const HEADERS = ['Content-Type', 'application/json', 'Content-Length', String(RESPONSE.length)];
const CERTIFICATE_DAYS = 1;

const answer: RequestListener = (request, response) => {
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
