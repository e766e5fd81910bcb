import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import type { BuiltinContext } from '../../src/builtins/builtin.ts';
import { httpSend } from '../../src/builtins/http-send.ts';
import { fromJs, toJs } from '../../src/value/json.ts';
import type { Value } from '../../src/value/value.ts';

/** A server in a process of its own: this one sleeps while it waits for an answer. */
const SERVER = `
let count = 0;
const server = require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', chunk => { body += chunk; });
  request.on('end', () => {
    count += 1;
    const { method, url, headers } = request;
    if (url === '/slow') return;
    if (url === '/moved') return response.writeHead(302, { location: '/echo' }).end();
    if (url === '/yaml') return response.writeHead(200, { 'content-type': 'application/yaml' }).end('a: [1, 2]');
    if (url === '/text') return response.writeHead(404, { 'content-type': 'text/plain' }).end('{"a": 1.50}');
    const type = { 'content-type': 'application/json; charset=utf-8', 'x-many': ['1', '2'] };
    response.writeHead(200, type).end(JSON.stringify({ method, url, body, count, type: headers['content-type'] ?? null, token: headers['x-token'] ?? null }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

let child: ChildProcess;
let origin = '';

before(async () => {
  child = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout!, 'data')) as [Buffer];
  origin = `http://127.0.0.1:${String(port).trim()}`;
});

after(() => {
  child.kill();
});

function context(): BuiltinContext {
  return { nowNs: 0n, random: () => 0, env: {}, cache: new Map() };
}

function send(request: Record<string, unknown>, given = context()): Record<string, unknown> {
  const { path, ...rest } = request;
  const url = path === undefined ? {} : { url: `${origin}${path}` };
  return toJs(
    httpSend.call([fromJs({ method: 'get', ...url, ...rest })], given) as Value,
  ) as Record<string, unknown>;
}

test('a request is sent and its answer read', () => {
  const { status, status_code, headers, body } = send({
    path: '/echo',
    headers: { 'X-Token': 't' },
  });
  assert.deepEqual([status, status_code], ['200 OK', 200]);
  assert.deepEqual((headers as Record<string, unknown>)['x-many'], ['1', '2']);
  assert.deepEqual(body, {
    method: 'GET',
    url: '/echo',
    body: '',
    count: 1,
    type: null,
    token: 't',
  });
});

test('a body is sent as JSON, a raw one as it stands', () => {
  const json = send({ path: '/echo', method: 'POST', body: { a: [1] } })['body'] as Record<
    string,
    unknown
  >;
  assert.deepEqual([json['body'], json['type']], ['{"a":[1]}', 'application/json']);
  const raw = send({
    path: '/echo',
    method: 'post',
    raw_body: 'x',
    headers: { 'content-type': 'text/x' },
  });
  const { body, type } = raw['body'] as Record<string, unknown>;
  assert.deepEqual([body, type], ['x', 'text/x']);
});

test('what is no JSON has no body unless it is forced', () => {
  assert.deepEqual(
    [send({ path: '/text' })['body'], send({ path: '/text' })['raw_body']],
    [null, '{"a": 1.50}'],
  );
  assert.deepEqual(send({ path: '/text', force_json_decode: true })['body'], { a: 1.5 });
  assert.deepEqual(send({ path: '/yaml' })['body'], { a: [1, 2] });
});

test('redirects are followed when that is asked for', () => {
  assert.equal(send({ path: '/moved' })['status_code'], 302);
  assert.equal(send({ path: '/moved', enable_redirect: true })['status_code'], 200);
});

test('equal calls of one evaluation are one request', () => {
  const evaluation = context();
  const count = (answer: Record<string, unknown>) => (answer['body'] as { count: number }).count;
  const first = count(send({ path: '/echo' }, evaluation));
  assert.equal(count(send({ path: '/echo' }, evaluation)), first);
  assert.equal(count(send({ path: '/echo' })), first + 1);
});

test('failures are errors, or values when that is asked for', () => {
  assert.throws(() => send({ path: '/slow', timeout: '50ms' }), { code: 'eval_builtin_error' });
  const failed = send({ url: 'http://127.0.0.1:1/', raise_error: false });
  assert.equal(failed['status_code'], 0);
  assert.equal((failed['error'] as { code: string }).code, 'eval_http_send_network_error');
});

const REFUSED: readonly (readonly [request: Record<string, unknown>, message: RegExp])[] = [
  [{ path: '/', bad_key: 1 }, /invalid request parameters\(s\): \{"bad_key"\}/],
  [{}, /missing required request parameters\(s\): \{"url"\}/],
  [{ path: '/', tls_ca_cert: 'x' }, /`tls_ca_cert` is not supported/],
  [{ path: '/', timeout: 'soon' }, /`timeout` must be a duration/],
  [{ path: '/', headers: { a: 1 } }, /every header must be a string/],
  [{ path: '/', headers: [] }, /`headers` must be an object/],
  [{ path: '/', method: 1 }, /`method` must be a string/],
];

for (const [request, message] of REFUSED) {
  test(`refused: ${JSON.stringify(request)}`, () => {
    assert.throws(() => send(request), message);
  });
}
