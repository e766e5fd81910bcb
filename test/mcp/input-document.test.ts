import assert from 'node:assert/strict';
import test from 'node:test';
import { type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import { ToolCatalog } from '../../src/mcp/catalog.ts';
import {
  listedToolInput,
  type MessageContext,
  messageInput,
  transportInput,
} from '../../src/mcp/input-document.ts';
import { type RpcMessage, readMessage } from '../../src/mcp/json-rpc.ts';

const catalog = new ToolCatalog();
catalog.remember(
  'https://x/mcp',
  parseJson('{"name":"merge","annotations":{"destructiveHint":true}}') as JsonObject,
);

const context: MessageContext = {
  agent: { name: 'a', run: 'r', user: 'u', labels: {} },
  server: {
    name: 'x',
    origin: 'https://x',
    host: 'x',
    path: '/mcp',
    trusted: false,
    transport: 'http',
  },
  http: {
    method: 'POST',
    scheme: 'https',
    host: 'x',
    port: 443,
    path: '/mcp',
    query: {},
    headers: {},
  },
  era: 'legacy',
  version: '2025-11-25',
  direction: 'client-to-server',
  catalog,
};

function message(value: object): RpcMessage {
  const read = readMessage(parseJson(JSON.stringify({ jsonrpc: '2.0', ...value })));
  if (read.kind === 'fault') throw new Error(read.message);
  return read;
}

test('a tool call carries its arguments and the annotations its server once gave', () => {
  const input = messageInput(
    context,
    message({ id: 1, method: 'tools/call', params: { name: 'merge', arguments: { n: 1 } } }),
  );
  assert.equal(input.phase, 'call');
  assert.equal(input.action, 'mcp.tools.call');
  assert.deepEqual({ ...(input.tool?.arguments as object) }, { n: 1 });
  assert.equal(input.tool?.annotations['destructiveHint'], true);
  assert.equal(input.tool?.risk, 'high');
});

test('a call without arguments has empty ones; ids and _meta stay out', () => {
  const input = messageInput(
    context,
    message({ id: 77, method: 'tools/call', params: { name: 't', _meta: { progressToken: 9 } } }),
  );
  assert.deepEqual(input.tool?.arguments, {});
  assert.equal(JSON.stringify(input).includes('77'), false);
  const other = messageInput(
    context,
    message({ id: 1, method: 'logging/setLevel', params: { level: 'info', _meta: {} } }),
  );
  assert.deepEqual({ ...(other.params as object) }, { level: 'info' });
});

test('each kind of message has its own action', () => {
  const actions = [
    messageInput(
      context,
      message({ id: 1, method: 'resources/read', params: { uri: 'file:///a' } }),
    ),
    messageInput(context, message({ id: 1, method: 'prompts/get', params: { name: 'p' } })),
    messageInput(context, message({ method: 'notifications/initialized' })),
    messageInput(context, message({ id: 1, result: {} })),
    transportInput(context, 'mcp.stream.open'),
  ].map(input => `${input.phase} ${input.action}`);
  assert.deepEqual(actions, [
    'message mcp.resources.read',
    'message mcp.prompts.get',
    'message mcp.notifications.initialized',
    'message mcp.response',
    'message mcp.stream.open',
  ]);
});

test('a listed tool is asked about without arguments', () => {
  const input = listedToolInput(context, parseJson('{"name":"get_x"}') as JsonObject);
  assert.equal(input.phase, 'list');
  assert.equal(Object.hasOwn(input.tool!, 'arguments'), false);
});
