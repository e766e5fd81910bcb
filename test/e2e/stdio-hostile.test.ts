/** The hostile corpus on stdio: a line is refused, or reaches the server, exactly as the same body does over HTTP. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import test, { after, before } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

interface Case {
  readonly name: string;
  readonly server?: string;
  readonly headers?: object;
  readonly body?: string;
  readonly base64?: string;
  readonly want: {
    readonly code?: number;
    readonly upstream?: 'nothing' | 'same' | object;
    readonly audit?: readonly string[];
  };
}

const file = join(packageRoot, 'test', 'cases', 'mcp', 'bodies.json');

function bytesOf({ body = '', base64 }: Case): Buffer {
  return base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
}

/** Bodies that one line can hold; what headers or another host make of them has no like on stdio. */
const cases = (JSON.parse(readFileSync(file, 'utf8')) as Case[]).filter(each => {
  const bytes = bytesOf(each);
  const isLine = bytes.length > 0 && !bytes.includes(0x0a) && bytes.at(-1) !== 0x0d;
  return isLine && each.server === undefined && each.headers === undefined;
});

let gateway: TestGateway;
let bridged: Promise<void>;
const toServer = new PassThrough();
const fromServer = new PassThrough();
const toClient = new PassThrough();
const fromClient = new PassThrough();
/** Lines that reached the server and the client. */
const atServer: string[] = [];
const atClient: string[] = [];
const waiting = new Map<string, () => void>();

before(async () => {
  gateway = await startTestGateway(
    {
      'tameflare.yaml': `version: 1
rules:
  - { server: things, action: mcp.tools.list, effect: allow }
  - { server: things, action: mcp.elicitation.create, effect: allow }
  - { server: things, tool: "*", effect: allow }
  - { server: things, tool: "delete_*", effect: deny }
  - { server: things, tool: "__proto__", effect: deny }
  - { server: things, tool: constructor, effect: deny }
  - { server: things, tool: ask_first, effect: require_approval }
policies: [./policies]
limits: { body: 64KiB }
`,
      'policies/things.rego': `package policies.things

deny contains "inherited" if input.tool.arguments["__proto__"].forbidden
deny contains "digits" if input.tool.arguments.n == 9007199254740993
`,
    },
    [],
    undefined,
    'things',
  );
  createInterface({ input: toServer }).on('line', line => {
    const { id, method } = JSON.parse(line) as { id?: number | string; method?: string };
    if (!String(id).startsWith('after-')) atServer.push(line);
    if (id === undefined || method === undefined) return;
    fromServer.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } })}\n`);
  });
  createInterface({ input: toClient }).on('line', line => {
    const id = /"id":"(after-\d+)"/.exec(line)?.[1];
    if (id === undefined) atClient.push(line);
    else waiting.get(id)?.();
  });
  bridged = gateway.gateway.bridge(
    { input: fromClient, output: toClient },
    { input: fromServer, output: toServer },
  );
});

after(async () => {
  fromClient.end();
  fromServer.end();
  await bridged;
  await gateway.close();
});

let count = 0;

/** Sends a line and one after it: what the second's answer finds is what the first came to. */
async function exchange(line: Buffer): Promise<void> {
  count += 1;
  const id = `after-${count}`;
  atServer.length = 0;
  atClient.length = 0;
  const answered = new Promise<void>(resolve => waiting.set(id, resolve));
  fromClient.write(line);
  fromClient.write(`\n{"jsonrpc":"2.0","id":"${id}","method":"ping"}\n`);
  await answered;
}

function assertUpstream({ want }: Case, line: Buffer): void {
  if (want.upstream === 'nothing') assert.deepEqual(atServer, []);
  else if (want.upstream === 'same') assert.deepEqual(atServer, [line.toString()]);
  else if (want.upstream !== undefined)
    assert.deepEqual(
      atServer.map(text => JSON.parse(text)),
      [want.upstream],
    );
}

for (const each of cases) {
  test(`stdio: ${each.name}`, async () => {
    const seen = gateway.audit().length;
    const line = bytesOf(each);
    await exchange(line);
    assertUpstream(each, line);
    if (each.want.code !== undefined)
      assert.match(atClient.join(), new RegExp(`"code":${each.want.code}\\b`));
    if (each.want.audit === undefined) return;
    const audit = gateway.audit().slice(seen);
    const told = audit.map(({ input, outcome }) => `${input.action} ${outcome}`);
    assert.deepEqual(
      told.filter(text => text !== 'mcp.ping allowed'),
      each.want.audit,
    );
  });
}

test('most of the corpus has a like on stdio', () =>
  assert.ok(cases.length > 80, `${cases.length}`));
