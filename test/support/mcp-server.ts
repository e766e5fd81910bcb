/**
 * A real MCP server (npm @modelcontextprotocol/sdk, Streamable HTTP) with tools that tests look for.
 * It counts what really ran: a refused call must not change a count.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

export interface McpTestServer {
  readonly url: string;
  readonly origin: string;
  /** Tool name → how often it ran, with the last arguments. */
  readonly ran: Map<string, { count: number; last: unknown }>;
  /** Bodies of POSTs as they arrived. */
  readonly bodies: string[];
  /** What it lists; a test may change it. */
  tools: TestTool[];
  close(): Promise<void>;
}

export interface TestTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object' };
  readonly annotations?: { readonly readOnlyHint?: boolean; readonly destructiveHint?: boolean };
}

const TOOLS: readonly TestTool[] = [
  {
    name: 'get_thing',
    description: 'reads',
    inputSchema: { type: 'object' as const },
    annotations: { readOnlyHint: true },
  },
  { name: 'write_thing', description: 'writes', inputSchema: { type: 'object' as const } },
  {
    name: 'delete_thing',
    description: 'deletes',
    inputSchema: { type: 'object' as const },
    annotations: { destructiveHint: true },
  },
  { name: 'ask_first', description: 'needs a person', inputSchema: { type: 'object' as const } },
];

function createServer({ ran, tools }: Pick<McpTestServer, 'ran' | 'tools'>): Server {
  const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
  server.setRequestHandler(CallToolRequestSchema, request => {
    const { name, arguments: args } = request.params;
    ran.set(name, { count: (ran.get(name)?.count ?? 0) + 1, last: args });
    return { content: [{ type: 'text', text: `${name} ran` }] };
  });
  return server;
}

export interface McpServerOptions {
  /** Answer with JSON bodies instead of event streams. */
  readonly json?: boolean;
}

/** Starts a stateless server on loopback: every POST stands for itself. */
export async function startMcpServer(options: McpServerOptions = {}): Promise<McpTestServer> {
  const ran: McpTestServer['ran'] = new Map();
  const bodies: string[] = [];
  const started = { ran, tools: [...TOOLS] };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    if (text !== '') bodies.push(text);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined as never,
      enableJsonResponse: options.json === true,
    });
    const mcp = createServer(started);
    response.on('close', () => void mcp.close());
    await mcp.connect(transport as never);
    await transport.handleRequest(request, response, text === '' ? undefined : JSON.parse(text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(started, {
    url: `${origin}/mcp`,
    origin,
    bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
