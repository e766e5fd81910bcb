/** HTTP+SSE of 2024-11-05 with the SDK's own client and server: posts on one connection, answers on another. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { ProxyAgent } from 'undici';
import { startTestGateway } from '../support/gateway.ts';

const TOOLS = ['get_thing', 'delete_thing', 'ask_first'].map(name => ({
  name,
  inputSchema: { type: 'object' as const },
}));

async function startServer(ran: string[]): Promise<http.Server> {
  const transports = new Map<string, SSEServerTransport>();
  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    if (pathname !== '/sse')
      return void transports
        .get(searchParams.get('sessionId') ?? '')
        ?.handlePostMessage(request, response);
    const transport = new SSEServerTransport('/elsewhere/messages', response);
    transports.set(transport.sessionId, transport);
    const mcp = new Server({ name: 'old', version: '1' }, { capabilities: { tools: {} } });
    mcp.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS }));
    mcp.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      ran.push(params.name);
      return { content: [{ type: 'text', text: `${params.name} ran` }] };
    });
    await mcp.connect(transport as never);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('lists are filtered and calls governed across the two connections', async () => {
  const ran: string[] = [];
  const server = await startServer(ran);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = await startTestGateway({
    'tameflare.yaml': `version: 1
servers:
  - { name: old, url: "${origin}/sse" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { tool: get_thing, effect: allow }
  - { tool: ask_first, effect: require_approval }
approvals: { wait: 100ms }
`,
  });
  const dispatcher = new ProxyAgent(gateway.gateway.proxyUrl);
  const through = (input: string | URL, init?: RequestInit) =>
    fetch(input, { ...init, dispatcher } as unknown as RequestInit);
  const client = new Client({ name: 'test', version: '1' });
  try {
    await client.connect(
      new SSEClientTransport(new URL(`${origin}/sse`), { fetch: through }) as never,
    );
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['get_thing', 'ask_first'],
    );
    const seen = readFileSync(join(gateway.folder, '.tameflare', 'tools.json'), 'utf8');
    assert.match(seen, /delete_thing/, 'what is hidden is pinned too');
    const allowed = await client.callTool({ name: 'get_thing', arguments: {} });
    assert.match(JSON.stringify(allowed), /get_thing ran/);
    const denied = await client.callTool({ name: 'delete_thing', arguments: {} });
    assert.equal(denied['isError'], true);
    const pending = await client.callTool({ name: 'ask_first', arguments: {} });
    assert.match(JSON.stringify(pending), /is pending/);
    assert.deepEqual(ran, ['get_thing']);
    const calls = gateway.audit().filter(({ input }) => input.tool !== undefined);
    assert.deepEqual(
      calls.map(({ outcome }) => outcome),
      ['allowed', 'denied_by_default', 'approval_pending'],
    );
    assert.equal((calls[0]!.input as unknown as { server: { name: string } }).server.name, 'old');
  } finally {
    await client.close();
    await gateway.close();
    await dispatcher.destroy();
    server.closeAllConnections();
    server.close();
  }
});
