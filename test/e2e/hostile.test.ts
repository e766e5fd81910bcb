/** The hostile corpus (test/cases/mcp) over sockets: each is refused or governed, none passes unseen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  type Answer,
  authorization,
  brotli,
  exchange,
  type RawServer,
  startRawServer,
} from '../support/raw-http.ts';

interface Case {
  readonly name: string;
  readonly method?: string;
  /** `open`: a host that may be reached and that nobody declared as a server. */
  readonly server?: 'open';
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Without the headers that MCP clients send. */
  readonly bare?: boolean;
  readonly body?: string;
  readonly base64?: string;
  readonly brotli?: string;
  /** The whole request; `{target}`, `{host}`, `{auth}`, `{body}`, `{length}`, … are filled in. */
  readonly raw?: string;
  /** A request that is sent first, and whose answer comes later or never. */
  readonly before?: string;
  readonly answer?: Answer;
  readonly want: {
    readonly status?: number;
    /** The JSON-RPC error's code. */
    readonly code?: number;
    readonly says?: string;
    /** What the client must not see. */
    readonly hides?: string;
    /** What reaches the server: nothing, the very bytes that were sent, or this document. */
    readonly upstream?: 'nothing' | 'same' | object;
    /** `action outcome` of what the audit gains. */
    readonly audit?: readonly string[];
  };
}

const FILES = ['bodies', 'headers', 'http', 'answers'] as const;
const DEFAULT_ANSWER: Answer = {
  headers: [['content-type', 'application/json']],
  body: '{"jsonrpc":"2.0","id":1,"result":{"content":[]}}',
};

let upstream: RawServer;
let gateway: TestGateway;
let proxy: URL;

before(async () => {
  upstream = await startRawServer();
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "http://${upstream.host}/mcp" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { action: mcp.elicitation.create, effect: allow }
  - { action: mcp.subscriptions.listen, effect: allow }
  - { tool: "*", effect: allow }
  - { tool: "delete_*", effect: deny }
  - { tool: "__proto__", effect: deny }
  - { tool: constructor, effect: deny }
  - { tool: ask_first, effect: require_approval }
policies: [./policies]
egress:
  allow: ["${upstream.host}"]
limits: { body: 64KiB }
`,
    'policies/things.rego': `package policies.things

deny contains "inherited" if input.tool.arguments["__proto__"].forbidden
deny contains "digits" if input.tool.arguments.n == 9007199254740993
`,
  });
  proxy = new URL(gateway.gateway.proxyUrl);
});

after(async () => {
  await gateway.close();
  await upstream.close();
});

function bodyOf({ body = '', base64, brotli: text }: Case): Buffer {
  if (text !== undefined) return brotli(text);
  return base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
}

const MCP_HEADERS = [
  ['content-type', 'application/json'],
  ['accept', 'application/json, text/event-stream'],
] as const;

function headersOf({ headers = [], bare = false }: Case): string {
  const given = new Set(headers.map(([name]) => name));
  const usual = bare ? [] : MCP_HEADERS.filter(([name]) => !given.has(name));
  return [...usual, ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function structured(hostile: Case): Buffer {
  const { method = 'POST', server } = hostile;
  const body = bodyOf(hostile);
  const target = `http://${upstream.host}${server === 'open' ? '/open' : '/mcp'}`;
  const head = `${method} ${target} HTTP/1.1\r\nHost: ${upstream.host}\r\n${authorization(proxy)}Connection: close\r\n${headersOf(hostile)}Content-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function byBytes(body: string): string {
  return [...body].map(letter => `1\r\n${letter}\r\n`).join('');
}

function filledIn(raw: string, body: string): Buffer {
  const values: Readonly<Record<string, string>> = {
    target: `http://${upstream.host}/mcp`,
    host: upstream.host,
    number: `2130706433:${upstream.port}`,
    auth: authorization(proxy),
    body,
    length: String(body.length),
    hex: body.length.toString(16),
    bytes: byBytes(body),
  };
  return Buffer.from(
    raw.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole),
    'latin1',
  );
}

function requestOf(hostile: Case): Buffer {
  return hostile.raw === undefined
    ? structured(hostile)
    : filledIn(hostile.raw, hostile.body ?? '');
}

/** The requests that reached the server, without what the gateway answers it in the client's place. */
function arrivedSince(seen: number) {
  return upstream.arrived
    .slice(seen)
    .filter(({ body }) => !body.toString('utf8').includes('"code":-31403'));
}

function checkUpstream(hostile: Case, seen: number): void {
  const { upstream: want } = hostile.want;
  if (want === undefined) return;
  const arrived = arrivedSince(seen);
  assert.equal(arrived.length, want === 'nothing' ? 0 : 1, 'requests that reached the server');
  if (want === 'same') assert.deepEqual(arrived[0]?.body, bodyOf(hostile));
  else if (want !== 'nothing')
    assert.deepEqual(JSON.parse(arrived[0]?.body.toString('utf8') ?? ''), want);
}

function checkReply({ want }: Case, reply: string): void {
  if (want.status !== undefined)
    assert.equal(Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1]), want.status, reply);
  if (want.code !== undefined) assert.match(reply, new RegExp(`"code":${want.code}\\b`));
  if (want.says !== undefined) assert.match(reply, new RegExp(want.says, 's'));
  if (want.hides !== undefined) assert.equal(reply.includes(want.hides), false, reply);
}

async function sendFirst(hostile: Case): Promise<void> {
  if (hostile.before === undefined) return;
  upstream.answer = () => ({ status: 202 });
  await exchange(proxy, structured({ ...hostile, body: hostile.before, headers: [] }));
}

async function run(hostile: Case): Promise<void> {
  await sendFirst(hostile);
  const seen = upstream.arrived.length;
  const recorded = gateway.audit().length;
  upstream.answer = ({ body }) =>
    body.includes('"code":-31403') ? { status: 202 } : (hostile.answer ?? DEFAULT_ANSWER);
  const reply = await exchange(proxy, requestOf(hostile));
  checkReply(hostile, reply);
  checkUpstream(hostile, seen);
  const lines = gateway.audit().slice(recorded);
  if (arrivedSince(seen).length > 0) assert.notEqual(lines.length, 0, 'nothing passes unseen');
  if (hostile.want.audit !== undefined)
    assert.deepEqual(
      lines.map(line => `${line.input.action} ${line.outcome}`),
      hostile.want.audit,
    );
}

for (const file of FILES) {
  const path = join(packageRoot, 'test', 'cases', 'mcp', `${file}.json`);
  const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly Case[];
  for (const hostile of cases) test(`${file}: ${hostile.name}`, () => run(hostile));
}
