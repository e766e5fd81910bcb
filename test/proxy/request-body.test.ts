import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { RequestBody } from '../../src/proxy/exchange.ts';
import { startProxy, wire } from './rig.ts';

const gzip = (text: string) => gzipSync(text).toString('latin1');

interface Case {
  readonly name: string;
  readonly headers?: readonly string[];
  /** What goes over the wire; its length is declared unless it is chunked. */
  readonly body?: string;
  readonly kind: RequestBody['kind'];
  /** The bytes the handler reads, or why it can't. */
  readonly seen?: string;
}

const CHUNKED = 'Transfer-Encoding: chunked';
const CASES: readonly Case[] = [
  { name: 'none', kind: 'complete', seen: '' },
  { name: 'empty', body: '', kind: 'complete', seen: '' },
  { name: 'plain', body: 'hello', kind: 'complete', seen: 'hello' },
  { name: 'exactly the limit', body: 'x'.repeat(50), kind: 'complete', seen: 'x'.repeat(50) },
  { name: 'over the limit', body: 'x'.repeat(51), kind: 'oversize' },
  {
    name: 'chunked with extensions and trailers',
    headers: [CHUNKED],
    body: '2;a=b\r\nhe\r\n3;c="d"\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n',
    kind: 'complete',
    seen: 'hello',
  },
  {
    name: 'chunked over the limit',
    headers: [CHUNKED],
    body: `40\r\n${'x'.repeat(64)}\r\n0\r\n\r\n`,
    kind: 'oversize',
  },
  {
    name: 'gzip',
    headers: ['Content-Encoding: gzip'],
    body: gzip('hello'),
    kind: 'complete',
    seen: 'hello',
  },
  {
    name: 'gzip over the limit when decoded',
    headers: ['Content-Encoding: gzip'],
    body: gzip('x'.repeat(51)),
    kind: 'undecodable',
    seen: '`gzip` content: longer than 50 bytes when decoded',
  },
  {
    name: 'an unknown coding',
    headers: ['Content-Encoding: compress'],
    body: 'hello',
    kind: 'undecodable',
    seen: 'the content coding `compress` is not supported',
  },
  {
    name: 'codings in two fields',
    headers: ['Content-Encoding: gzip', 'content-encoding: exotic'],
    body: gzip('hello'),
    kind: 'undecodable',
    seen: 'the content coding `exotic` is not supported',
  },
  {
    name: 'a coding the upstream will not be told of',
    headers: ['Connection: content-encoding', 'Content-Encoding: gzip'],
    body: 'hello',
    kind: 'complete',
    seen: 'hello',
  },
];

function seenIn(body: RequestBody): string | undefined {
  if (body.kind === 'complete') return String(body.bytes);
  return body.kind === 'undecodable' ? body.error.message : undefined;
}

for (const { name, headers = [], body, kind, seen } of CASES) {
  test(`body: ${name}`, async t => {
    const { proxy, exchanges } = await startProxy(t, {
      maxBodyBytes: 50,
      onExchange: async exchange => exchange.respond(200, [], 'ok'),
    });
    const isFramed = body === undefined || headers.includes(CHUNKED);
    const length = isFramed ? [] : [`Content-Length: ${body.length}`];
    const fields = ['Host: a.example', ...headers, ...length];
    const client = wire(t, proxy);
    client.send(`POST http://a.example/ HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n${body ?? ''}`);
    assert.match(await client.until(/ok$/), /^HTTP\/1\.1 200 OK/);
    const read = exchanges[0]!.request.body;
    assert.equal(read.kind, kind);
    assert.equal(seenIn(read), seen);
  });
}

test('a client that leaves within its body is not handled', async t => {
  const { proxy, exchanges } = await startProxy(t);
  const client = wire(t, proxy);
  client.send(
    'POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 9\r\n\r\nhalf',
  );
  client.socket.end();
  await client.untilClosed();
  assert.equal(exchanges.length, 0);
});
