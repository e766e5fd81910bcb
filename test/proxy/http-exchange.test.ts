import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type RequestListener, request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodyOf, type Echo, echo, httpServer, startProxy, text, wire } from './rig.ts';

const CLOSING = (url: string, head = '', body = '') =>
  `POST ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n${head}\r\n${body}`;

test('a handler may replace headers and body', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      const headers = ['Authorization', 'Bearer new', 'Connection', 'x', 'Content-Length', '99'];
      await exchange.forward({ reach: 'any', headers, body: Buffer.from('replaced') });
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING(upstream.origin, 'Content-Encoding: gzip\r\nContent-Length: 1\r\n', 'x'));
  const seen: Echo = JSON.parse(bodyOf(await client.untilClosed()));
  assert.equal(seen.body, 'replaced');
  const names = seen.headers.filter((_, index) => index % 2 === 0).map(name => name.toLowerCase());
  assert.deepEqual(names.sort(), ['authorization', 'connection', 'content-length', 'host']);
});

test('an encoded body is read decoded and forwarded as it came', async t => {
  const raw = gzipSync('{"method":"tools/call"}');
  const received: Buffer[] = [];
  const upstream = await httpServer(t, async (message, response) => {
    for await (const chunk of message) received.push(chunk);
    response.end(message.headers['content-encoding']);
  });
  const { proxy, exchanges } = await startProxy(t);
  const head = `Content-Encoding: gzip\r\nContent-Length: ${raw.length}\r\n`;
  const client = wire(t, proxy);
  client.send(CLOSING(upstream.origin, head, raw.toString('latin1')));
  assert.equal(bodyOf(await client.untilClosed()), 'gzip');
  assert.deepEqual(Buffer.concat(received), raw);
  const body = exchanges[0]?.request.body;
  assert.equal(body?.kind, 'complete');
  assert.equal(String(body.bytes), '{"method":"tools/call"}');
});

for (const framing of ['Content-Length', 'chunked'] as const) {
  test(`a body over the limit (${framing}) streams on if the handler forwards it`, async t => {
    const upstream = await httpServer(t, async (message, response) => {
      response.setHeader('x-framing', message.headers['content-length'] ?? 'chunked');
      response.end(String((await text(message)).length));
    });
    const { proxy, exchanges } = await startProxy(t, { maxBodyBytes: 1000 });
    const { host, port } = proxy;
    const headers = framing === 'chunked' ? {} : { 'Content-Length': 300_000 };
    const options = { host, port, method: 'POST', path: `${upstream.origin}/`, headers };
    const upload = request({ ...options, setHost: false, agent: false });
    upload.setHeader('Host', new URL(upstream.origin).host);
    for (let i = 0; i < 3; i++) upload.write('x'.repeat(100_000));
    upload.end();
    const [response] = await once(upload, 'response');
    assert.equal(await text(response), '300000');
    assert.equal(response.headers['x-framing'], framing === 'chunked' ? 'chunked' : '300000');
    const body = exchanges[0]?.request.body;
    assert.equal(body?.kind, 'oversize');
    assert.ok(body.head.length > 1000);
  });
}

test('a body over the limit can be refused', async t => {
  const { proxy } = await startProxy(t, {
    maxBodyBytes: 10,
    onExchange: async exchange => {
      assert.equal(exchange.request.body.kind, 'oversize');
      exchange.respond(413, ['content-type', 'application/json'], '{}');
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING('http://127.0.0.1:1/', 'Content-Length: 50\r\n', 'x'.repeat(50)));
  assert.match(await client.untilClosed(), /^HTTP\/1\.1 413 [\s\S]*\r\n\r\n{}$/);
});

test('a body over the limit can be replaced', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy } = await startProxy(t, {
    maxBodyBytes: 10,
    onExchange: async exchange => {
      await exchange.forward({ reach: 'any', body: Buffer.from('short') });
    },
  });
  const client = wire(t, proxy);
  const size = 1_000_000;
  client.send(CLOSING(upstream.origin, `Content-Length: ${size}\r\n`, 'x'.repeat(size)));
  const seen: Echo = JSON.parse(bodyOf(await client.untilClosed()));
  assert.equal(seen.body, 'short');
});

const FAILURES: readonly [name: string, status: string, handler: () => Promise<void>][] = [
  ['throws', '500', async () => Promise.reject(new Error('bug'))],
  ['gives no answer', '500', async () => {}],
];

for (const [name, status, onExchange] of FAILURES) {
  test(`a handler that ${name} is answered for`, async t => {
    const { proxy, troubles } = await startProxy(t, { onExchange });
    const client = wire(t, proxy);
    client.send(CLOSING('http://127.0.0.1:1/'));
    const received = await client.untilClosed();
    assert.ok(received.startsWith(`HTTP/1.1 ${status} `));
    assert.equal(bodyOf(received), 'tf_proxy_internal: the proxy failed to handle the request\n');
    assert.equal(troubles[0]?.kind, 'handler-failed');
    assert.equal(proxy.counters.activeExchanges, 0);
  });
}

test('an exchange is forwarded and answered once', async t => {
  const upstream = await httpServer(t, echo);
  const errors: unknown[] = [];
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      await exchange.forward({ reach: 'any' });
      for (const again of [() => exchange.forward(), () => exchange.respond(200, [], '')]) {
        try {
          await again();
        } catch (error) {
          errors.push(error);
        }
      }
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING(upstream.origin));
  assert.match(await client.untilClosed(), /^HTTP\/1\.1 200 OK/);
  assert.deepEqual(errors.map(String), [
    'Error: the exchange was forwarded before',
    'Error: the exchange was answered before',
  ]);
});

test('a reader slower than the upstream holds it back', async t => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const TOTAL = 400;
  let written = 0;
  const pump: RequestListener = (_, response) => {
    const fill = (): void => {
      while (written < TOTAL && response.write(chunk)) written += 1;
      if (written < TOTAL) {
        written += 1;
        response.once('drain', fill);
      } else response.end();
    };
    fill();
  };
  const upstream = await httpServer(t, pump);
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.socket.pause();
  client.send(CLOSING(upstream.origin));
  while (proxy.counters.upstreamPauses === 0) await new Promise(resolve => setImmediate(resolve));
  assert.ok(written < TOTAL, 'the upstream was not held back');
  client.socket.resume();
  const received = await client.untilClosed();
  assert.ok(received.length >= TOTAL * chunk.length);
});
