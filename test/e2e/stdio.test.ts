/** `tf mcp stdio`: a real server and a real client on pipes, and lines that neither should see. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CreateMessageRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Approval } from '../../src/approval/approvals.ts';
import { callControl } from '../../src/gateway/control-client.ts';
import { operatorKey } from '../../src/gateway/operator-key.ts';
import { liveRuns, stateFolder } from '../../src/gateway/state-folder.ts';
import type { AuditLine } from '../support/gateway.ts';

const TF = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli', 'main.js');
const EVERYTHING = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
);

/** Answers each request with what it was; `crash` ends it, `ask` asks the client something first. */
const SERVER = `
import { createInterface } from 'node:readline';
const write = message => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
const TOOLS = ['get_thing', 'delete_thing', 'ask_first'].map(name => ({ name, inputSchema: { type: 'object' } }));
createInterface({ input: process.stdin }).on('line', line => {
  const { id, method, params, result, error } = JSON.parse(line);
  process.stderr.write('GOT ' + line + '\\n');
  if (params?.name === 'crash') process.exit(7);
  if (params?.name === 'noise') process.stdout.write('this is no message\\n');
  if (params?.name === 'ask') write({ id: 's1', method: 'sampling/createMessage', params: { messages: [] } });
  if (id === undefined || method === undefined) return;
  if (method === 'initialize') write({ id, result: { protocolVersion: params.protocolVersion, capabilities: {}, serverInfo: { name: 's', version: '1' } } });
  else if (method === 'tools/list') write({ id, result: { tools: TOOLS } });
  else write({ id, result: { content: [{ type: 'text', text: params.name + ' ran' }] } });
});
`;

const CONFIG = `version: 1
rules:
  - { server: things, action: "mcp.*.list", effect: allow }
  - { server: things, tool: get_thing, effect: allow }
  - { server: things, tool: "c*", effect: allow }
  - { server: things, tool: noise, effect: allow }
  - { server: things, tool: ask, effect: allow }
  - { server: things, tool: ask_first, effect: require_approval }
approvals: { wait: 10s }
limits: { body: 2000 }
`;

function project(config = CONFIG): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-stdio-'));
  mkdirSync(join(folder, '.tameflare'), { mode: 0o700 });
  writeFileSync(join(folder, 'tameflare.yaml'), config);
  writeFileSync(join(folder, 'server.mjs'), SERVER);
  return folder;
}

function audit(folder: string): AuditLine[] {
  const text = readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as AuditLine);
}

type Message = Record<string, never> & { id?: number; method?: string };

/** A client that speaks lines. */
function start(folder: string) {
  const child = spawn(
    process.execPath,
    [TF, 'mcp', 'stdio', '-n', 'things', '--', process.execPath, 'server.mjs'],
    { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const messages: Message[] = [];
  createInterface({ input: child.stdout }).on('line', line => messages.push(JSON.parse(line)));
  const until = async (found: () => boolean) => {
    for (let tries = 0; tries < 400 && !found(); tries += 1) await sleep(20);
    assert.ok(found(), `${JSON.stringify(messages)}\n${errors}`);
  };
  const send = (message: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return {
    child,
    send,
    messages,
    errors: () => errors,
    until,
    raw: (text: string) => child.stdin.write(text),
    answer: async (id: number | null) => {
      await until(() =>
        messages.some(message => message.id === id && message.method === undefined),
      );
      return JSON.stringify(
        messages.find(message => message.id === id && message.method === undefined),
      );
    },
    call: (id: number, name: string, args: object = {}) =>
      send({ id, method: 'tools/call', params: { name, arguments: args } }),
    end: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

test('server-everything with the SDK’s client: listed, allowed, refused, sampled, recorded', async () => {
  const folder = project(`version: 1
rules:
  - { server: everything, action: mcp.tools.list, effect: allow }
  - { server: everything, tool: "get-*", effect: deny }
  - { server: everything, tool: "*", effect: allow }
  - { server: everything, action: mcp.sampling.createMessage, effect: allow }
`);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      TF,
      'mcp',
      'stdio',
      '--name',
      'everything',
      '-c',
      join(folder, 'tameflare.yaml'),
      '--',
      process.execPath,
      EVERYTHING,
      'stdio',
    ],
    stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1' }, { capabilities: { sampling: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, () => ({
    model: 'none',
    role: 'assistant' as const,
    content: { type: 'text' as const, text: 'sampled here' },
  }));
  await client.connect(transport as never);
  try {
    const names = (await client.listTools()).tools.map(({ name }) => name);
    assert.ok(names.includes('echo') && !names.some(name => name.startsWith('get-')), names.join());
    const echoed = await client.callTool({ name: 'echo', arguments: { message: 'hello' } });
    assert.match(JSON.stringify(echoed), /hello/);
    const denied = await client.callTool({ name: 'get-sum', arguments: { a: 1, b: 2 } });
    assert.equal(denied['isError'], true);
    assert.match(JSON.stringify(denied), /denied by an access rule/);
    const sampled = names.find(name => /sampling/i.test(name));
    if (sampled !== undefined) {
      const result = await client.callTool({ name: sampled, arguments: { prompt: 'x' } });
      assert.match(JSON.stringify(result), /sampled here/);
    }
  } finally {
    await client.close();
  }
  const calls = audit(folder).filter(({ input }) => input.action === 'mcp.tools.call');
  const [call] = calls;
  const { server, mcp } = call!.input as unknown as { server: object; mcp: { version: string } };
  assert.deepEqual(server, {
    name: 'everything',
    origin: 'stdio:everything',
    host: '',
    path: '',
    trusted: false,
    transport: 'stdio',
  });
  assert.match(mcp.version, /^2025-/);
  assert.ok(audit(folder).some(({ hidden }) => (hidden ?? 0) > 0));
});

test('approvals: held, approved, run; cancelled while held, not run', async () => {
  const folder = project();
  const stdio = start(folder);
  const state = stateFolder(folder, {});
  const pending = async () => {
    const [run] = liveRuns(state);
    if (run === undefined) return undefined;
    const { approvals } = (await callControl(
      run.socket,
      'GET',
      '/v1/approvals',
      undefined,
      operatorKey(state, {}),
    )) as {
      approvals: Approval[];
    };
    return approvals.find(({ status }) => status === 'pending');
  };
  const waitPending = async (): Promise<Approval> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = await pending();
      if (found !== undefined) return found;
      await sleep(20);
    }
    throw new Error('nothing waits');
  };
  const decide = async ({ id }: Approval) =>
    callControl(
      liveRuns(state)[0]!.socket,
      'POST',
      `/v1/approvals/${id}`,
      { verdict: 'approved' },
      operatorKey(state, {}),
    );

  stdio.send({
    id: 1,
    method: 'tools/call',
    params: { name: 'ask_first', arguments: { n: 1 }, _meta: { progressToken: 'p' } },
  });
  const first = await waitPending();
  await stdio.until(() => stdio.messages.some(({ method }) => method === 'notifications/progress'));
  await decide(first);
  assert.match(await stdio.answer(1), /ask_first ran/);

  stdio.call(2, 'ask_first', { n: 2 });
  const second = await waitPending();
  stdio.send({ method: 'notifications/cancelled', params: { requestId: 2 } });
  assert.match(await stdio.answer(2), /its client cancelled it/);
  await decide(second);
  await sleep(50);
  assert.equal(stdio.errors().match(/GOT .*"n":2/g), null);
  assert.equal(await stdio.end(), 0);
});

