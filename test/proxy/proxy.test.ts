import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../src/proxy/exchange.ts';
import {
  bodyOf,
  type Echo,
  echo,
  httpServer,
  httpsServer,
  secureTunnel,
  startProxy,
  tunnel,
  type Upstream,
  type Wire,
  wire,
} from './rig.ts';

const POST = (target: string, host: string) =>
  `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nX-Test: a\r\nx-test: b\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello`;

/** What an exchange is to look the same in, however it came. */
function view({ request }: Exchange) {
  const { method, scheme, host, path, headers, body } = request;
  return {
    method,
    scheme,
    host,
    path,
    headers,
    body: body.kind === 'complete' && String(body.bytes),
  };
}

test('a request comes through the same in every form', async t => {
  const plain = await httpServer(t, echo);
  const secure = await httpsServer(t, echo);
  const { proxy, exchanges } = await startProxy(t);
  const at = (upstream: Upstream) => `127.0.0.1:${upstream.port}`;
  const forms: [string, Wire, string, Upstream][] = [
    ['absolute', wire(t, proxy), `${plain.origin}/a?b=%20c`, plain],
    ['absolute', wire(t, proxy), `${secure.origin}/a?b=%20c`, secure],
    ['connect-plain', await tunnel(t, proxy, at(plain)), '/a?b=%20c', plain],
    ['connect-tls', await secureTunnel(t, proxy, at(secure)), '/a?b=%20c', secure],
  ];
  for (const [form, client, target, upstream] of forms) {
    client.send(POST(target, at(upstream)));
    const response = await client.untilClosed();
    assert.match(response, /^HTTP\/1\.1 200 OK\r\n/, form);
    const seen: Echo = JSON.parse(bodyOf(response));
    assert.deepEqual([seen.method, seen.url, seen.body], ['POST', '/a?b=%20c', 'hello'], form);
    assert.ok(seen.headers.join().includes('X-Test,a,x-test,b'), form);
    const exchange = exchanges.at(-1)!;
    assert.equal(exchange.request.form, form);
    assert.equal(exchange.request.origin, upstream.origin);
  }
  const [first, ...others] = exchanges.map(view);
  for (const other of others) assert.deepEqual({ ...other, scheme: 'http' }, first);
});

test('a connection is kept for further requests, one after the other', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy, exchanges } = await startProxy(t);
  const client = wire(t, proxy);
  const request = (path: string) =>
    `GET ${upstream.origin}${path} HTTP/1.1\r\nHost: 127.0.0.1:${upstream.port}\r\n\r\n`;
  client.send(request('/1') + request('/2'));
  await client.until(/"url":"\/1"[\s\S]*"url":"\/2"/);
  client.send(request('/3'));
  await client.until(/"url":"\/3"/);
  const requests = exchanges.map(exchange => exchange.request);
  assert.deepEqual(
    requests.map(({ path }) => path),
    ['/1', '/2', '/3'],
  );
  assert.deepEqual(
    requests.map(({ id }) => id),
    [1, 2, 3],
  );
  assert.equal(new Set(requests.map(({ connection }) => connection)).size, 1);
});

test('a client that asks first is told to go on', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  const post = POST(`${upstream.origin}/`, `127.0.0.1:${upstream.port}`);
  const [head = '', body = ''] = post
    .replace('\r\nX-', '\r\nExpect: 100-continue\r\nX-')
    .split('\r\n\r\n');
  client.send(`${head}\r\n\r\n`);
  assert.equal(await client.until(/\r\n\r\n/), 'HTTP/1.1 100 Continue\r\n\r\n');
  client.send(body);
  const seen: Echo = JSON.parse(bodyOf(await client.untilClosed()));
  assert.equal(seen.body, 'hello');
  assert.ok(!seen.headers.join().toLowerCase().includes('expect'));
});

const HEAD = 'POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\n';
/** Requests that two parties could read differently: none may reach the handler. */
const AMBIGUOUS: readonly [name: string, request: string, answer: RegExp][] = [
  [
    'length and coding',
    `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /malformed/,
  ],
  ['two lengths', `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`, /malformed/],
  ['a signed length', `${HEAD}Content-Length: +5\r\n\r\nhello`, /malformed/],
  [
    'chunked twice over',
    `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    /malformed/,
  ],
  ['an unknown coding', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, /malformed/],
  [
    'a bad chunk size',
    `${HEAD}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n`,
    /malformed/,
  ],
  ['a space before the colon', `${HEAD}Content-Length : 5\r\n\r\nhello`, /malformed/],
  ['a folded field', `${HEAD}X-A: b\r\n c\r\n\r\n`, /malformed/],
  ['a bare line feed', `${HEAD.replace(/\r/g, '')}\n`, /malformed/],
  ['a control character', `${HEAD}X-A: \x01\r\n\r\n`, /malformed/],
  ['no Host', 'GET http://a.example/ HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
  ['two Hosts', `${HEAD}Host: a.example\r\n\r\n`, /more than one Host/],
  ['another Host', HEAD.replace('Host: a', 'Host: b') + '\r\n', /disagrees/],
  ['origin-form', 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n', /neither absolute-form/],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /malformed/],
];

for (const [name, request, answer] of AMBIGUOUS) {
  test(`refused: ${name}`, async t => {
    const { proxy, exchanges, troubles } = await startProxy(t);
    const client = wire(t, proxy);
    client.send(request);
    const received = await client.until(/\r\n\r\n/);
    assert.match(received, /^HTTP\/1\.1 400 /);
    assert.match(received, answer);
    assert.equal(exchanges.length, 0);
    assert.equal(troubles.length + Number(name === 'no Host'), 1);
  });
}

test('a head over the parser’s limit is refused as such', async t => {
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(`${HEAD}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
  assert.match(await client.until(/\r\n\r\n/), /^HTTP\/1\.1 431 /);
});

test('refusals are worded by whoever knows the protocol', async t => {
  const { proxy } = await startProxy(t, {
    describeRefusal: ({ status, error }) => ({
      contentType: 'application/json',
      body: JSON.stringify({ status, code: error.code }),
    }),
  });
  const client = wire(t, proxy);
  client.send('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
  const received = await client.until(/}$/);
  assert.match(received, /content-type: application\/json/);
  assert.equal(bodyOf(received), '{"status":400,"code":"tf_proxy_target"}');
});

test('a port that is taken is no proxy', async t => {
  const taken = await httpServer(t, echo);
  await assert.rejects(startProxy(t, { port: taken.port }), {
    code: 'tf_proxy_listen',
    message: /EADDRINUSE/,
  });
});

test('closing ends every connection', async t => {
  const { proxy } = await startProxy(t);
  const idle = wire(t, proxy);
  const inTunnel = await tunnel(t, proxy, 'a.example:80');
  await proxy.close();
  await Promise.all([idle.untilClosed(), inTunnel.untilClosed()]);
});
