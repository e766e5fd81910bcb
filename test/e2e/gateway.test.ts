/** One gateway for several agents: who is let in, as whom, until when. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Approval } from '../../src/approval/approvals.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { projectFolder, runTf, startTf, type TfResult } from '../support/tf-command.ts';

const CALL = `
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: process.argv[3], arguments: {} } };
const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const reply = await fetch(process.argv[2], { method: 'POST', headers, body: JSON.stringify(call) });
const text = await reply.text();
console.log(text.includes(process.argv[3] + ' ran') ? 'ran' : text);
`;

let server: McpTestServer;
let folder: string;
const tokens = new Map<string, string>();

/** A gateway in its own process, once it listens. */
interface Running {
  readonly process: ChildProcess;
  readonly port: number;
  /** Where health and metrics are. */
  readonly watched: string;
  said(): string;
  ended(): Promise<number | null>;
}

async function startGateway(...args: string[]): Promise<Running> {
  const child = startTf(folder, ['gateway', '--port', '0', '--metrics', '0', ...args]);
  let text = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stdin!.end();
  while (!text.includes('metrics on http://')) {
    assert.equal(child.exitCode, null, text);
    await sleep(20);
  }
  const port = Number(/listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
  const watched = /metrics on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1] ?? '';
  const exit = once(child, 'close').then(() => child.exitCode);
  return { process: child, port, watched, said: () => text, ended: () => exit };
}

async function tf(...args: string[]): Promise<TfResult> {
  return runTf(folder, args);
}

async function addAgent(name: string, ...args: string[]): Promise<void> {
  const { code, out, err } = await tf('agent', 'add', name, '--json', ...args);
  assert.equal(code, 0, err);
  tokens.set(name, (JSON.parse(out) as { token: string }).token);
}

function addressOf(name: string, { port }: Running): string {
  return `http://${name}:${tokens.get(name)}@127.0.0.1:${port}`;
}

function call(name: string, gateway: Running, tool: string): Promise<TfResult> {
  const command = ['--', process.execPath, 'call.mjs', server.url, tool];
  return tf('run', '--gateway', addressOf(name, gateway), ...command);
}

interface Line {
  readonly outcome: string;
  readonly requested_by: string;
  readonly input: { agent: { name: string; labels: object }; tool: { name: string } };
}

function audit(): Line[] {
  return readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line);
}

async function pending(): Promise<Approval> {
  for (;;) {
    const { out } = await tf('approvals', 'list', '--json');
    const { approvals } = JSON.parse(out) as { approvals: Approval[] };
    const waiting = approvals.find(({ status }) => status === 'pending');
    if (waiting !== undefined) return waiting;
    await sleep(50);
  }
}

let gateway: Running;

before(async () => {
  server = await startMcpServer({ json: true });
  folder = projectFolder({
    'tameflare.yaml': `version: 1
agent: { name: team, labels: { team: support } }
servers:
  - { name: things, url: "${server.url}" }
rules:
  - { tool: get_thing, effect: allow }
  - { tool: write_thing, when: 'agent.name == "alice"', effect: allow }
  - { tool: ask_first, effect: require_approval }
`,
    'call.mjs': CALL,
  });
  await addAgent('alice', '--label', 'env=dev', '--label', 'shift=night');
  gateway = await startGateway();
  await addAgent('bob');
});

after(async () => {
  gateway.process.kill('SIGKILL');
  await gateway.ended();
  await server.close();
});

test('each agent is let in by its own token and is known by its own name and labels', async () => {
  for (const [name, tool, printed] of [
    ['alice', 'write_thing', /^ran\n$/],
    ['bob', 'get_thing', /^ran\n$/],
    ['bob', 'write_thing', /denied by default|no rule or policy allows/],
  ] as const) {
    const { code, out, err } = await call(name, gateway, tool);
    assert.equal(code, 0, err);
    assert.match(out, printed);
  }
  const lines = audit();
  assert.deepEqual(
    lines.map(({ outcome, input }) => [input.agent.name, input.tool.name, outcome]),
    [
      ['alice', 'write_thing', 'allowed'],
      ['bob', 'get_thing', 'allowed'],
      ['bob', 'write_thing', 'denied_by_default'],
    ],
  );
  assert.deepEqual(lines[0]!.input.agent.labels, { team: 'support', env: 'dev', shift: 'night' });
  assert.deepEqual(lines[1]!.input.agent.labels, { team: 'support' });
  assert.notEqual(lines[0]!.requested_by, lines[1]!.requested_by);
});

test('tokens are kept as hashes, and listed not at all', async () => {
  const kept = readFileSync(join(folder, '.tameflare', 'agents', 'agents.json'), 'utf8');
  const { out } = await tf('agent', 'list', '--json');
  assert.deepEqual(JSON.parse(out), {
    agents: [
      { name: 'alice', labels: { env: 'dev', shift: 'night' } },
      { name: 'bob', labels: {} },
    ],
  });
  for (const token of tokens.values()) {
    assert.ok(!kept.includes(token));
    assert.ok(!out.includes(token));
  }
  assert.match((await tf('agent', 'list')).out, /^alice {2}env=dev, shift=night\nbob\n$/);
});

test('whoever is not known is not let in, and the command is not started', async () => {
  const right = addressOf('alice', gateway);
  for (const [url, code, message] of [
    [right.replace('alice', 'bob'), 70, /does not know this agent or its token/],
    [right.replace(/tfa_[^@]*/, 'tfa_wrong'), 70, /does not know this agent or its token/],
    [`http://127.0.0.1:${gateway.port}`, 70, /must be given as http:\/\/AGENT:TOKEN@HOST:PORT/],
    [right.replace(/:\d+$/, ':1'), 70, /no gateway answers on 127\.0\.0\.1:1/],
    [right.replace(/127.*/, new URL(server.url).host), 70, /is no gateway \(\d+\)/],
  ] as const) {
    const result = await tf(
      'run',
      '--gateway',
      url,
      '--',
      process.execPath,
      '-e',
      'console.log(1)',
    );
    assert.equal(result.code, code, url);
    assert.equal(result.out, '');
    assert.match(result.err, message);
  }
});

