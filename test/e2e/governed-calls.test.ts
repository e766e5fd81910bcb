/** A gateway over real sockets in front of a real MCP server: what is allowed, refused, filtered, held, recorded. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Approval } from '../../src/approval/approvals.ts';
import { verifyLog } from '../../src/audit/verify.ts';
import {
  messagesOf,
  post,
  send,
  startTestGateway,
  type TestGateway,
  toolCall,
  toolResult,
} from '../support/gateway.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';

let streaming: McpTestServer;
let plain: McpTestServer;
let gateway: TestGateway;

const config = (servers: string) => `version: 1
agent: tester
servers:
${servers}
rules:
  - { action: mcp.tools.list, effect: allow }
  - { tool: get_thing, effect: allow }
  - { tool: "delete_*", effect: deny, reason: deletions are done by people }
  - { tool: ask_first, effect: require_approval, reason: ask a person, expires: 1m }
policies: [./policies]
egress:
  allow: [api.example.com]
approvals: { wait: 2s, waitWithProgress: 4s }
`;

const POLICY = `package policies.things

allow if input.tool.name == "write_thing"

deny contains {"msg": "not that colour", "code": "colour"} if input.tool.arguments.colour == "red"

redact contains "/tool/arguments/pin" if input.tool.arguments.pin
`;

before(async () => {
  streaming = await startMcpServer();
  plain = await startMcpServer({ json: true });
  gateway = await startTestGateway({
    'tameflare.yaml': config(
      `  - { name: streaming, url: "${streaming.url}" }\n  - { name: plain, url: "${plain.url}" }`,
    ),
    'policies/things.rego': POLICY,
  });
});

after(async () => {
  await gateway.close();
  await streaming.close();
  await plain.close();
});

function countOf(server: McpTestServer, tool: string): number {
  return server.ran.get(tool)?.count ?? 0;
}

for (const kind of ['streaming', 'plain'] as const) {
  const server = () => (kind === 'streaming' ? streaming : plain);

  test(`${kind}: an allowed call runs and is recorded`, async () => {
    const reply = await post(gateway, server().url, toolCall('get_thing', { a: 1 }));
    assert.deepEqual(toolResult(reply), { isError: false, text: 'get_thing ran' });
    const line = gateway.audit().at(-1)!;
    assert.equal(line.outcome, 'allowed');
    assert.equal(line.upstream?.status, 200);
    assert.deepEqual(line.input.tool?.arguments, { a: 1 });
  });

  test(`${kind}: a list shows what may be called, and only that`, async () => {
    const reply = await post(gateway, server().url, {
      jsonrpc: '2.0',
      id: 'l',
      method: 'tools/list',
    });
    const [message] = messagesOf(reply) as { id: string; result: { tools: { name: string }[] } }[];
    assert.equal(message?.id, 'l');
    assert.deepEqual(
      message?.result.tools.map(tool => tool.name),
      ['get_thing', 'write_thing', 'ask_first'],
    );
    assert.equal(gateway.audit().at(-1)?.hidden, 1);
    assert.equal(gateway.audit().at(-1)?.upstream?.status, 200);
  });

  test(`${kind}: a call that an access rule denies never reaches the server`, async () => {
    const before = countOf(server(), 'delete_thing');
    const reply = await post(gateway, server().url, toolCall('delete_thing'));
    assert.equal(reply.status, 200);
    const { isError, text } = toolResult(reply);
    assert.equal(isError, true);
    assert.match(
      text,
      /tool `delete_thing` was denied by an access rule: deletions are done by people .*tameflare\.yaml:\d+\)/,
    );
    assert.equal(countOf(server(), 'delete_thing'), before);
    assert.equal(gateway.audit().at(-1)?.outcome, 'denied_by_rule');
  });

  test(`${kind}: Rego looks at the arguments`, async () => {
    const allowed = await post(gateway, server().url, toolCall('write_thing', { colour: 'blue' }));
    assert.equal(toolResult(allowed).isError, false);
    const denied = toolResult(
      await post(gateway, server().url, toolCall('write_thing', { colour: 'red' })),
    );
    assert.match(
      denied.text,
      /denied by policy: not that colour \(policies\.things\.deny, policies\/things\.rego:5\)/,
    );
  });
}

test('what nobody allows is denied with the line that would allow it', async () => {
  const { text } = toolResult(await post(gateway, plain.url, toolCall('unheard_of')));
  assert.match(
    text,
    /denied: nothing allows it: .*add `- \{ server: plain, tool: unheard_of, effect: allow \}` under `rules` in .*tameflare\.yaml:\d+/,
  );
});

test('a refusal comes in the content type the client takes', async () => {
  const events = await post(gateway, plain.url, toolCall('delete_thing'), {
    headers: { accept: 'text/event-stream' },
  });
  assert.match(events.headers['content-type'] ?? '', /event-stream/);
  assert.equal(toolResult(events).isError, true);
  const json = await post(gateway, plain.url, toolCall('delete_thing'), {
    headers: { accept: 'application/json' },
  });
  assert.equal(json.headers['content-type'], 'application/json');
});

test('secrets and what policies name are masked in the audit, not in the call', async () => {
  await post(
    gateway,
    plain.url,
    toolCall('write_thing', { pin: '1234', password: 'hunter2', note: 'n' }),
  );
  assert.deepEqual(plain.ran.get('write_thing')?.last, {
    pin: '1234',
    password: 'hunter2',
    note: 'n',
  });
  const line = gateway.audit().at(-1)!;
  assert.deepEqual(line.input.tool?.arguments, {
    pin: '**masked**',
    password: '**masked**',
    note: 'n',
  });
  assert.deepEqual(line.masked, ['/input/tool/arguments/pin', '/input/tool/arguments/password']);
});

test('numbers reach the server with their digits', async () => {
  const body =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_thing","arguments":{"n":12345678901234567890.10}}}';
  await send(gateway, plain.url, {
    body,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  });
  assert.equal(plain.bodies.at(-1), body);
});

test('a batch is decided message by message; refused ones are answered, allowed ones forwarded', async () => {
  const batch = [
    toolCall('get_thing', {}, 'a'),
    toolCall('delete_thing', {}, 'b'),
    toolCall('get_thing', {}, 'c'),
  ];
  const reply = await post(gateway, plain.url, batch);
  const byId = new Map(
    messagesOf(reply).map(message => [
      message['id'],
      (message['result'] as { isError?: boolean }).isError === true,
    ]),
  );
  assert.deepEqual([...byId].sort(), [
    ['a', false],
    ['b', true],
    ['c', false],
  ]);
  assert.equal(plain.bodies.at(-1)?.includes('delete_thing'), false);
});

test('a batch in a version without them is refused with a JSON-RPC body', async () => {
  const reply = await post(gateway, plain.url, [toolCall('get_thing')], {
    headers: { 'mcp-protocol-version': '2025-06-18' },
  });
  assert.equal(reply.status, 400);
  assert.match(reply.text, /"code":-32600/);
  assert.equal(gateway.audit().at(-1)?.outcome, 'refused_malformed');
});

for (const [name, body] of [
  [
    'duplicate keys',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_thing","name":"delete_thing"}}',
  ],
  ['invalid JSON', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_thing"}'],
  [
    'two documents',
    `${JSON.stringify(toolCall('get_thing'))}${JSON.stringify(toolCall('delete_thing'))}`,
  ],
] as const) {
  test(`refused and never forwarded: ${name}`, async () => {
    const seen = plain.bodies.length;
    const reply = await send(gateway, plain.url, {
      body,
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(reply.status, 400);
    assert.equal(plain.bodies.length, seen);
    assert.equal(gateway.audit().at(-1)?.outcome, 'refused_malformed');
  });
}

test('a body over the limit gets 413 with a JSON-RPC body', async () => {
  const reply = await post(
    gateway,
    plain.url,
    toolCall('get_thing', { x: 'y'.repeat(5 * 1024 * 1024) }),
  );
  assert.equal(reply.status, 413);
  assert.equal(messagesOf(reply)[0]?.['jsonrpc'], '2.0');
});

test('a notification is forwarded and answered as the server answers it', async () => {
  const reply = await post(gateway, plain.url, {
    jsonrpc: '2.0',
    method: 'notifications/initialized',
  });
  assert.equal(reply.status, 202);
  assert.equal(gateway.audit().at(-1)?.input.action, 'mcp.notifications.initialized');
});

async function pendingApproval(): Promise<Approval> {
  for (let tries = 0; tries < 100; tries++) {
    const { approvals } = (await gateway.control('GET', '/v1/approvals')) as {
      approvals: Approval[];
    };
    const pending = approvals.find(approval => approval.status === 'pending');
    if (pending !== undefined) return pending;
    await sleep(20);
  }
  throw new Error('nothing waits for approval');
}

test('a held call shows headers and progress at once, and runs when approved', async () => {
  const before = countOf(plain, 'ask_first');
  const seen: string[] = [];
  const call = {
    jsonrpc: '2.0',
    id: 5,
    method: 'tools/call',
    params: { name: 'ask_first', arguments: { n: 1 }, _meta: { progressToken: 'p' } },
  };
  const reply = post(gateway, plain.url, call, { onData: text => seen.push(text) });
  const approval = await pendingApproval();
  assert.deepEqual(approval.subject.arguments, { n: 1 });
  assert.match(seen.join(''), /^: waiting for approval /);
  assert.match(
    seen.join(''),
    /"method":"notifications\/progress","params":\{"progressToken":"p","progress":1,/,
  );
  assert.equal(countOf(plain, 'ask_first'), before, 'not before the approval');
  await gateway.control('POST', `/v1/approvals/${approval.id}`, {
    verdict: 'approved',
    by: 'alice',
  });
  assert.deepEqual(toolResult(await reply), { isError: false, text: 'ask_first ran' });
  assert.equal(countOf(plain, 'ask_first'), before + 1);
  assert.equal(typeof gateway.audit().at(-1)?.hold_ms, 'number');
});

test('an approved call whose server answers with events is answered in the open stream', async () => {
  const reply = post(gateway, streaming.url, toolCall('ask_first', { n: 11 }));
  await gateway.control('POST', `/v1/approvals/${(await pendingApproval()).id}`, {
    verdict: 'approved',
    by: 'alice',
  });
  assert.deepEqual(toolResult(await reply), { isError: false, text: 'ask_first ran' });
});

test('a person’s no is told to the model with the note', async () => {
  const reply = post(gateway, plain.url, toolCall('ask_first', { n: 2 }));
  await gateway.control('POST', `/v1/approvals/${(await pendingApproval()).id}`, {
    verdict: 'denied',
    by: 'alice',
    note: 'not today',
  });
  const { isError, text } = toolResult(await reply);
  assert.equal(isError, true);
  assert.match(text, /was denied by a person: not today/);
  assert.equal(gateway.audit().at(-1)?.outcome, 'denied_by_human');
});

test('after the budget the call is pending; an approval then serves the identical retry once', async () => {
  const before = countOf(plain, 'ask_first');
  const pending = toolResult(await post(gateway, plain.url, toolCall('ask_first', { n: 3 })));
  assert.match(pending.text, /waiting for approval: approval \w+ is pending/);
  assert.match(pending.text, /The tool did not run/);
  assert.equal(gateway.audit().at(-1)?.outcome, 'approval_pending');
  const approval = await pendingApproval();
  await gateway.control('POST', `/v1/approvals/${approval.id}`, {
    verdict: 'approved',
    by: 'alice',
  });
  const other = post(gateway, plain.url, toolCall('ask_first', { n: 4 }), {
    headers: { accept: 'application/json' },
  });
  assert.match(
    toolResult(await other).text,
    /waiting for approval/,
    'other arguments are another request',
  );
  const retried = await post(gateway, plain.url, toolCall('ask_first', { n: 3 }, 99));
  assert.deepEqual(toolResult(retried), { isError: false, text: 'ask_first ran' });
  const again = await post(gateway, plain.url, toolCall('ask_first', { n: 3 }), {
    headers: { accept: 'application/json' },
  });
  assert.equal(toolResult(again).isError, true, 'an approval is used once');
  assert.equal(countOf(plain, 'ask_first'), before + 1);
});

test('a client that leaves while it waits gets nothing run', async () => {
  const before = countOf(plain, 'ask_first');
  const leaving = new AbortController();
  const reply = post(gateway, plain.url, toolCall('ask_first', { n: 6 }), {
    signal: leaving.signal,
  });
  const gone = assert.rejects(reply);
  let approval = await pendingApproval();
  while ((approval.subject.arguments as { n?: number }).n !== 6) {
    await gateway.control('POST', `/v1/approvals/${approval.id}`, {
      verdict: 'denied',
      by: 'cleaner',
    });
    approval = await pendingApproval();
  }
  leaving.abort();
  await gone;
  const isGone = () => gateway.audit().some(line => line.outcome === 'client_gone');
  for (let tries = 0; tries < 100 && !isGone(); tries++) await sleep(20);
  assert.ok(isGone());
  await gateway.control('POST', `/v1/approvals/${approval.id}`, {
    verdict: 'approved',
    by: 'alice',
  });
  await sleep(50);
  assert.equal(countOf(plain, 'ask_first'), before);
});

test('other hosts are refused in words that name the line to add', async () => {
  const reply = await send(gateway, 'http://blocked.example.com/v1/data', { method: 'GET' });
  assert.equal(reply.status, 403);
  assert.match(
    reply.text,
    /host `blocked\.example\.com` is not in `egress\.allow`; to allow it, add `- blocked\.example\.com` under `egress\.allow` in .*tameflare\.yaml/,
  );
});

test('an undeclared MCP server is recognised and governed all the same', async () => {
  const stranger = await startMcpServer({ json: true });
  try {
    const { isError, text } = toolResult(await post(gateway, stranger.url, toolCall('get_other')));
    assert.equal(isError, true);
    assert.match(
      text,
      /`http:\/\/127\.0\.0\.1:\d+` is no declared server; to declare it, add `- \{ name: 127\.0\.0\.1, url: "http:/,
    );
    const harmless = await post(gateway, stranger.url, toolCall('get_thing'));
    assert.equal(
      toolResult(harmless).isError,
      true,
      'rules do not open a way around the egress list',
    );
    const ping = await post(gateway, stranger.url, {
      jsonrpc: '2.0',
      id: 1,
      method: 'ping',
      params: { data: 'out' },
    });
    assert.match(ping.text, /is no declared server/);
    assert.equal(stranger.bodies.length, 0);
  } finally {
    await stranger.close();
  }
});

test('a server that can not be reached is an upstream error the model can read', async () => {
  const gone = await startMcpServer();
  await gone.close();
  gateway.write(
    'tameflare.yaml',
    config(
      `  - { name: streaming, url: "${streaming.url}" }\n  - { name: plain, url: "${plain.url}" }\n  - { name: gone, url: "${gone.url}" }`,
    ),
  );
  await gateway.control('POST', '/v1/reload');
  const { text } = toolResult(await post(gateway, gone.url, toolCall('get_thing')));
  assert.match(text, /was not answered by the server/);
  assert.equal(gateway.audit().at(-1)?.outcome, 'upstream_error');
});

test('a server’s list that can not be read is not passed on', async () => {
  const liar = http.createServer((_request, response) => {
    response.writeHead(201, { 'content-type': 'text/html' }).end('<tools>');
  });
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}/mcp`;
  gateway.write(
    'tameflare.yaml',
    config(
      `  - { name: plain, url: "${plain.url}" }\n  - { name: liar, url: "${url}" }\n  - { name: streaming, url: "${streaming.url}" }`,
    ),
  );
  await gateway.control('POST', '/v1/reload');
  const reply = await post(gateway, url, { jsonrpc: '2.0', id: 1, method: 'tools/list' });
  assert.equal(reply.text.includes('<tools>'), false);
  liar.close();
});

test('equal calls are decided once: the cache says so, and a new revision forgets', async () => {
  const cachedAfter = async (message: object) => {
    await post(gateway, plain.url, message);
    return gateway.audit().at(-1)?.result.cached;
  };
  await post(gateway, plain.url, toolCall('write_thing', { colour: 'green', x: 1 }));
  assert.equal(
    await cachedAfter(toolCall('write_thing', { colour: 'green', x: 2 }, 2)),
    true,
    'x is nothing a policy reads',
  );
  gateway.write(
    'policies/things.rego',
    `${POLICY}\ndeny contains "no green" if input.tool.arguments.colour == "green"\n`,
  );
  await gateway.control('POST', '/v1/reload');
  const { isError } = toolResult(
    await post(gateway, plain.url, toolCall('write_thing', { colour: 'green', x: 1 })),
  );
  assert.equal(isError, true);
});

test('a broken edit keeps the old revision and says so', async () => {
  const before = gateway.gateway.snapshot().revision;
  gateway.write('policies/things.rego', 'package policies.things\n\nallow if {');
  const result = (await gateway.control('POST', '/v1/reload')) as {
    revision: string;
    error: string;
  };
  assert.equal(result.revision, before);
  assert.match(result.error, /things\.rego:3:\d+: rego_parse_error/);
  gateway.write('tameflare.yaml', 'version: 1\nruels: []\n');
  const config = (await gateway.control('POST', '/v1/reload')) as { error: string };
  assert.match(config.error, /tameflare\.yaml:2:1: .*`rules`/s);
  assert.equal(gateway.gateway.snapshot().revision, before);
});

test('edits on disk take effect by themselves', async () => {
  gateway.write('policies/things.rego', POLICY);
  gateway.write('tameflare.yaml', config(`  - { name: plain, url: "${plain.url}" }`));
  const before = gateway.gateway.snapshot().revision;
  for (let tries = 0; tries < 100 && gateway.gateway.snapshot().revision === before; tries++)
    await sleep(50);
  assert.notEqual(gateway.gateway.snapshot().revision, before);
});

test('the audit is one sound chain with one record per call', () => {
  assert.deepEqual(verifyLog(gateway.gateway.auditFile).faults, []);
  const ids = gateway.audit().map(line => line.decision_id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(gateway.gateway.auditFile.startsWith(join(gateway.folder, '.tameflare')));
});
