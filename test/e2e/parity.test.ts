/** The same call, whatever its era, its wire form and its way through the proxy: one input document, one decision. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import fc from 'fast-check';
import { mintLeaf } from '../../src/proxy/certificate.ts';
import { createAuthority } from '../../src/proxy/certificate-authority.ts';
import {
  type AuditLine,
  post,
  type Sent,
  startTestGateway,
  type TestGateway,
} from '../support/gateway.ts';
import { type Answer, type RawServer, startRawServer } from '../support/raw-http.ts';

const RESULT = '{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","content":[]}}';
const AS_JSON: Answer = { headers: [['content-type', 'application/json']], body: RESULT };
const AS_EVENTS: Answer = {
  headers: [['content-type', 'text/event-stream']],
  body: `data: ${RESULT}\n\n`,
};

const company = createAuthority();
let upstream: RawServer;
let secure: https.Server;
let gateway: TestGateway;
let url: string;
let tlsUrl: string;

before(async () => {
  upstream = await startRawServer();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const identity = { key, cert: mintLeaf(company, '127.0.0.1', publicKey, 1) };
  secure = https.createServer(identity, (request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(RESULT);
  });
  secure.listen(0, '127.0.0.1');
  await once(secure, 'listening');
  url = `http://${upstream.host}/mcp`;
  tlsUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/mcp`;
  gateway = await startTestGateway(
    {
      'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "${url}" }
  - { name: things-tls, url: "${tlsUrl}" }
rules:
  - { tool: "get_*", effect: allow }
  - { tool: "delete_*", effect: deny }
audit: { arguments: full }
policies: [./policies]
`,
      'policies/things.rego': `package policies.things

allow if startswith(input.tool.name, "write_")
deny contains "too many arguments" if count(input.tool.arguments) > 3
`,
    },
    [company.certificate],
  );
});

after(async () => {
  await gateway.close();
  secure.closeAllConnections();
  secure.close();
  await upstream.close();
});

interface Call {
  readonly name: string;
  readonly arguments: object;
}

const META = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

/** What Mcp-Name carries: names outside plain ASCII travel in base64. */
function mirrored(name: string): string {
  return /^[\x21-\x7e]+$/.test(name) ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`;
}

const legacy = (params: object) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

interface Way {
  readonly name: string;
  message(call: Call): object;
  readonly answer?: Answer;
  readonly tls?: true;
  sent?(call: Call): Sent;
}

const WAYS: readonly Way[] = [
  { name: 'legacy, absolute-form', message: legacy },
  { name: 'legacy, answered with events', message: legacy, answer: AS_EVENTS },
  { name: 'batch of one', message: call => [legacy(call)] },
  {
    name: 'modern',
    message: call => legacy({ ...call, ...META }),
    sent: ({ name }) => ({
      headers: {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': mirrored(name),
      },
    }),
  },
  { name: 'CONNECT, plain', message: legacy, sent: () => ({ form: 'connect-plain' }) },
  { name: 'CONNECT, TLS', message: legacy, tls: true, sent: () => ({ form: 'connect-tls' }) },
];

/** An audit line without what may differ: the protocol's version, and which server's address it was. */
function comparable({ input, outcome, result }: AuditLine): object {
  const { mcp, server, http, ...document } = input as unknown as Record<string, object>;
  const { era: _e, version: _v, ...protocol } = mcp as Record<string, unknown>;
  const { name: _n, origin: _o, ...at } = server as Record<string, unknown>;
  const { scheme: _s, port: _p, ...request } = http as Record<string, unknown>;
  const reasons = result.reasons.filter(({ source }) => source !== 'default');
  return { document, protocol, at, request, outcome, effect: result.effect, reasons };
}

async function sentBy(way: Way, call: Call): Promise<object> {
  upstream.answer = () => way.answer ?? AS_JSON;
  const before = gateway.audit().length;
  const reply = await post(gateway, way.tls ? tlsUrl : url, way.message(call), way.sent?.(call));
  assert.equal(reply.status, 200, `${way.name}: ${reply.text}`);
  const lines = gateway.audit().slice(before);
  assert.equal(lines.length, 1, `${way.name}: one record`);
  return comparable(lines[0]!);
}

const call = fc.record({
  name: fc.oneof(
    fc.constantFrom('get_thing', 'delete_thing', 'write_thing', 'get_größe', 'unheard_of'),
    fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/),
  ),
  arguments: fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), {
    maxKeys: 5,
  }),
});

test('every way gives policies one document and one decision', async () => {
  await fc.assert(
    fc.asyncProperty(call, async made => {
      const [first, ...others] = WAYS;
      const expected = await sentBy(first!, made);
      for (const way of others) assert.deepEqual(await sentBy(way, made), expected, way.name);
    }),
    { seed: 20260728, numRuns: 25 },
  );
});
