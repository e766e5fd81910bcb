/** What an approval is good for, and calls that may have run: nothing runs twice, or otherwise than it was approved. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before, beforeEach } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Approval } from '../../src/approval/approvals.ts';
import {
  messagesOf,
  post,
  send,
  startTestGateway,
  type TestGateway,
  toolCall,
  toolResult,
} from '../support/gateway.ts';

type Handler = (body: Record<string, never>, response: http.ServerResponse) => void;

/** Answers as each test says; counts the tool calls that reached it. */
let handler: Handler;
let ran: string[] = [];
let server: http.Server;
let url: string;
let gateway: TestGateway;

const ran200: Handler = (body, response) => {
  const result = { content: [{ type: 'text', text: 'it ran' }] };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ jsonrpc: '2.0', id: body['id'], result }));
};

before(async () => {
  server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text === '' ? {} : JSON.parse(text);
    if (body.method === 'tools/call') ran.push(JSON.stringify(body.params.arguments));
    handler(body, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "${url}" }
rules:
  - { tool: "*", effect: allow }
  - { tool: ask_first, effect: require_approval, approvers: [oncall] }
  - { tool: ask_quickly, effect: require_approval, expires: 700ms }
approvals:
  wait: 60ms
  expires: 1m
  clients:
    - { userAgent: "patient/*", wait: 20s }
`,
  });
});
beforeEach(() => {
  handler = ran200;
  ran = [];
});
after(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
});

async function approvals(): Promise<Approval[]> {
  return ((await gateway.control('GET', '/v1/approvals')) as { approvals: Approval[] }).approvals;
}

async function pending(): Promise<Approval> {
  const found = (await approvals()).filter(({ status }) => status === 'pending').at(-1);
  assert.ok(found, 'a request is pending');
  return found;
}

function decide(id: string, verdict: 'approved' | 'denied'): Promise<unknown> {
  return gateway.control('POST', `/v1/approvals/${id}`, { verdict, by: 'alice' });
}

const call = async (name: string, args: object = {}) =>
  toolResult(await post(gateway, url, toolCall(name, args)));

test('approved once, it runs once: the next identical call asks anew', async () => {
  assert.match((await call('ask_first', { n: 1 })).text, /is pending.*\nThe tool did not run/);
  const { id } = await pending();
  await decide(id, 'approved');
  assert.equal((await call('ask_first', { n: 1 })).text, 'it ran');
  assert.match((await call('ask_first', { n: 1 })).text, /is pending/);
  assert.deepEqual(ran, ['{"n":1}']);
});

test('approving twice runs nothing more', async () => {
  await call('ask_first', { n: 2 });
  const { id } = await pending();
  await decide(id, 'approved');
  await assert.rejects(decide(id, 'approved'), /already approved/);
  await call('ask_first', { n: 2 });
  await assert.rejects(decide(id, 'approved'), /already used/);
  await call('ask_first', { n: 2 });
  assert.deepEqual(ran, ['{"n":2}']);
});

test('an approval is for these arguments and no others', async () => {
  await call('ask_first', { to: 'alice' });
  await decide((await pending()).id, 'approved');
  assert.match((await call('ask_first', { to: 'mallory' })).text, /is pending/);
  assert.deepEqual(ran, []);
});

test('identical calls that wait join one request, and one approval runs one of them', async () => {
  const headers = { 'user-agent': 'patient/1' };
  const both = [1, 2].map(id =>
    post(gateway, url, toolCall('ask_first', { joined: true }, id), { headers }),
  );
  let waiting: Approval[] = [];
  while (waiting.length === 0) {
    await sleep(20);
    waiting = (await approvals()).filter(
      ({ status, subject }) => status === 'pending' && JSON.stringify(subject).includes('joined'),
    );
  }
  await sleep(50);
  await decide(waiting[0]!.id, 'approved');
  const texts = (await Promise.all(both)).map(reply => toolResult(reply).text).sort();
  assert.equal(texts[0], 'it ran');
  assert.match(texts[1]!, /used by another call/);
  assert.deepEqual(ran, ['{"joined":true}']);
});

test('after its time an approval runs nothing, and none can be given', async () => {
  await call('ask_quickly', { n: 1 });
  const { id } = await pending();
  await decide(id, 'approved');
  await sleep(750);
  assert.match((await call('ask_quickly', { n: 1 })).text, /is pending|in time/);
  await sleep(750);
  const late = (await approvals()).at(-1)!;
  await assert.rejects(decide(late.id, 'approved'), /already expired/);
  assert.deepEqual(ran, []);
});

test('a client that can wait longer is held longer', async () => {
  const held = post(gateway, url, toolCall('ask_first', { n: 7 }), {
    headers: { 'user-agent': 'patient/2.1' },
  });
  await sleep(150);
  await decide((await pending()).id, 'approved');
  assert.equal(toolResult(await held).text, 'it ran');
});

test('a client that leaves gets nothing run; its retry uses the approval', async () => {
  const leaving = new AbortController();
  const headers = { 'user-agent': 'patient/1' };
  const gone = post(gateway, url, toolCall('ask_first', { n: 8 }), {
    headers,
    signal: leaving.signal,
    onData: () => leaving.abort(),
  });
  await assert.rejects(gone);
  await decide((await pending()).id, 'approved');
  await sleep(30);
  assert.deepEqual(ran, []);
  assert.equal((await call('ask_first', { n: 8 })).text, 'it ran');
});

test('a held call that its client cancels is not run by a later approval', async () => {
  const headers = { 'user-agent': 'patient/1' };
  const held = post(gateway, url, toolCall('ask_first', { n: 9 }, 'held-9'), { headers });
  await sleep(100);
  const { id } = await pending();
  handler = (_body, response) => response.writeHead(202).end();
  const params = { requestId: 'held-9' };
  await post(gateway, url, { jsonrpc: '2.0', method: 'notifications/cancelled', params });
  assert.match(toolResult(await held).text, /its client cancelled it/);
  await decide(id, 'approved');
  await sleep(30);
  assert.deepEqual(ran, []);
});

const LOST: Record<string, (args: object) => Promise<unknown>> = {
  'the server broke off': async args => {
    handler = (_body, response) => response.destroy();
    assert.match((await call('transfer', args)).text, /not known whether it ran/);
  },
  'the client left': async args => {
    const leaving = new AbortController();
    handler = () => leaving.abort();
    await assert.rejects(
      post(gateway, url, toolCall('transfer', args), { signal: leaving.signal }),
    );
    await sleep(50);
  },
  'the server failed': async args => {
    handler = (_body, response) => response.writeHead(500).end('oops');
    await post(gateway, url, toolCall('transfer', args));
  },
};

for (const [what, lose] of Object.entries(LOST)) {
  test(`${what}: an identical call does not run again silently`, async () => {
    const args = { what };
    await lose(args);
    handler = ran200;
    const repeat = await call('transfer', args);
    assert.ok(repeat.isError);
    assert.match(
      repeat.text,
      /an identical call .* may have run: its outcome is unknown|is pending/,
    );
    assert.equal(ran.length, 1);
    const { id, subject } = await pending();
    assert.match(subject.reasons.join(), /may have run: its outcome is unknown/);
    assert.equal((await call('transfer', { what: 'other arguments' })).text, 'it ran');
    await decide(id, 'approved');
    assert.equal((await call('transfer', args)).text, 'it ran');
    assert.equal((await call('transfer', args)).text, 'it ran', 'an answer settles it');
  });
}

test('a call whose client gave up does not run again silently while it runs', async () => {
  let answer = () => {};
  const asked = new Promise<void>(resolve => {
    handler = (body, response) => {
      if (body['method'] !== 'tools/call') return response.writeHead(202).end();
      answer = () => ran200(body, response);
      return resolve();
    };
  });
  const first = post(gateway, url, toolCall('transfer', { slow: true }, 77));
  await asked;
  await post(gateway, url, {
    jsonrpc: '2.0',
    method: 'notifications/cancelled',
    params: { requestId: 77 },
  });
  assert.ok((await call('transfer', { slow: true })).isError);
  assert.equal(ran.length, 1);
  answer();
  await first;
});

test('what the server refused, and what does no harm, may run again', async () => {
  handler = (_body, response) => response.writeHead(401).end();
  await post(gateway, url, toolCall('transfer', { n: 401 }));
  handler = (_body, response) => response.destroy();
  await call('get_thing');
  handler = ran200;
  assert.equal((await call('transfer', { n: 401 })).text, 'it ran');
  assert.equal((await call('get_thing')).text, 'it ran');
});

test('cancelling what is unknown or done goes through and changes nothing', async () => {
  assert.equal((await call('transfer', { n: 5 })).text, 'it ran');
  handler = (_body, response) => response.writeHead(202).end();
  for (const requestId of [1, 'never', null, { a: 1 }]) {
    const message = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
    assert.equal((await post(gateway, url, message)).status, 202);
  }
  handler = ran200;
  assert.equal((await call('transfer', { n: 5 })).text, 'it ran');
});

/** A modern tools/call with the headers that mirror it. */
function modern(params: Record<string, unknown>) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const headers = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': String(params['name']),
  };
  const message = {
    jsonrpc: '2.0',
    id: ran.length + 1,
    method: 'tools/call',
    params: { _meta, ...params },
  };
  return send(gateway, url, {
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(message),
  });
}

test('the repeat that answers a server’s question is approved with its call, once', async () => {
  const params = { name: 'ask_first', arguments: { n: 'modern' } };
  const asks: Handler = (body, response) => {
    response.setHeader('content-type', 'application/json');
    const result = { resultType: 'input_required', requestState: 'sealed-1' };
    response.end(
      JSON.stringify({ jsonrpc: '2.0', id: body['id'], result: { ...result, inputRequests: {} } }),
    );
  };
  await modern(params);
  await decide((await pending()).id, 'approved');
  handler = asks;
  const [asked] = messagesOf(await modern(params));
  assert.equal((asked!['result'] as Record<string, unknown>)['resultType'], 'input_required');
  handler = ran200;
  const answers = { inputResponses: { a: {} } };
  const forged = toolResult(await modern({ ...params, ...answers, requestState: 'forged' }));
  assert.match(forged.text, /is pending/);
  const other = { ...params, arguments: { n: 'other' } };
  assert.match(
    toolResult(await modern({ ...other, ...answers, requestState: 'sealed-1' })).text,
    /is pending/,
  );
  handler = (body, response) => {
    response.setHeader('content-type', 'application/json');
    const result = { resultType: 'input_required', requestState: 'sealed-2' };
    response.end(JSON.stringify({ jsonrpc: '2.0', id: body['id'], result }));
  };
  const goesOn = { ...params, ...answers, requestState: 'sealed-1' };
  assert.match((await modern(goesOn)).text, /sealed-2/, 'it only wants to be asked again');
  assert.match(toolResult(await modern(goesOn)).text, /is pending/);
  handler = ran200;
  const again = { ...params, requestState: 'sealed-2' };
  assert.equal(toolResult(await modern(again)).text, 'it ran');
  assert.match(toolResult(await modern(again)).text, /is pending/);
});
