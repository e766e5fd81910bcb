/*
 * The clients: keep-alive connections that each send the next request when they have their answer. Raw sockets
 * and the least parsing that notices a wrong answer, so that the load costs little beside what it loads.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectTls } from 'node:tls';
import { quantile } from '../quantile.ts';
import { servePeer } from './peer.ts';
import { callBody, HOST, PATH, type ProxyPlace, type Scheme } from './traffic.ts';

/** A way to the upstream. */
export interface Route {
  readonly scheme: Scheme;
  readonly upstreamPort: number;
  /** Who signed what the client sees over https. */
  readonly ca: string;
  /** Absent: straight to the upstream. */
  readonly proxy?: ProxyPlace;
}

export interface Opening extends Route {
  readonly name: string;
  readonly connections: number;
}

export interface Run {
  readonly name: string;
  readonly requests: number;
}

/** One run's latencies, in microseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
}

const TIMEOUT_MS = 60_000;

function basic({ credentials }: ProxyPlace): string[] {
  return credentials === undefined
    ? []
    : [`Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}`];
}

function headOf({ scheme, upstreamPort, proxy }: Route, length: number): string {
  const authority = `${HOST}:${upstreamPort}`;
  const absolute = proxy !== undefined && scheme === 'http';
  return [
    `POST ${absolute ? `http://${authority}` : ''}${PATH} HTTP/1.1`,
    `Host: ${authority}`,
    'User-Agent: bench/1.0',
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    'MCP-Protocol-Version: 2025-11-25',
    `Content-Length: ${length}`,
    ...(absolute ? basic(proxy) : []),
    '\r\n',
  ].join('\r\n');
}

/** The whole n-th request. */
function requestText(route: Route, index: number): Buffer {
  const body = callBody(index);
  return Buffer.concat([Buffer.from(headOf(route, body.length)), body]);
}

async function tunnel(socket: Socket, { upstreamPort, proxy }: Route): Promise<void> {
  const lines = [`CONNECT ${HOST}:${upstreamPort} HTTP/1.1`, `Host: ${HOST}:${upstreamPort}`];
  socket.write([...lines, ...basic(proxy!), '\r\n'].join('\r\n'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!/^HTTP\/1\.1 200 /.test(answer.toString('latin1'))) throw new Error(`CONNECT: ${answer}`);
}

async function open(route: Route): Promise<Socket> {
  const { scheme, upstreamPort, proxy, ca } = route;
  const socket = connect({ host: HOST, port: proxy?.port ?? upstreamPort, noDelay: true });
  await once(socket, 'connect');
  if (scheme === 'http') return socket;
  if (proxy !== undefined) await tunnel(socket, route);
  const secure = connectTls({ socket, ca, host: HOST });
  await once(secure, 'secureConnect');
  return secure;
}

/** How many bytes the response at the start of `text` has; undefined while its head is incomplete. */
function responseLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) throw new Error(text);
  return end + 4 + Number(length);
}

/** Sends one request and resolves when its answer is whole. */
function exchange(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      try {
        if (responseLength(text) !== text.length) return;
      } catch (thrown) {
        reject(thrown as Error);
      }
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
    socket.write(request);
  });
}

/** Open connections along one route. */
class Clients {
  private readonly route: Route;
  private readonly sockets: readonly Socket[];
  private sent = 0;

  constructor(route: Route, sockets: readonly Socket[]) {
    this.route = route;
    this.sockets = sockets;
  }

  /** Sends that many requests over all connections together; no two requests ever sent are alike. */
  async run(requests: number): Promise<Latency> {
    const texts = Array.from({ length: requests }, () => requestText(this.route, this.sent++));
    const times: number[] = [];
    const client = async (socket: Socket): Promise<void> => {
      for (let next = texts.pop(); next !== undefined; next = texts.pop()) {
        const start = performance.now();
        await exchange(socket, next);
        times.push((performance.now() - start) * 1000);
      }
    };
    await Promise.all(this.sockets.map(client));
    return { p50: quantile(times, 0.5), p90: quantile(times, 0.9) };
  }
}

const routes = new Map<string, Clients>();

function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

servePeer({
  async open({ name, connections, ...route }: Opening) {
    const sockets = await Promise.all(Array.from({ length: connections }, () => open(route)));
    routes.set(name, new Clients(route, sockets));
  },
  run: ({ name, requests }: Run): Promise<Latency> => withTimeout(routes.get(name)!.run(requests)),
});
