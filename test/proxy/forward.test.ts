import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { TfError } from '../../src/base/errors.ts';
import type { Exchange, ResponsePlan, UpstreamResult } from '../../src/proxy/exchange.ts';
import { bodyOf, echo, httpServer, startProxy, wire } from './rig.ts';

const GET = (url: string) => `GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`;
const CLOSING = (url: string) =>
  `GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n\r\n`;

/** A promise and its resolver. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('headers reach the client before the first byte of a stream', async t => {
  const opened = deferred<ServerResponse>();
  const upstream = await httpServer(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    opened.resolve(response);
  });
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(GET(`${upstream.origin}/sse`));
  // The server sends its first event only after the client has seen the head.
  assert.match(await client.until(/\r\n\r\n/), /content-type: text\/event-stream/i);
  const response = await opened.promise;
  response.write('data: 1\n\n');
  assert.match(await client.until(/data: 1\n\n/), /data: 1\n\n/);
});

test('a client that leaves aborts the upstream', async t => {
  const opened = deferred<ServerResponse>();
  const upstream = await httpServer(t, (_, response) => {
    response.flushHeaders();
    opened.resolve(response);
  });
  const ended = deferred<UpstreamResult>();
  const { proxy, exchanges } = await startProxy(t, {
    onExchange: async exchange => ended.resolve(await exchange.forward({ reach: 'any' })),
  });
  const client = wire(t, proxy);
  client.send(GET(upstream.origin));
  await client.until(/\r\n\r\n/);
  const [exchange] = exchanges;
  assert.equal(exchange?.signal.aborted, false);
  const closed = once(await opened.promise, 'close');
  client.socket.destroy();
  await closed;
  assert.deepEqual(await ended.promise, { kind: 'client-gone' });
  assert.equal(exchange?.closed, true);
  assert.equal(exchange?.signal.aborted, true);
});

test('a client that leaves before the upstream answers aborts it too', async t => {
  const asked = deferred<ServerResponse>();
  const upstream = await httpServer(t, (_, response) => asked.resolve(response));
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(GET(upstream.origin));
  const closed = once(await asked.promise, 'close');
  client.socket.destroy();
  await closed;
});

test('an upstream that breaks off breaks the response off', async t => {
  const upstream = await httpServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  const ended = deferred<UpstreamResult>();
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => ended.resolve(await exchange.forward({ reach: 'any' })),
  });
  const client = wire(t, proxy);
  client.send(GET(upstream.origin));
  assert.equal(bodyOf(await client.untilClosed()), 'half');
  const result = await ended.promise;
  assert.equal(result.kind, 'failed');
  assert.deepEqual([result.sent, result.answered], [true, true]);
  assert.equal(result.error.code, 'tf_proxy_upstream');
});

test('an upstream that is not there leaves the answer to the handler', async t => {
  const results: UpstreamResult[] = [];
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      results.push(await exchange.forward({ reach: 'any' }));
      exchange.respond(502, ['X-Own', 'yes'], 'no upstream');
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING('http://127.0.0.1:1/'));
  const response = await client.untilClosed();
  assert.match(response, /^HTTP\/1\.1 502 Bad Gateway\r\nX-Own: yes\r\ncontent-length: 11\r\n/);
  assert.equal(bodyOf(response), 'no upstream');
  const [result] = results;
  assert.equal(result?.kind, 'failed');
  assert.deepEqual([result.sent, result.answered], [false, false]);
  assert.equal(result.error.message, '`127.0.0.1:1`: connect ECONNREFUSED 127.0.0.1:1');
});

test('addresses are public unless the handler says otherwise', async t => {
  const upstream = await httpServer(t, echo);
  const results: UpstreamResult[] = [];
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      const result = await exchange.forward();
      results.push(result);
      if (result.kind === 'failed') exchange.respond(403, [], result.error.message);
    },
  });
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '169.254.169.254']) {
    const client = wire(t, proxy);
    client.send(CLOSING(`http://${host}:${upstream.port}/`));
    assert.match(await client.untilClosed(), /is a (loopback|metadata) address$/);
    const result = results.at(-1);
    assert.equal(result?.kind, 'failed');
    assert.deepEqual([result.error.code, result.sent], ['tf_proxy_reach', false]);
  }
});

interface Case {
  readonly name: string;
  readonly listener: RequestListener;
  readonly plan: () => ResponsePlan;
  readonly response: RegExp;
  readonly body: string;
  readonly result: UpstreamResult['kind'];
}

const upper = (chunk: Buffer) => chunk.toString().toUpperCase();
const json: RequestListener = (_, response) => {
  response.setHeader('Content-Length', '2').setHeader('Connection', 'close').end('{}');
};

const CASES: readonly Case[] = [
  {
    name: 'pass keeps the length and drops what belongs to the connection',
    listener: json,
    plan: () => ({ kind: 'pass' }),
    response: /^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\nDate: .*\r\nConnection: close\r\n\r\n/,
    body: '{}',
    result: 'completed',
  },
  {
    name: 'pass with other headers',
    listener: json,
    plan: () => ({ kind: 'pass', headers: ['X-Only', '1', 'Content-Length', '2'] }),
    response: /^HTTP\/1\.1 200 OK\r\nX-Only: 1\r\nContent-Length: 2\r\n/,
    body: '{}',
    result: 'completed',
  },
  {
    name: 'transform with other status and headers',
    listener: (_, response) => void response.end('abc'),
    plan: () => ({
      kind: 'transform',
      status: 203,
      headers: ['X-Only', '1', 'Content-Length', '3'],
      transform: { write: upper, end: () => '!' },
    }),
    response:
      /^HTTP\/1\.1 203 .*\r\nX-Only: 1\r\nDate: .*\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n/,
    body: '3\r\nABC\r\n1\r\n!\r\n0\r\n\r\n',
    result: 'completed',
  },
  {
    name: 'transform that answers later',
    listener: (_, response) => {
      response.write('a');
      setImmediate(() => response.end('b'));
    },
    plan: () => ({
      kind: 'transform',
      transform: { write: async chunk => upper(chunk), end: async () => '!' },
    }),
    response: /^HTTP\/1\.1 200 OK\r\n/,
    body: '1\r\nA\r\n1\r\nB\r\n1\r\n!\r\n0\r\n\r\n',
    result: 'completed',
  },
  {
    name: 'transform that swallows everything',
    listener: (_, response) => void response.end('abc'),
    plan: () => ({
      kind: 'transform',
      transform: { write: () => undefined, end: () => undefined },
    }),
    response: /^HTTP\/1\.1 200 OK\r\n/,
    body: '0\r\n\r\n',
    result: 'completed',
  },
  {
    name: 'collect gives the body to the handler',
    listener: (_, response) => {
      response.write('ab');
      setImmediate(() => response.end('cd'));
    },
    plan: () => ({ kind: 'collect', maxBytes: 4 }),
    response: /^HTTP\/1\.1 299 /,
    body: 'collected abcd',
    result: 'collected',
  },
  {
    name: 'collect stops past its limit',
    listener: (_, response) => {
      response.write('abcde');
    },
    plan: () => ({ kind: 'collect', maxBytes: 4 }),
    response: /^HTTP\/1\.1 299 /,
    body: 'oversize',
    result: 'oversize',
  },
];

/** Forwards with a plan and answers what the plan leaves to the handler. */
async function carryOut(exchange: Exchange, plan: () => ResponsePlan): Promise<UpstreamResult> {
  const result = await exchange.forward({ reach: 'any', onResponse: plan });
  if (result.kind === 'collected') exchange.respond(299, [], `collected ${result.body}`);
  if (result.kind === 'oversize') exchange.respond(299, [], 'oversize');
  return result;
}

