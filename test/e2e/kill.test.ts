/** The kill switch: what is under way ends, what comes is refused, and it survives a restart. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { callControl } from '../../src/gateway/control-client.ts';
import { addKill, removeKill, type SetKill } from '../../src/gateway/kill-file.ts';
import { liveRuns, stateFolder } from '../../src/gateway/state-folder.ts';
import { post, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { projectFolder, runTf } from '../support/tf-command.ts';

let server: McpTestServer;
let slow: http.Server;
let slowUrl = '';
/** Resolves when the slow server has a request; its answer never comes, or begins as a stream. */
let arrived: (path: string) => void = () => {};
let left: () => void = () => {};

before(async () => {
  server = await startMcpServer();
  slow = http.createServer((request, response) => {
    response.on('close', () => left());
    if (request.url === '/mcp/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n');
    }
    arrived(request.url!);
  });
  slow.listen(0, '127.0.0.1');
  await once(slow, 'listening');
  slowUrl = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/mcp`;
});
after(async () => {
  await server.close();
  slow.closeAllConnections();
  slow.close();
});

const CONFIG = () => `version: 1
agent: bot
servers:
  - { name: main, url: "${server.url}" }
  - { name: slow, url: "${slowUrl}" }
rules:
  - { action: "mcp.*", effect: allow }
  - { tool: ask_first, effect: require_approval }
egress: { allow: [127.0.0.1] }
`;

function call(name: string) {
  return { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: {} } };
}

const BY = { by: 'me', at: '2026-01-01T00:00:00Z' };

/** As `tf kill` does it: the file, then every gateway. */
async function kill(gateway: TestGateway, switched: Omit<SetKill, 'by' | 'at'>): Promise<void> {
  addKill(stateFolder(gateway.folder, {}).kills, { ...switched, ...BY });
  await gateway.control('POST', '/v1/kills');
}

async function withGateway(run: (gateway: TestGateway) => Promise<void>): Promise<void> {
  const gateway = await startTestGateway({ 'tameflare.yaml': CONFIG() });
  try {
    await run(gateway);
  } finally {
    await gateway.close();
  }
}

const SCOPES: readonly Omit<SetKill, 'by' | 'at'>[] = [
  { scope: 'all', reason: 'incident 7' },
  { scope: 'server', name: 'main', reason: 'incident 7' },
  { scope: 'tool', name: 'get_*', reason: 'incident 7' },
  { scope: 'agent', name: 'bot', reason: 'incident 7' },
];

for (const switched of SCOPES)
  test(`${switched.scope}: refused in MCP's form until it is switched on`, () =>
    withGateway(async gateway => {
      await kill(gateway, switched);
      const refused = await post(gateway, server.url, call('get_thing'));
      assert.equal(refused.status, 200);
      assert.match(refused.text, /"id":7/);
      assert.match(refused.text, /incident 7/);
      assert.equal(gateway.audit().at(-1)?.outcome, 'killed');
      removeKill(stateFolder(gateway.folder, {}).kills, switched);
      await gateway.control('POST', '/v1/kills');
      assert.match((await post(gateway, server.url, call('get_thing'))).text, /get_thing ran/);
    }));

test('what is not covered goes on', () =>
  withGateway(async gateway => {
    await kill(gateway, { scope: 'tool', name: 'delete_*' });
    assert.match((await post(gateway, server.url, call('get_thing'))).text, /get_thing ran/);
  }));

for (const path of ['', '/stream'])
  test(`a call under way ends, its server is left: ${path === '' ? 'no answer yet' : path}`, () =>
    withGateway(async gateway => {
      const reached = new Promise<string>(resolve => {
        arrived = resolve;
      });
      const gone = new Promise<void>(resolve => {
        left = resolve;
      });
      let onData = () => {};
      const begun = new Promise<void>(resolve => {
        if (path === '') resolve();
        else onData = () => resolve();
      });
      const sent = { onData: () => onData() };
      const reply = post(gateway, slowUrl + path, call('get_thing'), sent);
      await reached;
      await begun;
      await kill(gateway, { scope: 'server', name: 'slow', reason: 'stuck' });
      const { text } = await reply;
      assert.match(text, /"id":7.*stuck/s);
      await gone;
      const outcomes = gateway.audit().map(({ outcome }) => outcome);
      assert.deepEqual(outcomes, [path === '' ? 'killed' : 'allowed']);
    }));

