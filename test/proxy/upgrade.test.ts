import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import type { UpgradeVerdict } from '../../src/proxy/options.ts';
import {
  echo,
  httpServer,
  httpsServer,
  secureTunnel,
  startProxy,
  tunnel,
  type Upstream,
  wire,
} from './rig.ts';

const HEAD = (target: string, host: string, upgrade = 'websocket') =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Agrees to every WebSocket and sends back what it gets. */
function agree({ server }: Upstream): void {
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    const key = request.headers['sec-websocket-key'];
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        `Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\nwelcome `,
    );
    socket.write(head);
    socket.pipe(socket);
  });
}

const letThrough = { onUpgrade: (): UpgradeVerdict => ({ kind: 'tunnel', reach: 'local' }) };

test('a WebSocket is judged once and then joined, in every form', async t => {
  const plain = await httpServer(t, echo);
  const secure = await httpsServer(t, echo);
  for (const upstream of [plain, secure]) agree(upstream);
  const paths: string[] = [];
  const { proxy } = await startProxy(t, {
    onUpgrade: request => {
      paths.push(`${request.form} ${request.path}`);
      return { kind: 'tunnel', reach: 'local' };
    },
  });
  const at = ({ port }: Upstream) => `127.0.0.1:${port}`;
  const clients = [
    [wire(t, proxy), `${plain.origin}/ws`, at(plain)],
    [await tunnel(t, proxy, at(plain)), '/ws', at(plain)],
    [await secureTunnel(t, proxy, at(secure)), '/ws', at(secure)],
  ] as const;
  for (const [client, target, host] of clients) {
    client.send(`${HEAD(target, host)}early `);
    const opened = await client.until(/early /);
    assert.match(opened, /^HTTP\/1\.1 101 Switching Protocols\r\n/);
    assert.match(opened, /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
    client.send('later');
    assert.match(await client.until(/later/), /welcome early later$/);
    client.socket.destroy();
  }
  assert.deepEqual(paths, ['absolute /ws', 'connect-plain /ws', 'connect-tls /ws']);
  assert.equal(proxy.counters.upgrades, 3);
});

test('a WebSocket nobody let through is denied', async t => {
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(HEAD('http://a.example/ws', 'a.example'));
  assert.match(await client.untilClosed(), /^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*tf_proxy_denied/);
});

test('a server that does not agree ends the connection: nothing passes unread', async t => {
  const seen: string[] = [];
  const upstream = await httpServer(t, (request, response) => {
    seen.push(request.url ?? '');
    response.end('no WebSocket here');
  });
  const { proxy } = await startProxy(t, letThrough);
  const client = wire(t, proxy);
  const host = `127.0.0.1:${upstream.port}`;
  client.send(
    `${HEAD(`${upstream.origin}/ws`, host)}GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  );
  assert.match(
    await client.untilClosed(),
    /^HTTP\/1\.1 502 [\s\S]*the server answered 200, not 101\n$/,
  );
  assert.deepEqual(seen, ['/ws']);
});

test('a WebSocket goes no further than its reach', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy } = await startProxy(t, { onUpgrade: () => ({ kind: 'tunnel' }) });
  for (const name of ['127.0.0.1', 'localhost']) {
    const client = wire(t, proxy);
    client.send(HEAD(`http://${name}:${upstream.port}/`, `${name}:${upstream.port}`));
    assert.match(await client.untilClosed(), /is a loopback address/);
  }
});

test('an upgrade to anything else is ignored, and the request governed as usual', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy, exchanges } = await startProxy(t);
  const host = `127.0.0.1:${upstream.port}`;
  const client = wire(t, proxy);
  client.send(
    `POST ${upstream.origin}/a HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, HTTP2-Settings\r\n` +
      'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 5\r\n\r\nhello',
  );
  const received = await client.until(/"body":"hello"/);
  assert.match(received, /^HTTP\/1\.1 200 OK/);
  assert.doesNotMatch(received, /h2c|HTTP2/i);
  client.send(`GET ${upstream.origin}/b HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  assert.match(await client.until(/"url":"\/b"/), /"url":"\/b"/);
  assert.deepEqual(
    exchanges.map(({ request }) => request.path),
    ['/a', '/b'],
  );
});
