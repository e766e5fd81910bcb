/** Secrets on their way: put in after the decision, for their server only, and never seen coming back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Placement } from '../../src/vault/entry.ts';
import { LEAF, LEAF_KEY } from '../support/certificates.ts';
import { post, type Reply, send, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { testVault, vaultTerms } from '../support/vault.ts';

const SECRET = 'ghp_verySecret/0123456789';
const MASKED = /\*\*masked\*\*/;

interface Seen {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
}

let echo: http.Server;
let origin = '';
const seen: Seen[] = [];

/** Answers a call with everything it was sent, in the way its path asks for. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  request.resume();
  await once(request, 'end');
  seen.push({ url: request.url!, headers: request.headers });
  const text = `${request.url} ${JSON.stringify(request.headers)}`;
  const result = { content: [{ type: 'text', text }] };
  const json = JSON.stringify({ jsonrpc: '2.0', id: 1, result });
  const escaped = json.replaceAll(SECRET, [...SECRET].map(unit).join(''));
  if (request.url!.startsWith('/mcp/redirect'))
    return void response.writeHead(302, { location: `${origin}/else?t=${SECRET}` }).end();
  if (request.url!.startsWith('/mcp/sse')) return events(response, json);
  if (request.url!.startsWith('/mcp/gzip'))
    return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(json);
  const body = request.url!.startsWith('/mcp/escaped') ? escaped : json;
  response.writeHead(200, { 'content-type': 'application/json', 'x-echo': SECRET }).end(body);
}

function unit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One event in three-byte chunks. */
async function events(response: http.ServerResponse, json: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const text = `data: ${json}\n\n`;
  for (let at = 0; at < text.length; at += 16) {
    response.write(text.slice(at, at + 16));
    await sleep(1);
  }
  response.end();
}

before(async () => {
  echo = http.createServer((request, response) => void answer(request, response));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  origin = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
});
after(() => echo.close());

const config = (url: string) => `version: 1
servers:
  - { name: echo, url: "${url}", credential: token }
rules:
  - { action: "mcp.*", effect: allow }
  - { tool: forbidden, effect: deny }
egress: { allow: [127.0.0.1] }
`;

async function withVault(
  placement: Placement,
  run: (gateway: TestGateway) => Promise<void>,
): Promise<void> {
  seen.length = 0;
  const vault = await testVault([
    vaultTerms('token', `${origin}/mcp`, placement),
    { value: SECRET },
  ]);
  const gateway = await startTestGateway({ 'tameflare.yaml': config(`${origin}/mcp`) }, [], vault);
  try {
    await run(gateway);
    assert.ok(!readFileSync(gateway.gateway.auditFile, 'utf8').includes(SECRET));
    assert.ok(!gateway.warnings.join().includes(SECRET));
  } finally {
    await gateway.close();
  }
}

function call(name: string, args: object = {}) {
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
}

function assertMasked({ text, headers }: Reply): void {
  assert.ok(!(text + JSON.stringify(headers)).includes(SECRET), 'the secret came back');
  assert.match(text + JSON.stringify(headers), MASKED);
}

const OWN = { headers: { authorization: 'Bearer of-the-agent' } };

test('a bearer token is put in, the own Authorization is dropped, the echo masked', () =>
  withVault({ kind: 'bearer' }, async gateway => {
    const reply = await post(gateway, `${origin}/mcp`, call('t', { copy: SECRET }), OWN);
    assert.equal(seen[0]?.headers.authorization, `Bearer ${SECRET}`);
    assertMasked(reply);
  }));

test('basic, header and query reach the server as they say', async () => {
  const base64 = Buffer.from(`me:${SECRET}`).toString('base64');
  const cases: [Placement, (request: Seen) => unknown, string][] = [
    [{ kind: 'basic', user: 'me' }, ({ headers }) => headers.authorization, `Basic ${base64}`],
    [{ kind: 'header', name: 'x-key' }, ({ headers }) => headers['x-key'], SECRET],
    [{ kind: 'query', name: 'key' }, ({ url }) => url, `/mcp?key=${encodeURIComponent(SECRET)}`],
  ];
  for (const [placement, of, expected] of cases)
    await withVault(placement, async gateway => {
      const reply = await post(gateway, `${origin}/mcp`, call('t'), OWN);
      assert.equal(of(seen[0]!), expected);
      assert.ok(!reply.text.includes(base64));
      assertMasked(reply);
    });
});

