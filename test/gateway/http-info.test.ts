import assert from 'node:assert/strict';
import test from 'node:test';
import { httpInfo } from '../../src/gateway/http-info.ts';
import type { RequestHead } from '../../src/proxy/exchange.ts';

const head: RequestHead = {
  id: 1,
  connection: 1,
  form: 'absolute',
  method: 'POST',
  scheme: 'https',
  host: 'x.example',
  port: 443,
  authority: 'x.example',
  origin: 'https://x.example',
  path: '/mcp?a=1&b=2&a=3&__proto__=p',
  headers: [
    'User-Agent',
    'agent/1',
    'Authorization',
    'Bearer s',
    'Cookie',
    'c=1',
    'X-Api-Key',
    'k',
    'Origin',
    'https://o',
    'Accept-Language',
    'de',
    'Accept-Language',
    'en',
  ],
};

test('path, query and a safe subset of headers', () => {
  const info = httpInfo(head);
  assert.equal(info.path, '/mcp');
  assert.deepEqual({ ...info.query }, { a: ['1', '3'], b: '2', ['__proto__']: 'p' });
  assert.deepEqual(info.headers, {
    'user-agent': 'agent/1',
    origin: 'https://o',
    'accept-language': 'de, en',
  });
});

test('a path without a query has none', () => {
  assert.deepEqual({ ...httpInfo({ ...head, path: '/' }).query }, {});
});
