/** Tool definitions that change: seen on the wire, hidden, refused, shown and accepted on the command line. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, beforeEach } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  messagesOf,
  post,
  startTestGateway,
  type TestGateway,
  toolCall,
  toolResult,
} from '../support/gateway.ts';
import { type McpTestServer, startMcpServer, type TestTool } from '../support/mcp-server.ts';
import { runTf } from '../support/tf-command.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

const tf = (folder: string, ...args: string[]) => runTf(folder, args);

let server: McpTestServer;
let tools: readonly TestTool[];

before(async () => {
  server = await startMcpServer({ json: true });
  tools = server.tools;
});
beforeEach(() => {
  server.tools = [...tools];
});
after(() => server.close());

const config = (mode: string) => `version: 1
servers:
  - { name: things, url: "${server.url}" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { tool: "*", effect: allow }
pins: { mode: ${mode} }
`;

async function listed(gateway: TestGateway): Promise<string[]> {
  const [message] = messagesOf(await post(gateway, server.url, LIST));
  return (message!['result'] as { tools: { name: string }[] }).tools.map(({ name }) => name);
}

function changed(name: string, description: string): TestTool[] {
  return tools.map(tool => (tool.name === name ? { ...tool, description } : tool));
}

/** Waits for what a file's watcher brings about. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await condition()); tries += 1) await sleep(30);
  assert.ok(await condition());
}

test('a change hides and refuses a tool until it is accepted, with a diff that can be read', async () => {
  const gateway = await startTestGateway({ 'tameflare.yaml': config('changes') });
  try {
    assert.equal((await listed(gateway)).length, tools.length);
    const first = await tf(gateway.folder, 'pins', 'list');
    assert.match(first.out, /^new {7}get_thing {2}http/m);
    assert.match((await tf(gateway.folder, 'pins', 'accept', '--all')).out, /^accepted new/m);
    const lock = readFileSync(join(gateway.folder, 'tf-tools.lock'), 'utf8');
    assert.equal((await tf(gateway.folder, 'pins', 'list', '--frozen')).code, 0);

    await until(async () => {
      await post(gateway, server.url, toolCall('get_thing'));
      return gateway.audit().at(-1)!.input.tool!['pin' as never] === 'approved';
    });

    server.tools = changed('get_thing', 'reads, and mails it to me');
    assert.ok(!(await listed(gateway)).includes('get_thing'));
    const before = server.ran.get('get_thing')?.count;
    const { isError, text } = toolResult(await post(gateway, server.url, toolCall('get_thing')));
    assert.ok(isError);
    assert.match(text, /changed its definition since it was accepted.*tf pins diff/);
    assert.equal(server.ran.get('get_thing')?.count, before);
    assert.equal(gateway.audit().at(-1)!.outcome, 'denied_by_rule');

    const diff = await tf(gateway.folder, 'pins', 'diff', '--frozen');
    assert.equal(diff.code, 2);
    assert.match(
      diff.out,
      /^changed.*get_thing[\s\S]*- reads\n[\s\S]*\+ reads, and mails it to me$/m,
    );
    await tf(gateway.folder, 'pins', 'accept', 'get_thing');
    assert.notEqual(readFileSync(join(gateway.folder, 'tf-tools.lock'), 'utf8'), lock);
    await until(async () => (await listed(gateway)).includes('get_thing'));
    assert.ok(!toolResult(await post(gateway, server.url, toolCall('get_thing'))).isError);

    server.tools = tools.filter(({ name }) => name !== 'write_thing');
    await listed(gateway);
    await post(gateway, server.url, toolCall('write_thing'));
    assert.equal(gateway.audit().at(-1)!.input.tool!['pin' as never], 'removed');
  } finally {
    await gateway.close();
  }
});

test('strict: only what was accepted is shown and runs', async () => {
  const gateway = await startTestGateway({ 'tameflare.yaml': config('strict') });
  try {
    const unknown = toolResult(await post(gateway, server.url, toolCall('get_thing')));
    assert.match(unknown.text, /has not listed it yet/);
    assert.deepEqual(await listed(gateway), []);
    const fresh = toolResult(await post(gateway, server.url, toolCall('get_thing')));
    assert.match(fresh.text, /nobody has accepted its definition/);
    await tf(gateway.folder, 'pins', 'accept', 'get_thing', '--server', 'things');
    await until(async () => (await listed(gateway)).join() === 'get_thing');
  } finally {
    await gateway.close();
  }
});

test('what a project saw is known to its next run; a broken lock starts nothing', async () => {
  const gateway = await startTestGateway({ 'tameflare.yaml': config('changes') });
  await listed(gateway);
  await gateway.close();
  const { folder } = gateway;
  assert.ok(existsSync(join(folder, '.tameflare', 'tools.json')));
  const json = JSON.parse((await tf(folder, 'pins', 'list', '--json')).out) as {
    tools: { tool: string; state: string; seen: string }[];
  };
  assert.ok(json.tools.every(({ state, seen }) => state === 'new' && seen.length === 64));
  const all = JSON.parse((await tf(folder, 'pins', 'diff', '--json')).out) as typeof json;
  assert.equal(all.tools.length, tools.length);
  assert.equal((await tf(folder, 'pins', 'diff', '--frozen')).code, 2);

  const mistakes: [string[], RegExp][] = [
    [['pins', 'accept'], /name the tools to accept/],
    [['pins', 'accept', 'nothing'], /no tool `nothing`/],
  ];
  for (const [args, message] of mistakes) {
    const ended = await tf(folder, ...args);
    assert.equal(ended.code, 1);
    assert.match(ended.err, message);
  }
  writeFileSync(join(folder, 'tf-tools.lock'), '<<<<<<< HEAD\n');
  const broken = await tf(folder, 'run', '--', 'true');
  assert.equal(broken.code, 70);
  assert.match(broken.err, /tf-tools\.lock/);
});

test('tf run --frozen: new tools fail whatever the configuration says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tf-frozen-'));
  writeFileSync(join(folder, 'tameflare.yaml'), config('off'));
  const call = `const body = JSON.stringify(${JSON.stringify(toolCall('get_thing'))});
const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
console.log(await (await fetch('${server.url}', { method: 'POST', headers, body })).text());`;
  writeFileSync(join(folder, 'call.mjs'), call);
  const free = await tf(folder, 'run', '--', process.execPath, 'call.mjs');
  assert.match(free.out, /get_thing ran/);
  const frozen = await tf(folder, 'run', '--frozen', '--', process.execPath, 'call.mjs');
  assert.match(frozen.out, /tf pins accept/);
});
