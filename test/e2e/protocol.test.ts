/** The parts of the protocol that span more than one message, over real sockets, against a server that is scripted per test. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before, beforeEach } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  messagesOf,
  post,
  type Reply,
  send,
  startTestGateway,
  type TestGateway,
} from '../support/gateway.ts';

interface Got {
  readonly method: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: { id?: number; method?: string; params?: Record<string, unknown> };
}

let answer: (got: Got, response: http.ServerResponse) => void;
let got: Got[] = [];
let server: http.Server;
let url: string;
let gateway: TestGateway;

before(async () => {
  server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const one = {
      method: request.method!,
      headers: request.headers,
      body: JSON.parse(text || '{}'),
    };
    got.push(one);
    answer(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: things, url: "${url}" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { action: mcp.tasks.list, effect: allow }
  - { action: mcp.completion.complete, effect: allow }
  - { tool: slow, effect: allow }
  - { tool: watched, effect: require_approval }
  - { tool: "cancel_*", effect: allow }
  - { action: mcp.tasks.cancel, effect: deny, reason: tasks end by themselves }
approvals: { wait: 50ms }
policies: [./policies]
`,
    'policies/items.rego': `package policies.items

allow if input.prompt.name == "open"

allow if startswith(input.resource.uri, "file:///open/")
`,
  });
});
beforeEach(() => {
  got = [];
});
after(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
});

function respond(response: http.ServerResponse, message: object): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
}

/** The server answers every request with this result. */
function results(result: object): void {
  answer = ({ body }, response) => respond(response, { id: body.id, result });
}

const request = (method: string, params: object = {}, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const resultOf = (reply: Reply) => messagesOf(reply)[0]!['result'] as Record<string, unknown>;

/** Sends a modern request with the headers that mirror it. */
function modern(
  method: string,
  params: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const mirrored = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...headers };
  return post(gateway, url, request(method, { ...params, _meta }), { headers: mirrored });
}

const TOOL = {
  name: 'slow',
  inputSchema: {
    type: 'object',
    properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
  },
};

test('mirrored arguments must be those that run; other Mcp-Param headers pass', async () => {
  results({ resultType: 'complete', tools: [TOOL], ttlMs: 60_000, cacheScope: 'public' });
  const list = resultOf(await modern('tools/list', {}));
  assert.equal(list['ttlMs'], 0);
  assert.equal(list['cacheScope'], 'private');
  results({ resultType: 'complete', content: [] });
  const call = { name: 'slow', arguments: { region: 'eu' } };
  const name = { 'mcp-name': 'slow' };
  const good = await modern('tools/call', call, {
    ...name,
    'mcp-param-region': 'eu',
    'mcp-param-x': '1',
  });
  assert.equal(good.status, 200);
  assert.equal(got.at(-1)!.headers['mcp-param-x'], '1');
  const seen = got.length;
  for (const headers of [name, { ...name, 'mcp-param-region': 'us' }]) {
    const bad = await modern('tools/call', call, headers);
    assert.equal(bad.status, 400);
    assert.equal((messagesOf(bad)[0]!['error'] as { code: number }).code, -32020);
    assert.equal(messagesOf(bad)[0]!['id'], 1);
  }
  assert.equal(got.length, seen);
});

test('completion is for prompts and resources that the caller could use', async () => {
  results({ completion: { values: ['alpha'], hasMore: false } });
  const complete = (ref: object) =>
    post(
      gateway,
      url,
      request('completion/complete', { ref, argument: { name: 'a', value: 'b' } }),
    );
  const values = async (ref: object) =>
    (resultOf(await complete(ref))['completion'] as { values: string[] }).values;
  assert.deepEqual(await values({ type: 'ref/prompt', name: 'open' }), ['alpha']);
  assert.deepEqual(await values({ type: 'ref/resource', uri: 'file:///open/{x}' }), ['alpha']);
  const seen = got.length;
  assert.deepEqual(await values({ type: 'ref/prompt', name: 'secret' }), []);
  assert.deepEqual(await values({ type: 'ref/resource', uri: 'file:///secret/{x}' }), []);
  assert.equal(got.length, seen);
  assert.equal(gateway.audit().at(-1)!.outcome, 'denied_by_default');
});

const ERAS = {
  legacy: {
    created: { task: { taskId: 't-legacy', status: 'working' } },
    send: (method: string, params: object) => post(gateway, url, request(method, params)),
  },
  modern: {
    created: { resultType: 'task', taskId: 't-modern', status: 'working' },
    send: (method: string, params: { name?: string; taskId?: string; arguments?: object }) =>
      modern(method, params, { 'mcp-name': params.name ?? params.taskId ?? '' }),
  },
};

for (const [era, { created, send: sendIn }] of Object.entries(ERAS)) {
  const taskId = `t-${era}`;

  test(`${era}: a task is asked about under its call's decision`, async () => {
    results(created);
    await sendIn('tools/call', { name: 'slow', arguments: era === 'modern' ? {} : { task: 1 } });
    results({ resultType: 'complete', status: 'completed' });
    assert.equal(resultOf(await sendIn('tasks/get', { taskId }))['status'], 'completed');
    const unknown = await sendIn('tasks/get', { taskId: 'of-somebody-else' });
    assert.equal((messagesOf(unknown)[0]!['error'] as { code: number }).code, -31403);
    const cancel = await sendIn('tasks/cancel', { taskId });
    assert.match(JSON.stringify(messagesOf(cancel)), /tasks end by themselves/);
  });

  test(`${era}: an approved call's task is not approved again`, async () => {
    const params = { name: 'watched', arguments: { era } };
    await sendIn('tools/call', params);
    const { approvals } = (await gateway.control('GET', '/v1/approvals')) as {
      approvals: { id: string }[];
    };
    const { id } = approvals.at(-1)!;
    await gateway.control('POST', `/v1/approvals/${id}`, { verdict: 'approved', by: 'alice' });
    const watched = `w-${era}`;
    results({
      ...created,
      ...(era === 'legacy' ? { task: { taskId: watched } } : { taskId: watched }),
    });
    await sendIn('tools/call', params);
    results({ resultType: 'complete', status: 'completed' });
    assert.equal(resultOf(await sendIn('tasks/get', { taskId: watched }))['status'], 'completed');
  });
}