for (const { name, listener, plan, response, body, result } of CASES) {
  test(name, async t => {
    const upstream = await httpServer(t, listener);
    const results: UpstreamResult[] = [];
    const { proxy } = await startProxy(t, {
      onExchange: async exchange => void results.push(await carryOut(exchange, plan)),
    });
    const client = wire(t, proxy);
    client.send(CLOSING(upstream.origin));
    const received = await client.untilClosed();
    assert.match(received, response);
    assert.equal(received.slice(received.indexOf('\r\n\r\n') + 4), body);
    assert.equal(results[0]?.kind, result);
  });
}

for (const failure of ['plan', 'write', 'late write', 'end'] as const) {
  test(`a handler that throws in its ${failure} lets nothing through`, async t => {
    const upstream = await httpServer(t, (_, response) => void response.end('secret'));
    const thrown = new TfError('tf_proxy_internal', 'filter failed');
    const fail = (): never => {
      throw thrown;
    };
    const plan = (): ResponsePlan => ({
      kind: 'transform',
      transform: {
        write:
          failure === 'write' ? fail : failure === 'late write' ? async () => fail() : () => 'x',
        end: failure === 'end' ? fail : () => undefined,
      },
    });
    const { proxy, troubles } = await startProxy(t, {
      onExchange: async exchange => {
        await exchange.forward({ reach: 'any', onResponse: failure === 'plan' ? fail : plan });
      },
    });
    const client = wire(t, proxy);
    client.send(GET(upstream.origin));
    const received = await client.until(/\r\n\r\n[\s\S]*\n$/);
    assert.doesNotMatch(received, /secret/);
    assert.doesNotMatch(received, /0\r\n\r\n$/, 'a broken response must not look complete');
    if (failure === 'plan') assert.match(received, /^HTTP\/1\.1 500 /);
    const [trouble] = troubles;
    assert.equal(trouble?.kind, 'handler-failed');
    assert.equal(trouble.thrown, thrown);
  });
}

test('an answer held open takes the response in', async t => {
  const upstream = await httpServer(t, (_, response) => void response.end('{"ok":true}'));
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      const stream = exchange.stream(200, ['content-type', 'text/event-stream']);
      stream.write(': waiting\n\n');
      const chunks: Buffer[] = [];
      const transform = {
        write: (chunk: Buffer) => void chunks.push(chunk),
        end: () => `data: ${Buffer.concat(chunks)}\n\n`,
      };
      const result = await exchange.forward({
        reach: 'any',
        onResponse: () => ({ kind: 'transform', transform }),
      });
      assert.equal(result.kind, 'completed');
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING(upstream.origin));
  const received = await client.untilClosed();
  assert.match(received, /^HTTP\/1\.1 200 OK\r\ncontent-type: text\/event-stream\r\n/);
  assert.match(received, /: waiting\n\n[\s\S]*data: {"ok":true}\n\n[\s\S]*0\r\n\r\n$/);
});

test('an answer held open survives a failing upstream', async t => {
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      const stream = exchange.stream(200, ['content-type', 'text/event-stream']);
      const result = await exchange.forward({ reach: 'any' });
      assert.equal(result.kind, 'failed');
      assert.equal(result.answered, false);
      stream.end('data: failed\n\n');
    },
  });
  const client = wire(t, proxy);
  client.send(CLOSING('http://127.0.0.1:1/'));
  assert.match(await client.untilClosed(), /data: failed\n\n\r\n0\r\n\r\n$/);
});

test('HEAD keeps the length of the body it does not have', async t => {
  const upstream = await httpServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': '123' }).end();
  });
  const { proxy } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(CLOSING(upstream.origin).replace('GET', 'HEAD'));
  assert.match(await client.untilClosed(), /content-length: 123\r\n[\s\S]*\r\n\r\n$/);
});
