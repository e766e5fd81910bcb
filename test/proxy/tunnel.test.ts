import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { ConnectRequest, ConnectVerdict } from '../../src/proxy/options.ts';
import { bodyOf, echo, httpServer, secureTunnel, startProxy, tunnel, wire } from './rig.ts';

const respond = {
  onExchange: async (exchange: { respond(status: number, headers: [], body: string): void }) =>
    exchange.respond(200, [], 'inside'),
};
const get = (host: string, path = '/') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

test('inside a tunnel only its own target can be spoken to', async t => {
  const { proxy, exchanges, troubles } = await startProxy(t, respond);
  const spoofs: [target: string, request: string][] = [
    ['a.example:80', get('b.example')],
    ['a.example:80', get('a.example:81')],
    ['a.example:81', get('a.example')],
    ['a.example:80', get('a.example', 'http://b.example/')],
    ['a.example:80', get('b.example', 'http://b.example/')],
    ['a.example:80', 'GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n'],
    ['127.0.0.1:80', get('localhost')],
  ];
  for (const [target, request] of spoofs) {
    for (const open of [tunnel, secureTunnel]) {
      const spelled = open === secureTunnel ? target.replace(/:80$/, ':443') : target;
      const client = await open(t, proxy, spelled);
      client.send(request.replace('http:', open === secureTunnel ? 'https:' : 'http:'));
      assert.match(await client.until(/\r\n\r\n/), /^HTTP\/1\.1 400 /, `${spelled} ${request}`);
    }
  }
  assert.equal(exchanges.length, 0);
  assert.equal(troubles.length, 2 * spoofs.length);
});

test('a tunnel has no way into another', async t => {
  const { proxy } = await startProxy(t, respond);
  for (const open of [tunnel, secureTunnel]) {
    const client = await open(t, proxy, 'a.example:443');
    client.send('CONNECT b.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n');
    assert.match(await client.untilClosed(), /^HTTP\/1\.1 400 [\s\S]*CONNECT in a tunnel/);
  }
});

test('bytes sent along with CONNECT are not lost', async t => {
  const { proxy } = await startProxy(t, respond);
  const client = wire(t, proxy);
  const connect = 'CONNECT a.example:80 HTTP/1.1\r\nHost: a.example:80\r\n\r\n';
  client.send(connect + get('a.example'));
  assert.match(await client.until(/inside$/), /^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 200 OK/);
});

test('a handshake that fails is noticed', async t => {
  const { proxy, troubles } = await startProxy(t, respond);
  const h2Only = { ALPNProtocols: ['h2'] };
  await assert.rejects(
    secureTunnel(t, proxy, 'a.example:443', '', h2Only),
    /alert|closed|disconnect/,
  );
  const [trouble] = troubles;
  assert.equal(trouble?.kind, 'tls-rejected');
  assert.equal(trouble.host, 'a.example');
  assert.equal(proxy.counters.tlsFailures, 1);
});

test('what is neither TLS nor HTTP is refused', async t => {
  const { proxy } = await startProxy(t, respond);
  const client = await tunnel(t, proxy, 'a.example:22');
  client.send('SSH-2.0-OpenSSH_9.2\r\n');
  assert.match(await client.untilClosed(), /^HTTP\/1\.1 400 [\s\S]*malformed HTTP/);
});

test('a CONNECT is judged by its target in one spelling', async t => {
  const asked: ConnectRequest[] = [];
  const { proxy } = await startProxy(t, {
    onConnect: request => {
      asked.push(request);
      return { kind: 'deny', message: 'not today' };
    },
  });
  for (const target of ['A.Example.:443', '0x7f.1:443', '[::0:1]:443']) {
    const client = wire(t, proxy);
    client.send(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const received = await client.untilClosed();
    assert.match(received, /^HTTP\/1\.1 403 Forbidden\r\n/);
    assert.equal(bodyOf(received), 'tf_proxy_denied: not today\n');
  }
  const shown = asked.map(({ host, port }) => `${host} ${port}`);
  assert.deepEqual(shown, ['a.example 443', '127.0.0.1 443', '::1 443']);
  assert.equal(proxy.counters.denied, 3);
});

for (const target of ['a.example', 'a.example:0', 'user@a.example:443', 'a.example:443/x']) {
  test(`a CONNECT to ${target} is refused`, async t => {
    const { proxy } = await startProxy(t);
    const client = wire(t, proxy);
    client.send(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assert.match(await client.untilClosed(), /^HTTP\/1\.1 400 [\s\S]*tf_proxy_target/);
  });
}

test('a tunnel that is let through is blind', async t => {
  const far = createServer(socket => void socket.once('data', chunk => socket.end(`far ${chunk}`)));
  await new Promise<void>(resolve => far.listen(0, '127.0.0.1', resolve));
  t.after(() => far.close());
  const { port } = far.address() as { port: number };
  const { proxy } = await startProxy(t, { onConnect: () => ({ kind: 'tunnel', reach: 'local' }) });
  const client = await tunnel(t, proxy, `127.0.0.1:${port}`);
  client.send('end');
  assert.equal(await client.untilClosed(), 'far end');
  assert.equal(proxy.counters.tunnelled, 1);
});

test('a blind tunnel goes no further than its reach', async t => {
  const upstream = await httpServer(t, echo);
  const verdict: ConnectVerdict = { kind: 'tunnel' };
  const { proxy } = await startProxy(t, { onConnect: () => verdict });
  for (const host of ['127.0.0.1', '127.1', '[::ffff:127.0.0.1]', 'localhost']) {
    const client = wire(t, proxy);
    client.send(`CONNECT ${host}:${upstream.port} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assert.doesNotMatch(await client.untilClosed(), /^HTTP\/1\.1 200/);
  }
});