test('tasks/list shows the tasks of one’s own calls', async () => {
  results({ task: { taskId: 'mine', status: 'working' } });
  await post(gateway, url, request('tools/call', { name: 'slow', arguments: { list: true } }));
  results({ tasks: [{ taskId: 'mine' }, { taskId: 'foreign' }], nextCursor: '' });
  assert.deepEqual(resultOf(await post(gateway, url, request('tasks/list'))), {
    tasks: [{ taskId: 'mine' }],
    nextCursor: '',
  });
});

test('a modern subscription needs what it subscribes to; news of other resources is dropped', async () => {
  const sse = (message: object) => `data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
  const updated = (uri: string) => ({ method: 'notifications/resources/updated', params: { uri } });
  answer = ({ body }, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.write(sse({ method: 'notifications/subscriptions/acknowledged', params: {} }));
    response.write(sse(updated('file:///secret/1')));
    response.write(`: keep-alive\n\n${sse(updated('file:///open/1'))}`);
    response.end(sse({ id: body.id, result: { resultType: 'complete' } }));
  };
  const notifications = { toolsListChanged: true };
  const heard = await modern('subscriptions/listen', { notifications });
  const methods = messagesOf(heard).map(({ method }) => method);
  assert.deepEqual(methods, [
    'notifications/subscriptions/acknowledged',
    'notifications/resources/updated',
    undefined,
  ]);
  assert.match(heard.text, /: keep-alive\n\n/);
  assert.doesNotMatch(heard.text, /secret/);
  const greedy = {
    ...notifications,
    resourceSubscriptions: ['file:///open/1', 'file:///secret/1'],
  };
  const refused = await modern('subscriptions/listen', { notifications: greedy });
  assert.equal((messagesOf(refused)[0]!['error'] as { code: number }).code, -31403);
});

test('a session’s stream, its resumption and its end pass; priming events and retry stay as they stood', async () => {
  const primed = 'id: e1\nretry: 250\ndata:\n\n';
  answer = ({ method }, response) => {
    if (method === 'DELETE') return response.writeHead(204).end();
    return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(primed);
  };
  const session = { 'mcp-session-id': 's-1', accept: 'text/event-stream' };
  const headers = { ...session, 'last-event-id': 'e0' };
  const stream = await send(gateway, url, { method: 'GET', headers });
  assert.equal(stream.text, primed);
  assert.equal(got.at(-1)!.headers['last-event-id'], 'e0');
  assert.equal(got.at(-1)!.headers['mcp-session-id'], 's-1');
  const ended = await send(gateway, url, { method: 'DELETE', headers: session });
  assert.equal(ended.status, 204);
  assert.deepEqual(
    gateway
      .audit()
      .slice(-2)
      .map(({ input }) => input.action),
    ['mcp.stream.open', 'mcp.session.close'],
  );
});

test('a list that arrives on a resumed stream is filtered by the id it was asked under', async () => {
  answer = (_got, response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('id: 1\ndata:\n\n');
  const headers = { 'mcp-session-id': 's-2', accept: 'text/event-stream' };
  await post(gateway, url, request('tools/list', {}, 31), { headers: { 'mcp-session-id': 's-2' } });
  const tools = [{ name: 'slow' }, { name: 'forbidden' }];
  answer = (_got, response) => {
    const list = JSON.stringify({ jsonrpc: '2.0', id: 31, result: { tools } });
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`id: 2\ndata: ${list}\n\n`);
  };
  const resumed = await send(gateway, url, {
    method: 'GET',
    headers: { ...headers, 'last-event-id': '1' },
  });
  assert.match(resumed.text, /^id: 2$/m);
  assert.match(resumed.text, /slow/);
  assert.doesNotMatch(resumed.text, /forbidden/);
});

test('a client that closes its stream cancels: the server sees it close', async () => {
  const leaving = new AbortController();
  const closed = new Promise<void>(resolve => {
    answer = (_got, response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n');
    };
  });
  const call = post(gateway, url, request('tools/call', { name: 'slow', arguments: { gone: 1 } }), {
    signal: leaving.signal,
    onData: () => leaving.abort(),
  });
  await assert.rejects(call);
  await closed;
});

test('an event stream is not buffered, and outlives the idle time of requests', async () => {
  let finish = () => {};
  answer = ({ body }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}\n\n',
    );
    finish = () =>
      response.end(`data: {"jsonrpc":"2.0","id":${body.id},"result":{"content":[]}}\n\n`);
  };
  let first = '';
  const call = post(gateway, url, request('tools/call', { name: 'slow', arguments: { n: 2 } }), {
    onData: text => {
      first ||= text;
    },
  });
  for (let tries = 0; first === '' && tries < 100; tries += 1) await sleep(10);
  assert.match(first, /notifications\/progress/);
  finish();
  assert.equal(messagesOf(await call).length, 2);
});
