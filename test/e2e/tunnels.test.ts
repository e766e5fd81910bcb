/** CONNECT and WebSockets: tunnelled when allowed, refused in words when not, never a way around. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { send, startTestGateway, type TestGateway } from '../support/gateway.ts';

/** Answers every byte with the same: no HTTP, so only a blind tunnel gets through to it. */
const echo = net.createServer(socket => socket.pipe(socket));
const upgrading = http.createServer();
let gateway: TestGateway;

const portOf = (server: net.Server) => (server.address() as AddressInfo).port;

before(async () => {
  upgrading.on('upgrade', (_request, socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    socket.pipe(socket);
  });
  for (const server of [echo, upgrading]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
egress:
  allow: ["127.0.0.1:${portOf(echo)}", "127.0.0.1:${portOf(upgrading)}"]
`,
  });
});

after(async () => {
  await gateway.close();
  echo.close();
  upgrading.closeAllConnections();
  upgrading.close();
});

/** A raw socket to the proxy with a request head sent on it. */
async function open(head: string): Promise<net.Socket> {
  const proxy = new URL(gateway.gateway.proxyUrl);
  const socket = net.connect(Number(proxy.port), proxy.hostname);
  const basic = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
  socket.write(`${head}Proxy-Authorization: Basic ${basic}\r\n\r\n`);
  return socket;
}

async function read(socket: net.Socket, pattern: RegExp): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) {
    text += chunk;
    if (pattern.test(text)) return text;
  }
  return text;
}

test('an allowed host is tunnelled unread and recorded', async () => {
  const authority = `127.0.0.1:${portOf(echo)}`;
  const socket = await open(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n`);
  await once(socket, 'data');
  socket.write('hello, unread');
  assert.match(await read(socket, /unread/), /hello, unread/);
  socket.destroy();
  const line = gateway.audit().at(-1)!;
  assert.deepEqual(
    [line.input.action, line.input.phase, line.outcome],
    ['http.connect', 'connect', 'allowed'],
  );
});

test('another host is answered inside its tunnel, in words', async () => {
  const reply = await send(gateway, 'https://blocked.example.com/data', {
    method: 'GET',
    form: 'connect-tls',
  });
  assert.equal(reply.status, 403);
  assert.match(reply.text, /host `blocked\.example\.com` is not in `egress\.allow`/);
});

test('plain HTTP in a tunnel to a host that is not allowed is judged like any other', async () => {
  const reply = await send(gateway, 'http://169.254.169.254/latest/meta-data', {
    method: 'GET',
    form: 'connect-plain',
  });
  assert.equal(reply.status, 403);
});

for (const [name, port, expected] of [
  ['an allowed host', () => portOf(upgrading), /^HTTP\/1\.1 101 [\s\S]*ping/],
  ['another host', () => 9, /^HTTP\/1\.1 403 [\s\S]*WebSocket to 127\.0\.0\.1 was denied/],
] as const) {
  test(`a WebSocket to ${name}`, async () => {
    const host = `127.0.0.1:${port()}`;
    const socket = await open(
      `GET http://${host}/ws HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`,
    );
    socket.on('data', () => {
      if (!socket.writableEnded && expected.source.includes('ping')) socket.write('ping');
    });
    assert.match(await read(socket, expected), expected);
    socket.destroy();
  });
}
