/** Real servers behind the proxy, spoken to by the official clients of both eras. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import { governed } from './governed.ts';
import { nodeOf, packages } from './packages.ts';
import { check, type Part } from './part.ts';
import { serve } from './upstream.ts';

interface RealServer {
  readonly name: string;
  command(folder: string, port: number): readonly string[];
  readonly eras: readonly ('legacy' | 'modern')[];
  readonly allowed: readonly [tool: string, args: object, answer: RegExp];
  /** Refused by its arguments, so that it is listed. */
  readonly denied: readonly [tool: string, args: object];
  readonly hidden: string;
}

const bin = (folder: string, name: string) => join(folder, 'node_modules', ...name.split('/'));

function overHttp(folder: string, port: number, ...command: readonly string[]): string[] {
  const proxy = bin(folder, 'mcp-proxy/dist/bin/mcp-proxy.mjs');
  const options = ['--host', '127.0.0.1', '--port', String(port), '--server', 'stream'];
  return [process.execPath, proxy, ...options, '--', process.execPath, ...command];
}

const FILES = mkdtempSync(join(tmpdir(), 'tf-files-'));
writeFileSync(join(FILES, 'note.txt'), 'what the file says');

const SERVERS: readonly RealServer[] = [
  {
    name: 'everything',
    command: folder => [
      process.execPath,
      bin(folder, '@modelcontextprotocol/server-everything/dist/index.js'),
      'streamableHttp',
    ],
    eras: ['legacy'],
    allowed: ['echo', { message: 'said' }, /said/],
    denied: ['echo', { message: 'forbidden' }],
    hidden: 'get-sum',
  },
  {
    name: 'filesystem through mcp-proxy',
    command: (folder, port) =>
      overHttp(
        folder,
        port,
        bin(folder, '@modelcontextprotocol/server-filesystem/dist/index.js'),
        FILES,
      ),
    eras: ['legacy', 'modern'],
    allowed: ['read_text_file', { path: join(FILES, 'note.txt') }, /what the file says/],
    denied: ['read_text_file', { path: 'forbidden' }],
    hidden: 'write_file',
  },
  {
    name: 'memory through mcp-proxy',
    command: (folder, port) =>
      overHttp(folder, port, bin(folder, '@modelcontextprotocol/server-memory/dist/index.js')),
    eras: ['legacy', 'modern'],
    allowed: ['search_nodes', { query: 'x' }, /entities/],
    denied: ['search_nodes', { query: 'forbidden' }],
    hidden: 'delete_entities',
  },
  {
    name: 'a server of both eras',
    command: folder => [
      process.execPath,
      join(packageRoot, 'test', 'interop', 'fixtures', 'both-eras.mjs'),
      folder,
    ],
    eras: ['legacy', 'modern'],
    allowed: ['get_thing', {}, /get_thing ran/],
    denied: ['get_thing', { colour: 'forbidden' }],
    hidden: 'delete_thing',
  },
];

const CLIENT = `
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
const [url, era, ...calls] = process.argv.slice(2);
const mode = era === 'modern' ? { pin: '2026-07-28' } : { mode: 'legacy' };
const client = new Client({ name: 'interop', version: '1' }, { versionNegotiation: { mode: era === 'modern' ? mode : 'legacy' } });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));
const { tools } = await client.listTools();
console.log(JSON.stringify({ names: tools.map(tool => tool.name) }));
for (const call of calls) console.log(JSON.stringify(await client.callTool(JSON.parse(call))));
await client.close();
process.exit(0);
`;

function configFor({ allowed, hidden }: RealServer, url: string): string {
  return `version: 1
servers:
  - { name: real, url: "${url}" }
rules:
  - { action: "mcp.*.list", effect: allow }
  - { tool: "*", effect: allow }
  - { tool: ${hidden}, effect: deny }
  - { tool: ${allowed[0]}, when: 'args.exists(key, args[key] == "forbidden")', effect: deny, reason: it is forbidden }
`;
}

async function speak(server: RealServer, era: string): Promise<void> {
  const folder = await packages('servers');
  const clientFolder = await packages('clients');
  const program = join(clientFolder, 'speak.mjs');
  writeFileSync(program, CLIENT);
  const served = await serve(port => server.command(folder, port));
  try {
    const url = `http://127.0.0.1:${served.port}/mcp`;
    const calls = [server.allowed, server.denied].map(([name, args]) =>
      JSON.stringify({ name, arguments: args }),
    );
    const config = configFor(server, url);
    const command = [await nodeOf(20), program, url, era, ...calls];
    const { out, err, audit } = await governed(command, { config });
    const [list = '', allowed = '', denied = ''] = out.split('\n');
    const said = `${out}${err}`.slice(0, 1500);
    if (!list.includes(server.allowed[0])) throw new Error(`not listed: ${said}`);
    if (list.includes(`"${server.hidden}"`))
      throw new Error(`\`${server.hidden}\` is listed: ${said}`);
    if (!server.allowed[2].test(allowed)) throw new Error(`the allowed call: ${said}`);
    if (!/it is forbidden/.test(denied)) throw new Error(`the refused call: ${said}`);
    const eras = new Set(
      audit.flatMap(({ input }) => (input.tool === undefined ? [] : [eraOf(input)])),
    );
    if (eras.size !== 1 || !eras.has(era)) throw new Error(`spoken as ${[...eras].join(', ')}`);
  } finally {
    served.close();
  }
}

function eraOf(input: unknown): string {
  return (input as { mcp: { era: string } }).mcp.era;
}

export const servers: Part = {
  name: 'servers',
  async run(tell) {
    for (const server of SERVERS)
      for (const era of server.eras)
        tell(await check(`${server.name}, ${era}`, () => speak(server, era)));
  },
};