for (const path of ['/mcp/sse', '/mcp/escaped'])
  test(`an echo is masked in ${path}`, () =>
    withVault({ kind: 'bearer' }, async gateway => {
      const { text } = await post(gateway, origin + path, call('t'));
      const json = text.replace(/^(event: .*\n)?data: /, '');
      assertMasked({ status: 200, headers: {}, text: JSON.stringify(JSON.parse(json)) });
    }));

test('an answer in a coding that was not asked for is withheld', () =>
  withVault({ kind: 'bearer' }, async gateway => {
    const { text } = await post(gateway, `${origin}/mcp/gzip`, call('t'));
    assert.match(text, /content coding/);
    assert.equal(gateway.audit().at(-1)?.outcome, 'upstream_error');
  }));

test('a refused call sends no secret anywhere', () =>
  withVault({ kind: 'bearer' }, async gateway => {
    await post(gateway, `${origin}/mcp`, call('forbidden'));
    assert.deepEqual(seen, []);
  }));

test('a redirect is not followed, its secret masked, and its target gets none', () =>
  withVault({ kind: 'bearer' }, async gateway => {
    const get = { method: 'GET', headers: { accept: 'application/json' } };
    const reply = await send(gateway, `${origin}/mcp/redirect`, get);
    assert.ok(!JSON.stringify(reply.headers).includes(SECRET));
    await send(gateway, `${origin}/else`, get);
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      [`Bearer ${SECRET}`, undefined],
    );
  }));

test('a path that a server may decode to another gets no secret', () =>
  withVault({ kind: 'bearer' }, async gateway => {
    const { text } = await post(gateway, `${origin}/mcp/..%2felse`, call('t'));
    assert.match(text, /not for this address/);
    assert.deepEqual(seen, []);
    assert.equal(gateway.audit().at(-1)?.outcome, 'upstream_error');
  }));

test('a server whose certificate is not trusted is sent nothing', async () => {
  const secured = https.createServer({ cert: LEAF, key: LEAF_KEY }, (request, response) => {
    seen.push({ url: request.url!, headers: request.headers });
    response.end();
  });
  secured.listen(0, '127.0.0.1');
  await once(secured, 'listening');
  const url = `https://127.0.0.1:${(secured.address() as AddressInfo).port}/mcp`;
  const vault = await testVault([vaultTerms('token', url), { value: SECRET }]);
  const gateway = await startTestGateway({ 'tameflare.yaml': config(url) }, [], vault);
  seen.length = 0;
  const { text } = await post(gateway, url, call('t'), { form: 'connect-tls' });
  assert.match(text, /certificate/);
  assert.deepEqual(seen, []);
  await gateway.close();
  secured.close();
});

test('a configuration that names a missing entry does not start', async () => {
  const files = { 'tameflare.yaml': config(`${origin}/mcp`) };
  await assert.rejects(startTestGateway(files), { code: 'tf_vault_entry' });
});

test('a placeholder is swapped for its host, which is then read', async () => {
  const swapped = { kind: 'placeholder', text: 'tf-secret-api' } as const;
  const vault = await testVault([
    vaultTerms('api', `${origin}/`, swapped, ['API']),
    { value: SECRET },
  ]);
  const files = { 'tameflare.yaml': 'version: 1\negress: { allow: [127.0.0.1] }\n' };
  const gateway = await startTestGateway(files, [], vault);
  seen.length = 0;
  const headers = { authorization: 'Bearer tf-secret-api' };
  for (const form of ['absolute', 'connect-plain'] as const) {
    const reply = await send(gateway, `${origin}/v1`, { method: 'GET', headers, form });
    assertMasked(reply);
  }
  const sent = seen.map(request => request.headers.authorization);
  assert.deepEqual(sent, [`Bearer ${SECRET}`, `Bearer ${SECRET}`]);
  const child = gateway.gateway.childVariables({ API: SECRET, OTHER: SECRET });
  assert.equal(child['API'], 'tf-secret-api');
  assert.equal(child['OTHER'], undefined);
  await gateway.close();
});
