/** What a server asks of the client: decided like the client's own messages, on whatever stream it comes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  messagesOf,
  post,
  send,
  startTestGateway,
  type TestGateway,
  toolCall,
} from '../support/gateway.ts';

const SAMPLING = {
  jsonrpc: '2.0',
  id: 's1',
  method: 'sampling/createMessage',
  params: { messages: [] },
};
const ELICITATION = {
  jsonrpc: '2.0',
  id: 'e1',
  method: 'elicitation/create',
  params: { message: 'name?' },
};
const NOTE = {
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level: 'info', data: 'x' },
};
const RESULT = { jsonrpc: '2.0', id: 1, result: { content: [] } };
const LIST = {
  jsonrpc: '2.0',
  id: 7,
  result: { tools: [{ name: 'get_thing' }, { name: 'hidden' }] },
};

const event = (message: object) => `id: 1\nevent: message\ndata: ${JSON.stringify(message)}\n\n`;

let server: http.Server;
let url: string;
let gateway: TestGateway;
/** Bodies that were posted to the server. */
const posted: { id?: string; error?: { code: number } }[] = [];

before(async () => {
  server = http.createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const message = text === '' ? undefined : JSON.parse(text);
    if (message !== undefined) posted.push(message);
    if (message !== undefined && message.method === undefined) {
      response.writeHead(202).end();
      return;
    }
    if (message?.method === 'tools/list') {
      // The answer comes on the session's GET stream, as resumption allows.
      response.writeHead(202).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'Text/Event-Stream; charset=utf-8' });
    const events =
      request.method === 'GET' ? [LIST, SAMPLING, NOTE] : [SAMPLING, NOTE, ELICITATION, RESULT];
    response.end(`: hello\n\n${events.map(event).join('')}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: s, url: "${url}" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { tool: get_thing, effect: allow }
  - { action: mcp.elicitation.create, effect: allow }
`,
  });
});

after(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
});

async function answered(id: string): Promise<{ error?: { code: number } }> {
  for (let tries = 0; tries < 50; tries++) {
    const found = posted.find(message => message.id === id);
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error('the server got no answer');
}

test('a refused request of the server is answered to the server and never shown', async () => {
  const reply = await post(gateway, url, toolCall('get_thing'));
  assert.deepEqual(messagesOf(reply), [NOTE, ELICITATION, RESULT]);
  assert.match(reply.text, /^: hello\n\n/, 'comments pass as they stood');
  assert.equal((await answered('s1')).error?.code, -31403);
  const lines = gateway.audit().filter(line => line.input.mcp?.direction === 'server-to-client');
  assert.deepEqual(
    lines.map(line => `${line.input.action} ${line.outcome}`),
    ['mcp.sampling.createMessage denied_by_default', 'mcp.elicitation.create allowed'],
  );
});

test('a list that is answered on the GET stream is filtered there, by its id', async () => {
  const session = { 'mcp-session-id': 'abc' };
  assert.equal(
    (
      await post(
        gateway,
        url,
        { jsonrpc: '2.0', id: 7, method: 'tools/list' },
        { headers: session },
      )
    ).status,
    202,
  );
  const stream = await send(gateway, url, {
    method: 'GET',
    headers: { accept: 'text/event-stream', ...session },
  });
  const messages = messagesOf(stream) as { id?: number; result?: { tools: { name: string }[] } }[];
  assert.deepEqual(
    messages[0]?.result?.tools.map(tool => tool.name),
    ['get_thing'],
  );
  assert.deepEqual(messages[1], NOTE);
  assert.equal(
    gateway
      .audit()
      .some(line => line.input.action === 'mcp.stream.open' && line.outcome === 'allowed'),
    true,
  );
});

test('where a declared server says how to log in is reached; the rest of its host is not', async () => {
  const { origin } = new URL(url);
  const metadata = await send(gateway, `${origin}/.well-known/oauth-protected-resource/mcp`, {
    method: 'GET',
  });
  assert.equal(metadata.status, 200);
  assert.ok(gateway.audit().some(line => line.input.action === 'mcp.metadata.get'));
  for (const path of ['/.well-known/other', '/admin']) {
    assert.equal((await send(gateway, `${origin}${path}`, { method: 'GET' })).status, 403, path);
  }
});
