/** HTTP by the byte: a server that records exactly what arrives, and requests that no client library would send. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';

/** One request as it arrived. */
export interface Arrived {
  readonly head: string;
  readonly body: Buffer;
}

/** What the server says to the next requests. */
export interface Answer {
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly base64?: string;
}

export interface RawServer {
  readonly host: string;
  readonly port: number;
  readonly arrived: Arrived[];
  answer: (request: Arrived) => Answer;
  close(): Promise<void>;
}

function bytesOf({ body = '', base64 }: Answer): Buffer {
  return base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
}

function response(answer: Answer): Buffer {
  const body = bytesOf(answer);
  const fields = (answer.headers ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = `HTTP/1.1 ${answer.status ?? 200} X\r\n${fields}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** The first whole request in these bytes; what the proxy forwards always has a length. */
function firstRequest(bytes: Buffer): { request: Arrived; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const length = Number(/^content-length: *(\d+)$/im.exec(head)?.[1] ?? 0);
  const from = end + 4;
  if (bytes.length < from + length) return undefined;
  const body = bytes.subarray(from, from + length);
  return { request: { head, body }, rest: bytes.subarray(from + length) };
}

/** Starts a server that takes nothing for granted but a length. */
export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<net.Socket>();
  const listener = net.createServer(socket => {
    sockets.add(socket);
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', chunk => {
      pending = Buffer.concat([pending, chunk]);
      for (let next = firstRequest(pending); next !== undefined; next = firstRequest(pending)) {
        pending = next.rest;
        server.arrived.push(next.request);
        socket.write(response(server.answer(next.request)));
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const server: RawServer = {
    host: `127.0.0.1:${port}`,
    port,
    arrived: [],
    answer: () => ({}),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
  return server;
}

/** Sends bytes to a proxy and reads until it closes, or has said nothing for a while. */
export async function exchange(proxy: URL, bytes: Buffer, silenceMs = 5000): Promise<string> {
  const socket = net.connect(Number(proxy.port), proxy.hostname);
  const chunks: Buffer[] = [];
  socket.on('data', chunk => chunks.push(chunk));
  socket.on('error', () => {});
  socket.setTimeout(silenceMs, () => socket.destroy());
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}

/** The proxy's credentials as a header line. */
export function authorization(proxy: URL): string {
  const basic = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
  return `Proxy-Authorization: Basic ${basic}\r\n`;
}

/** A body under `br`, which no test data can hold readably. */
export function brotli(text: string): Buffer {
  return brotliCompressSync(text);
}