test('the proxy itself refuses requests without a token', async () => {
  const request = http.request({ host: '127.0.0.1', port: gateway.port, path: server.url });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  assert.equal(response.statusCode, 407);
});

test('the address may be in TF_GATEWAY, which the command does not get', async () => {
  const { out } = await runTf(
    folder,
    [
      'run',
      '--',
      process.execPath,
      '-p',
      'JSON.stringify([process.env.TF_GATEWAY, process.env.HTTP_PROXY])',
    ],
    { env: { TF_GATEWAY: addressOf('alice', gateway) } },
  );
  assert.deepEqual(JSON.parse(out), [null, addressOf('alice', gateway)]);
});

test('what only the gateway can do is refused where the command runs', async () => {
  const address = addressOf('alice', gateway);
  const { code, err } = await tf('run', '--frozen', '--gateway', address, '--', 'true');
  assert.equal(code, 70);
  assert.match(err, /`--frozen` is for the gateway/);
});

test('a second gateway on the same state folder is refused, and says where the first one is', async () => {
  const { code, err } = await tf('gateway', '--port', '0');
  assert.equal(code, 71);
  assert.match(
    err,
    new RegExp(
      `already: it is process ${gateway.process.pid} and listens on 127\\.0\\.0\\.1:${gateway.port}`,
    ),
  );
});

test('what a revoked agent has under way ends, and it is let in no more', async () => {
  const held = call('bob', gateway, 'ask_first');
  await pending();
  const { code, out } = await tf('agent', 'revoke', 'bob', '--json');
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), { revoked: 'bob', gateways: 1 });
  assert.match((await held).out, /its token was revoked/);
  assert.equal(audit().at(-1)?.outcome, 'killed');
  const after = await call('bob', gateway, 'get_thing');
  assert.equal(after.code, 70);
  assert.match((await call('alice', gateway, 'get_thing')).out, /^ran\n$/);
  await addAgent('bob');
  assert.match((await call('bob', gateway, 'get_thing')).out, /^ran\n$/);
  assert.equal((await tf('agent', 'revoke', 'nobody')).code, 1);
});

async function metric(name: string): Promise<string | undefined> {
  const text = await (await fetch(`${gateway.watched}/metrics`)).text();
  return text
    .split('\n')
    .find(line => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

test('health and metrics tell numbers, and nothing of a call', async () => {
  const health = await fetch(`${gateway.watched}/healthz`);
  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { status: 'ok' });
  const count = async (outcome: string) =>
    Number(await metric(`tameflare_calls_total{outcome="${outcome}"}`));
  const outcomes = audit().map(({ outcome }) => outcome);
  for (const outcome of ['allowed', 'denied_by_default', 'killed'])
    assert.equal(await count(outcome), outcomes.filter(word => word === outcome).length, outcome);
  assert.equal(Number(await metric('tameflare_decision_duration_seconds_count')), outcomes.length);
  assert.equal(await metric('tameflare_approvals_pending'), '0');
  assert.equal(await metric('tameflare_audit_healthy'), '1');
  const text = await (await fetch(`${gateway.watched}/metrics`)).text();
  assert.match(text, /^tameflare_policy_info\{revision="[0-9a-f-]+"\} 1$/m);
  assert.match(text, /^tameflare_proxy_total\{kind="exchanges"\} [1-9]/m);
  assert.doesNotMatch(text, /alice|bob|things/);
  assert.equal((await fetch(`${gateway.watched}/v1/status`)).status, 404);
  assert.equal((await fetch(`${gateway.watched}/metrics`, { method: 'POST' })).status, 405);
});

test('tf stop lets what is under way end, takes nothing new, and the gateway exits with 0', async () => {
  const held = call('alice', gateway, 'ask_first');
  const { id } = await pending();
  const stopping = tf('stop', '--json');
  while (!gateway.said().includes('SIGTERM')) await sleep(20);
  const health = await fetch(`${gateway.watched}/healthz`);
  assert.equal(health.status, 503);
  assert.deepEqual(await health.json(), {
    status: 'unavailable',
    reason: 'it is being stopped',
  });
  const late = await call('bob', gateway, 'get_thing');
  assert.equal(late.code, 70);
  assert.equal((await tf('approvals', 'approve', id)).code, 0);
  assert.match((await held).out, /^ran\n$/);
  assert.deepEqual(JSON.parse((await stopping).out), { pid: gateway.process.pid, stopped: true });
  assert.equal(await gateway.ended(), 0);
  assert.match(gateway.said(), /tf: done\n/);
  const again = await tf('stop');
  assert.equal(again.code, 1);
  assert.match(again.err, /no gateway runs/);
});

test('a gateway that was killed leaves nothing that keeps the next one from starting', async () => {
  const first = await startGateway();
  first.process.kill('SIGKILL');
  await first.ended();
  gateway = await startGateway('--drain', '1s');
  assert.match((await call('alice', gateway, 'get_thing')).out, /^ran\n$/);
  const held = call('alice', gateway, 'ask_first');
  await pending();
  gateway.process.kill('SIGTERM');
  assert.equal(await gateway.ended(), 0);
  assert.match(gateway.said(), /1 still under way; ended/);
  assert.notEqual((await held).out, 'ran\n');
});
