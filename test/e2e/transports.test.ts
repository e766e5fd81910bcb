/** One call, every way through the proxy: one input document, one decision. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import {
  type Form,
  post,
  send,
  startTestGateway,
  type TestGateway,
  toolCall,
  toolResult,
} from '../support/gateway.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';

let server: McpTestServer;
let front: https.Server;
let gateway: TestGateway;
let tlsUrl: string;

const company = createAuthority();

/** TLS in front of the MCP server, under an authority of its own. */
async function startFront(): Promise<https.Server> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const identity = { key, cert: mintLeaf(company, '127.0.0.1', publicKey, 1) };
  const target = new URL(server.url);
  const listener = https.createServer(identity, (request, response) => {
    const options = {
      host: target.hostname,
      port: target.port,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: request.headers,
    };
    const onward = http.request(options, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

before(async () => {
  server = await startMcpServer();
  front = await startFront();
  tlsUrl = `https://127.0.0.1:${(front.address() as AddressInfo).port}/mcp`;
  gateway = await startTestGateway(
    {
      'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "${server.url}" }
  - { name: things-tls, url: "${tlsUrl}" }
rules:
  - { tool: get_thing, effect: allow }
  - { tool: delete_thing, effect: deny }
`,
    },
    [company.certificate],
  );
});

after(async () => {
  await gateway.close();
  front.closeAllConnections();
  front.close();
  await server.close();
});

for (const form of [
  'absolute',
  'connect-plain',
  'connect-tls',
] as const satisfies readonly Form[]) {
  const url = () => (form === 'connect-tls' ? tlsUrl : server.url);

  test(`${form}: allowed and denied alike`, async () => {
    const allowed = await post(gateway, url(), toolCall('get_thing', { x: 1 }), { form });
    assert.deepEqual(toolResult(allowed), { isError: false, text: 'get_thing ran' });
    const denied = await post(gateway, url(), toolCall('delete_thing', { x: 1 }), { form });
    assert.equal(toolResult(denied).isError, true);
  });
}

test('absolute-form and both tunnels give policies one document', async () => {
  const documents = [];
  for (const form of ['absolute', 'connect-plain'] as const) {
    await post(gateway, server.url, toolCall('get_thing', { same: true }), { form });
    documents.push(gateway.audit().at(-1)!.input);
  }
  assert.deepEqual(documents[0], documents[1]);
  await post(gateway, tlsUrl, toolCall('get_thing', { same: true }), { form: 'connect-tls' });
  const overTls = gateway.audit().at(-1)!.input as Record<string, unknown>;
  const { server: _s, http: _h, ...same } = documents[0] as Record<string, unknown>;
  const { server: _s2, http: _h2, ...sameTls } = overTls;
  assert.deepEqual(sameTls, same);
});

test('a Host that disagrees with the tunnel is refused', async () => {
  const seen = server.bodies.length;
  const reply = await post(gateway, server.url, toolCall('get_thing'), {
    form: 'connect-plain',
    headers: { host: 'elsewhere.example.com' },
  });
  assert.equal(reply.status, 400);
  assert.equal(server.bodies.length, seen);
});

test('without the run’s credentials nothing is let in', async () => {
  const stranger = {
    ...gateway,
    gateway: {
      ...gateway.gateway,
      proxyUrl: gateway.gateway.proxyUrl.replace(/\/\/.*@/, '//tf:wrong@'),
      certificate: gateway.gateway.certificate,
    },
  };
  const reply = await send(stranger as TestGateway, server.url, { method: 'GET' });
  assert.equal(reply.status, 407);
});
