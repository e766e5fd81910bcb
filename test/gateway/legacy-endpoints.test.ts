import assert from 'node:assert/strict';
import test from 'node:test';
import { parseConfig } from '../../src/gateway/config.ts';
import { LegacyEndpoints } from '../../src/gateway/legacy-endpoints.ts';

const ORIGIN = 'http://127.0.0.1:9';
const server = {
  name: 'old',
  origin: ORIGIN,
  host: '127.0.0.1',
  path: '/sse',
  trusted: false,
  transport: 'http' as const,
};
const SILENT = { message: () => {}, comment: () => {} };
const config = (text: string) => parseConfig({ name: 'tameflare.yaml', text }, '/project');
const DECLARED = config(`version: 1\nservers: [{ name: old, url: "${ORIGIN}/sse" }]\n`);

test('an address belongs to the server that named it, whatever its query', () => {
  const endpoints = new LegacyEndpoints();
  const written: string[] = [];
  const answers = { message: (json: string) => written.push(json), comment: () => {} };
  endpoints.add(server, '/messages?sessionId=1', answers);
  endpoints.stream(ORIGIN, '/messages?sessionId=1')?.message('x');
  assert.deepEqual(written, ['x']);
  assert.equal(endpoints.stream(ORIGIN, '/messages?sessionId=2'), undefined);
  assert.equal(endpoints.find(DECLARED, ORIGIN, '/messages?sessionId=2'), server);
  assert.equal(endpoints.find(DECLARED, ORIGIN, '/other'), undefined);
  assert.equal(endpoints.find(DECLARED, 'http://127.0.0.1:8', '/messages'), undefined);
});

test('once the server is no longer declared the address is nobody’s', () => {
  const endpoints = new LegacyEndpoints();
  endpoints.add(server, 'messages', SILENT);
  assert.equal(endpoints.find(DECLARED, ORIGIN, '/messages'), server);
  assert.equal(endpoints.find(config('version: 1\n'), ORIGIN, '/messages'), undefined);
});

test('an address of another origin breaks the stream off', () => {
  const endpoints = new LegacyEndpoints();
  assert.throws(
    () => endpoints.add(server, 'http://evil.example/messages', SILENT),
    /another origin/,
  );
  assert.throws(() => endpoints.add(server, '//evil.example/messages', SILENT), /another origin/);
});
