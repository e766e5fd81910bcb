/** Real servers, a real proxy and raw sockets on 127.0.0.1; everything closes when its test ends. */
import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import type { Exchange } from '../../src/proxy/exchange.ts';
import type { ProxyOptions, Trouble } from '../../src/proxy/options.ts';
import { createProxy, type ProxyServer } from '../../src/proxy/proxy.ts';

/** Signs intercepted hosts; clients of the tests trust it. */
export const authority = createAuthority();
/** Signs the tests' own https servers; the proxy trusts it. */
export const serverAuthority = createAuthority();

export interface Upstream {
  readonly server: Server;
  readonly port: number;
  readonly origin: string;
}

async function listening(t: TestContext, server: NetServer): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** An HTTP server. */
export async function httpServer(t: TestContext, listener: RequestListener): Promise<Upstream> {
  const server = createHttpServer(listener);
  const port = await listening(t, server);
  t.after(() => server.closeAllConnections());
  return { server, port, origin: `http://127.0.0.1:${port}` };
}

/** An HTTPS server with a certificate for 127.0.0.1. */
export async function httpsServer(t: TestContext, listener: RequestListener): Promise<Upstream> {
  const cert = mintLeaf(serverAuthority, '127.0.0.1', serverAuthority.publicKey, 30);
  const key = serverAuthority.key.export({ type: 'pkcs8', format: 'pem' });
  const server = createHttpsServer({ key, cert }, listener);
  const port = await listening(t, server);
  t.after(() => server.closeAllConnections());
  return { server, port, origin: `https://127.0.0.1:${port}` };
}

/** What an echo server says about a request. */
export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Answers with the request as JSON. */
export const echo: RequestListener = async (request, response) => {
  const body = await text(request);
  const { method, url, rawHeaders } = request;
  const answer = JSON.stringify({ method, url, headers: rawHeaders, body });
  response.setHeader('content-type', 'application/json').end(answer);
};

/** A whole body as text. */
export async function text(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export interface Rig {
  readonly proxy: ProxyServer;
  readonly exchanges: Exchange[];
  readonly troubles: Trouble[];
}

/** A proxy that intercepts everything and forwards anywhere, unless the test says otherwise. */
export async function startProxy(
  t: TestContext,
  options: Partial<ProxyOptions> = {},
): Promise<Rig> {
  const exchanges: Exchange[] = [];
  const troubles: Trouble[] = [];
  const { onExchange = forwardAnywhere, ...rest } = options;
  const proxy = await createProxy({
    authority,
    onConnect: () => ({ kind: 'intercept' }),
    onExchange: exchange => {
      exchanges.push(exchange);
      return onExchange(exchange);
    },
    onTrouble: trouble => troubles.push(trouble),
    upstream: { extraCa: [serverAuthority.certificate] },
    ...rest,
  });
  t.after(() => proxy.close());
  return { proxy, exchanges, troubles };
}

/** Passes everything on, and answers 502 where that fails. */
export async function forwardAnywhere(exchange: Exchange): Promise<void> {
  const result = await exchange.forward({ reach: 'any' });
  if (result.kind === 'failed' && !result.answered) exchange.respond(502, [], result.error.message);
}

/** A socket that is written by hand. */
export interface Wire {
  readonly socket: Socket;
  send(text: string): void;
  /** Everything received, once it matches or the peer has closed. */
  until(pattern: RegExp): Promise<string>;
  /** Everything received until the peer closed. */
  untilClosed(): Promise<string>;
}

function wireOver(t: TestContext, socket: Socket): Wire {
  let received = '';
  let isClosed = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  socket.on('data', chunk => {
    received += chunk.toString('latin1');
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
    wake();
  });
  t.after(() => socket.destroy());
  const until = (isDone: () => boolean): Promise<string> =>
    new Promise(resolve => {
      const check = (): void => {
        if (!isDone()) return;
        waiting.delete(check);
        resolve(received);
      };
      waiting.add(check);
      check();
    });
  return {
    socket,
    send: text => void socket.write(text, 'latin1'),
    until: pattern => until(() => isClosed || pattern.test(received)),
    untilClosed: () => until(() => isClosed),
  };
}

/** A raw connection to the proxy. */
export function wire(t: TestContext, proxy: ProxyServer): Wire {
  return wireOver(t, connect(proxy.port, proxy.host));
}

/** Opens a tunnel and reads the answer to its CONNECT. */
async function connectThrough(proxy: ProxyServer, target: string, fields: string): Promise<Socket> {
  const socket = connect(proxy.port, proxy.host);
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${fields}\r\n`);
  const [answer] = await once(socket, 'data');
  if (!String(answer).startsWith('HTTP/1.1 200 '))
    throw new Error(`CONNECT was refused: ${answer}`);
  return socket;
}

/** A tunnel through the proxy, open for plain bytes. */
export async function tunnel(
  t: TestContext,
  proxy: ProxyServer,
  target: string,
  fields = '',
): Promise<Wire> {
  return wireOver(t, await connectThrough(proxy, target, fields));
}

/** TLS to a host inside a tunnel, trusting the proxy's authority only. */
export async function secureTunnel(
  t: TestContext,
  proxy: ProxyServer,
  target: string,
  fields = '',
  options: ConnectionOptions = {},
): Promise<Wire & { readonly tls: TLSSocket }> {
  const socket = await connectThrough(proxy, target, fields);
  const host = target.replace(/:\d+$/, '');
  const tls = connectTls({ socket, host, ca: authority.certificate, ...options });
  const wired = wireOver(t, tls);
  await once(tls, 'secureConnect');
  return { ...wired, tls };
}

/** The body behind the last head of a response text. */
export function bodyOf(response: string): string {
  return response.slice(response.lastIndexOf('\r\n\r\n') + 4);
}