test('what can not be judged goes nowhere, in either direction', async () => {
  const folder = project();
  const stdio = start(folder);
  stdio.send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {} },
  });
  await stdio.answer(1);
  stdio.raw(
    '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_thing","name":"delete_thing"}}\n',
  );
  assert.match(await stdio.answer(null), /not valid JSON/);
  stdio.raw('[{"jsonrpc":"2.0","id":3,"method":"ping"}]\n');
  await stdio.until(() =>
    stdio.messages.some(message => /no batches/.test(JSON.stringify(message))),
  );
  stdio.raw(`{"jsonrpc":"2.0","id":4,"method":"ping","params":{"x":"${'x'.repeat(3000)}"}}\n`);
  await stdio.until(() =>
    stdio.messages.some(message => /larger than 2000/.test(JSON.stringify(message))),
  );
  stdio.call(5, 'delete_thing');
  assert.match(await stdio.answer(5), /"isError":true/);
  stdio.call(6, 'noise');
  assert.match(await stdio.answer(6), /noise ran/);
  stdio.call(7, 'ask');
  assert.match(await stdio.answer(7), /ask ran/);
  await stdio.until(() => /GOT .*"id":"s1".*-31403/.test(stdio.errors()));
  assert.ok(!stdio.messages.some(({ method }) => method === 'sampling/createMessage'));
  stdio.send({ id: 8, method: 'tools/list' });
  assert.doesNotMatch(await stdio.answer(8), /delete_thing/);
  assert.equal(stdio.errors().match(/GOT .*(delete_thing|xxx|"id":3)/g), null);
  assert.match(stdio.errors(), /is no message and went nowhere/);
  assert.equal(await stdio.end(), 0);
});

test('a modern client needs no headers on stdio', async () => {
  const folder = project();
  const stdio = start(folder);
  const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
  stdio.send({ id: 1, method: 'tools/call', params: { name: 'get_thing', arguments: {}, _meta } });
  assert.match(await stdio.answer(1), /get_thing ran/);
  stdio.send({
    id: 2,
    method: 'tools/call',
    params: { name: 'delete_thing', arguments: {}, _meta },
  });
  assert.match(await stdio.answer(2), /"resultType":"complete"/);
  await stdio.end();
  const eras = audit(folder).map(({ input }) => (input.mcp as unknown as { era: string }).era);
  assert.deepEqual(eras, ['modern', 'modern']);
});

test('a server that dies takes nobody’s answer with it unsaid; its code is ours', async () => {
  const folder = project();
  const stdio = start(folder);
  stdio.call(1, 'crash');
  assert.match(await stdio.answer(1), /not known whether it ran/);
  if (stdio.child.exitCode === null) await once(stdio.child, 'exit');
  assert.equal(stdio.child.exitCode, 7);
});

test('a command that is not there exits with 72', async () => {
  const child = spawn(process.execPath, [TF, 'mcp', 'stdio', '--', 'no-such-command'], {
    cwd: project(),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 72);
});
