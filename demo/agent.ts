/**
 * An agent as anyone would write it with the MCP TypeScript SDK: it knows nothing of tameflare. It prints
 * what it saw, one JSON line a step.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** One thing the agent did and what it got. */
export interface Step {
  readonly step: string;
  readonly ok: boolean;
  readonly text: string;
}

function say(step: string, ok: boolean, text: string): void {
  process.stdout.write(`${JSON.stringify({ step, ok, text } satisfies Step)}\n`);
}

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}

function textOf(result: ToolResult): string {
  return result.content.map(item => item.text ?? `(${item.type})`).join(' ');
}

async function call(
  client: Client,
  step: string,
  name: string,
  args: Record<string, unknown>,
): Promise<void> {
  const result = (await client.callTool({ name, arguments: args })) as ToolResult;
  say(step, result.isError !== true, textOf(result));
}

async function main(url: string): Promise<void> {
  const client = new Client({ name: 'demo-agent', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  say('list', true, tools.map(tool => tool.name).join(' '));
  await call(client, 'echo', 'echo', { message: 'hello' });
  await call(client, 'echo-password', 'echo', { message: 'my password is hunter2' });
  await call(client, 'get-env', 'get-env', {});
  await call(client, 'image', 'get-tiny-image', {});
  await client.close();
}

await main(process.argv[2]!);
