/**
 * Valid traffic, damaged at random but the same in every run. Whatever becomes of it, what the server received is
 * nothing, or messages whose strict reading is what the audit recorded as allowed.
 */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type Json, stringifyJson } from '../../src/base/plain-json.ts';
import { type Classified, classify } from '../../src/mcp/classify.ts';
import type { RpcMessage } from '../../src/mcp/json-rpc.ts';
import { actionOf, isMcpMethod } from '../../src/mcp/protocol.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  type Arrived,
  authorization,
  exchange,
  type RawServer,
  startRawServer,
} from '../support/raw-http.ts';

const SEEDS = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_thing","arguments":{"a":1}}}',
  '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"delete_thing","arguments":{}}}',
  '[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_thing"}},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"delete_thing"}}]',
  '{"jsonrpc":"2.0","method":"notifications/initialized"}',
  '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_thing","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}',
] as const;

/** Members that change what an object says, to some readers or to all. */
const MEMBERS = [
  '"name":"delete_thing",',
  '"Name":"delete_thing",',
  '"method":"ping",',
  '"id":4,',
  '"x":[{}],',
  '"arguments":{"b":12345678901234567890},',
  '"_meta":{},',
  '"result":{},',
  ' \n\t',
  '"\\u006eame":"get_thing",',
] as const;

const KINDS = ['letter', 'member', 'flip', 'insert', 'delete', 'repeat', 'cut'] as const;

/** One damage: where (a fraction of the length), and what. */
interface Damage {
  readonly at: number;
  readonly kind: (typeof KINDS)[number];
  readonly byte: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.noBias(fc.nat(9999)).map(place => place / 10_000),
  kind: fc.constantFrom(...KINDS),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\ \n\r\0Nm1')), fc.nat(255)),
});
const damages = fc.array(damage, { minLength: 1, maxLength: 2 });
const seeds = fc.constantFrom(...SEEDS);

/** After the next opening brace: there a member leaves the JSON whole. */
function afterBrace(bytes: Buffer, index: number): number {
  return Math.max(bytes.indexOf('{', index), bytes.indexOf('{')) + 1;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a;
}

function withDamage(bytes: Buffer, { at, kind, byte }: Damage): Buffer {
  const index =
    kind === 'member'
      ? afterBrace(bytes, Math.floor(at * bytes.length))
      : Math.floor(at * bytes.length);
  const head = bytes.subarray(0, index);
  const tail = bytes.subarray(index);
  const other = Buffer.from([kind === 'letter' && isLetter(tail[0]) ? 0x61 + (byte % 26) : byte]);
  switch (kind) {
    case 'letter':
    case 'flip':
      return Buffer.concat([head, other, tail.subarray(1)]);
    case 'member':
      return Buffer.concat([head, Buffer.from(MEMBERS[byte % MEMBERS.length]!), tail]);
    case 'insert':
      return Buffer.concat([head, other, tail]);
    case 'delete':
      return Buffer.concat([head, tail.subarray(1 + (byte % 8))]);
    case 'repeat':
      return Buffer.concat([head, tail.subarray(0, byte), tail]);
    case 'cut':
      return head;
  }
}

function damaged(bytes: Buffer, all: readonly Damage[]): Buffer {
  return all.reduce(withDamage, bytes);
}

/** Arguments as JSON.parse reads them: the audit is read back so. */
function rounded(value: Json): string {
  return canonicalJson(JSON.parse(stringifyJson(value)) as Json);
}

/** What a message asks for, in the words of the audit. */
function asked(message: RpcMessage): string {
  if (message.kind === 'response') return 'mcp.response';
  const { method, params } = message;
  const name = method === 'tools/call' ? `${params['name']} ` : '';
  const args = method === 'tools/call' ? rounded(params['arguments'] ?? {}) : '';
  return `${actionOf(method)} ${name}${args}`.trim();
}

function strictly(body: Buffer, header: (name: string) => string | undefined): Classified {
  return classify({ header, body, declaredServer: true });
}