test('a call that waits for a person is denied, whatever comes later', () =>
  withGateway(async gateway => {
    const reply = post(gateway, server.url, call('ask_first'));
    const pending = async () => {
      const { approvals } = (await gateway.control('GET', '/v1/approvals')) as {
        approvals: { id: string; status: string }[];
      };
      return approvals[0];
    };
    while ((await pending()) === undefined) await new Promise(setImmediate);
    await kill(gateway, { scope: 'tool', name: 'ask_*', reason: 'not today' });
    assert.match((await reply).text, /not today/);
    assert.equal(gateway.audit().at(-1)?.outcome, 'killed');
    assert.equal((await pending())?.status, 'denied');
    assert.equal(server.ran.get('ask_first'), undefined);
  }));

test('a tunnel ends', () =>
  withGateway(async gateway => {
    const far = net.createServer(socket => socket.write('hello'));
    far.listen(0, '127.0.0.1');
    await once(far, 'listening');
    const { port } = far.address() as AddressInfo;
    const proxy = new URL(gateway.gateway.proxyUrl);
    const authorization = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
    const request = http.request({
      host: proxy.hostname,
      port: proxy.port,
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      headers: { 'proxy-authorization': `Basic ${authorization}` },
    });
    request.end();
    const [, socket] = (await once(request, 'connect')) as [unknown, net.Socket];
    socket.on('error', () => undefined).resume();
    const closed = once(socket, 'close');
    await kill(gateway, { scope: 'agent', name: 'bot' });
    await closed;
    far.close();
  }));

test('a gateway sees the file without being told, and a damaged one switches everything off', () =>
  withGateway(async gateway => {
    const { kills } = stateFolder(gateway.folder, {});
    addKill(kills, { scope: 'all', ...BY });
    const isRefused = async () =>
      !(await post(gateway, server.url, call('get_thing'))).text.includes('get_thing ran');
    while (!(await isRefused())) await new Promise(setImmediate);
    writeFileSync(kills, '{');
    await gateway.control('POST', '/v1/kills');
    assert.ok(await isRefused());
    assert.match(gateway.warnings.join(), /everything is switched off/);
  }));

test('the control API refuses an agent without the key, and records it', () =>
  withGateway(async gateway => {
    const { socket } = liveRuns(stateFolder(gateway.folder, {})).at(-1)!;
    const body = { verdict: 'approved', by: 'alice' };
    const asked = callControl(socket, 'POST', '/v1/approvals/x', body);
    await assert.rejects(asked, { code: 'tf_control_refused' });
    const { input, outcome } = gateway.audit().at(-1)!;
    assert.deepEqual([input.action, outcome], ['POST /v1/approvals/x', 'denied_by_default']);
  }));

test('tf kill and tf unkill: kept, listed, recorded; switching on needs the key', async () => {
  const folder = projectFolder({ 'tameflare.yaml': 'version: 1\n' });
  const tf = (...args: string[]) => runTf(folder, args);
  const killed = await tf('kill', 'tool', 'delete_*', '--reason', 'incident 7');
  assert.equal(killed.code, 0, killed.err);
  assert.match((await tf('kill', 'list')).out, /^tool `delete_\*` {2}since .*: incident 7$/m);
  const refused = await tf('unkill', 'tool', 'delete_*');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /needs an operator's key/);
  const { out } = await tf('operator', 'add', 'alice', '--json');
  const env = { TF_OPERATOR_KEY: (JSON.parse(out) as { key: string }).key };
  const on = await runTf(folder, ['unkill', 'tool', 'delete_*'], { env });
  assert.equal(on.code, 0, on.err);
  assert.equal((await runTf(folder, ['unkill', 'all'], { env })).code, 1);
  assert.match((await tf('kill', 'list')).out, /^nothing is switched off$/m);
  assert.match((await tf('operator', 'list')).out, /^alice$/m);
  assert.equal((await tf('operator', 'remove', 'alice')).code, 0);
  const audit = readFileSync(join(folder, '.tameflare', 'audit.ndjson'), 'utf8');
  const actions = audit
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).input.action as string);
  assert.deepEqual(actions, ['kill', 'unkill', 'unkill']);
  assert.match((await tf('audit', 'verify')).out, /3 records, 0 faults/);
});
