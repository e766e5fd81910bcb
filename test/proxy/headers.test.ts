import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  headerValue,
  headerValues,
  requestHeaders,
  responseHeaders,
  withHeader,
  withoutHeaders,
} from '../../src/proxy/headers.ts';

const LIST = ['Accept', 'a', 'X-One', '1', 'accept', 'b'];

test('fields are found whatever their case', () => {
  assert.equal(headerValue(LIST, 'accept'), 'a');
  assert.equal(headerValue(LIST, 'x-two'), undefined);
  assert.deepEqual(headerValues(LIST, 'accept'), ['a', 'b']);
});

test('fields are removed and set whatever their case', () => {
  assert.deepEqual(withoutHeaders(LIST, new Set(['accept'])), ['X-One', '1']);
  assert.deepEqual(withHeader(LIST, 'ACCEPT', 'c'), ['X-One', '1', 'ACCEPT', 'c']);
});

test('a request loses what belongs to the connection', () => {
  const raw = [
    ...['Host', 'a.example', 'Proxy-Authorization', 'Basic x', 'Proxy-Connection', 'keep-alive'],
    ...['Connection', 'close, X-Hop', 'X-Hop', '1', 'Keep-Alive', 'timeout=5', 'TE', 'trailers'],
    ...['Transfer-Encoding', 'chunked', 'Content-Length', '5', 'Expect', '100-continue'],
    ...['Connection', 'x-second', 'X-Second', '2', 'X-End', '3', 'Cookie', 'a', 'cookie', 'b'],
  ];
  assert.deepEqual(requestHeaders(raw), ['X-End', '3', 'Cookie', 'a', 'cookie', 'b']);
});

test('a response keeps its length and repeats', () => {
  const raw = ['Content-Length', '5', 'Connection', 'X-Hop', 'x-hop', '1', 'Trailer', 'x'];
  const cookies = ['Set-Cookie', 'a', 'Set-Cookie', 'b\xe9'];
  assert.deepEqual(responseHeaders([...raw, ...cookies]), ['Content-Length', '5', ...cookies]);
});