test('classify: what is taken for a message is one to every parser', () => {
  fc.assert(
    fc.property(seeds, damages, fc.boolean(), (seed, all, declaredServer) => {
      const body = damaged(Buffer.from(seed), all);
      const header = (name: string) =>
        name === 'mcp-protocol-version' && seed.includes('2026') ? '2026-07-28' : undefined;
      const result = classify({ header, body, declaredServer });
      let lax: unknown;
      try {
        lax = JSON.parse(body.toString('utf8'));
      } catch {
        assert.notEqual(result.kind, 'mcp');
        return;
      }
      if (result.kind === 'mcp') {
        const raw = result.messages.map(message => message.raw);
        const read = JSON.parse(stringifyJson(result.batch ? raw : raw[0]!));
        assert.deepEqual(read, lax);
      } else if (result.kind === 'not-mcp') {
        const { method } = (lax ?? {}) as { method?: unknown };
        const isCall = typeof method === 'string' && method.includes('/') && isMcpMethod(method);
        assert.equal(isCall, false);
      }
    }),
    { seed: 7, numRuns: 3000 },
  );
});

let upstream: RawServer;
let gateway: TestGateway;
let proxy: URL;

before(async () => {
  upstream = await startRawServer();
  upstream.answer = () => ({ status: 202 });
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "http://${upstream.host}/mcp" }
rules:
  - { tool: "*", effect: allow }
  - { tool: "delete_*", effect: deny }
audit: { arguments: full }
egress: { allow: ["${upstream.host}"] }
`,
  });
  proxy = new URL(gateway.gateway.proxyUrl);
});

after(async () => {
  await gateway.close();
  await upstream.close();
});

function requestBytes(seed: string, body: Buffer): Buffer {
  const modern = seed.includes('2026-07-28')
    ? 'MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: get_thing\r\n'
    : '';
  const head = `POST http://${upstream.host}/mcp HTTP/1.1\r\nHost: ${upstream.host}\r\n${authorization(proxy)}Connection: close\r\nAccept: application/json, text/event-stream\r\n${modern}Content-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function headerOf({ head }: Arrived, name: string): string | undefined {
  const line = head.split('\r\n').find(text => text.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

/** What a request says that arrived: its messages, or that it is none of MCP's. */
function said(arrived: Arrived): string[] {
  const read = strictly(arrived.body, name => headerOf(arrived, name));
  return read.kind === 'mcp' ? read.messages.map(asked) : ['http'];
}

function recordedAsAllowed(from: number): string[] {
  return gateway
    .audit()
    .slice(from)
    .filter(line => line.outcome === 'allowed')
    .map(({ input }) => {
      if (input.action.startsWith('http.')) return 'http';
      if (input.tool === undefined) return input.action;
      return `${input.action} ${input.tool.name} ${rounded(input.tool.arguments as Json)}`;
    });
}

async function checkSent(bytes: Buffer, silenceMs: number): Promise<void> {
  const seen = upstream.arrived.length;
  const recorded = gateway.audit().length;
  await exchange(proxy, bytes, silenceMs);
  const arrived = upstream.arrived.slice(seen).flatMap(said);
  assert.deepEqual(recordedAsAllowed(recorded).sort(), arrived.sort());
}

test('a damaged body arrives as it was recorded, or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, damages, (seed, all) =>
      checkSent(requestBytes(seed, damaged(Buffer.from(seed), all)), 2000),
    ),
    { seed: 11, numRuns: 300 },
  );
});

test('a damaged request arrives as it was recorded, or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, damages, (seed, all) =>
      checkSent(damaged(requestBytes(seed, Buffer.from(seed)), all), 100),
    ),
    { seed: 13, numRuns: 100 },
  );
});

test('some of it arrived and some did not', () => {
  assert.ok(upstream.arrived.length > 20, `${upstream.arrived.length} arrived`);
  assert.ok(gateway.audit().some(line => line.outcome === 'refused_malformed'));
});
