/**
 * Which HTTP clients are governed under `tf run`: each calls a tool that is allowed and tools that are refused, plain
 * and over TLS, on loopback and elsewhere. What the client got and what the audit saw must agree.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import {
  GO_PROGRAM,
  JAVA_PROGRAMS,
  NODE_PROGRAMS,
  PYTHON_PROGRAMS,
  SHELL_PROGRAMS,
} from './client-programs.ts';
import { type Governed, governed } from './governed.ts';
import { isRunnable, nodeOf, packages, python } from './packages.ts';
import { Absent, type Check, type Part } from './part.ts';
import { type Front, startFront } from './upstream.ts';

/** One way to call: where, which tool, and what a governed client is answered. */
interface Way {
  readonly title: string;
  readonly url: string;
  readonly tool: string;
  readonly answer: RegExp;
}

/** A name that nobody resolves: a refused call needs no server. */
const ELSEWHERE = 'https://tools.interop.test/mcp';

function waysTo(server: McpTestServer, front: Front): Way[] {
  const refused = /was denied/;
  return [
    { title: 'http, loopback', url: server.url, tool: 'get_thing', answer: /get_thing ran/ },
    { title: 'https, loopback', url: front.url, tool: 'delete_thing', answer: refused },
    { title: 'https, elsewhere', url: ELSEWHERE, tool: 'delete_thing', answer: refused },
  ];
}

function configFor(server: McpTestServer, front: Front): string {
  return `version: 1
servers:
  - { name: plain, url: "${server.url}" }
  - { name: tls, url: "${front.url}" }
  - { name: elsewhere, url: "${ELSEWHERE}" }
rules:
  - { tool: get_thing, effect: allow }
  - { tool: delete_thing, effect: deny }
`;
}

interface ClientRow {
  readonly runtime: string;
  readonly client: string;
  /** What this client is expected to fail at, by the way's title, with what is known of it. */
  readonly known?: Readonly<Record<string, string>>;
  /** It opens a session first, so that it can't call a server that is not there. */
  readonly session?: boolean;
  command(): Promise<string[]>;
}

async function file(name: string, text: string): Promise<string> {
  const folder = join(await packages('clients'), 'programs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function nodeRows(): ClientRow[] {
  return ([20, 22, 24, 26] as const).flatMap(major =>
    Object.entries(NODE_PROGRAMS).map(([client, text]) => ({
      runtime: `Node ${major}`,
      client,
      session: client.startsWith('MCP'),
      command: async () => [
        await nodeOf(major),
        await file(`${client.replace(/[^a-z0-9]+/gi, '-')}.mjs`, text),
      ],
    })),
  );
}

function pythonRows(): ClientRow[] {
  return Object.entries(PYTHON_PROGRAMS).map(([client, text]) => ({
    runtime: 'Python',
    client: client === 'mcp' ? 'mcp (official SDK 2)' : client,
    session: client === 'mcp',
    command: async () => [await python(), await file(`client_${client}.py`, text)],
  }));
}

function shellRows(): ClientRow[] {
  return Object.entries(SHELL_PROGRAMS).map(([client, text]) => ({
    runtime: 'shell',
    client,
    command: async () => {
      if (!isRunnable(client)) throw new Absent(`${client} is not installed`);
      return ['sh', '-c', text, client];
    },
  }));
}

async function java(program: keyof typeof JAVA_PROGRAMS): Promise<string[]> {
  if (!isRunnable('javac')) throw new Absent('a JDK is not installed');
  return ['java', await file(`${program}.java`, JAVA_PROGRAMS[program])];
}

const LOOPBACK_UNSEEN = 'its library uses no proxy for loopback';

const OTHER_ROWS: readonly ClientRow[] = [
  {
    runtime: 'Go',
    client: 'net/http',
    known: { 'http, loopback': LOOPBACK_UNSEEN, 'https, loopback': LOOPBACK_UNSEEN },
    command: async () => {
      if (!isRunnable('go', 'version')) throw new Absent('go is not installed');
      return ['go', 'run', await file('call.go', GO_PROGRAM)];
    },
  },
  {
    runtime: 'Java',
    client: 'java.net.http',
    known: Object.fromEntries(
      ['http, loopback', 'https, loopback', 'https, elsewhere'].map(title => [
        title,
        'it sends no proxy credentials: refused with 407',
      ]),
    ),
    command: () => java('Call'),
  },
  {
    runtime: 'Java',
    client: 'java.net.http with an Authenticator',
    command: () => java('CallAuthenticated'),
  },
];

/** What became of one way. */
interface Cell {
  readonly text: string;
  readonly ok: boolean;
}

function isRecorded({ audit }: Governed, { url, tool }: Way): boolean {
  const { origin } = new URL(url);
  return audit.some(({ input }) => {
    const { server } = input as unknown as { server?: { origin: string } };
    return server?.origin === origin && input.tool?.name === tool;
  });
}

function cellOf(row: ClientRow, way: Way, line: string, ran: Governed): Cell {
  if (row.session === true && way.url === ELSEWHERE) return { text: '', ok: true };
  const seen = isRecorded(ran, way);
  const known = row.known?.[way.title];
  if (seen && way.answer.test(line)) return { text: 'governed', ok: known === undefined };
  if (known !== undefined && !seen) return { text: `no: ${known}`, ok: true };
  return { text: `no: ${seen ? 'refused' : 'not seen'}`, ok: false };
}

async function runRow(row: ClientRow, ways: readonly Way[], config: string, ca: string) {
  const command = await row.command();
  const targets = ways.map(({ url, tool }) => `${url}#${tool}`);
  // Go verifies with SSL_CERT_FILE alone and builds under HOME.
  const ran = await governed([...command, ...targets], {
    config,
    env: { NODE_EXTRA_CA_CERTS: ca },
  });
  const lines = ran.out.split('\n');
  const cells = ways.map((way, index) => cellOf(row, way, lines[index] ?? '', ran));
  return { cells, lines, err: ran.err };
}

function checkOf(row: ClientRow, cells: readonly Cell[], output: string): Check {
  const name = `${row.runtime}, ${row.client}: ${cells
    .map(({ text }) => text)
    .filter(Boolean)
    .join(', ')}`;
  return cells.every(({ ok }) => ok)
    ? { name, outcome: 'passed' }
    : { name, outcome: 'failed', detail: output.slice(0, 1500) };
}

const BEGIN = '<!-- interop: begin -->';
const END = '<!-- interop: end -->';

/** Puts the table into docs/clients.md. */
function writeTable(titles: readonly string[], rows: readonly string[][]): void {
  const path = join(packageRoot, 'docs', 'clients.md');
  const page = readFileSync(path, 'utf8');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = ['runtime', 'client', ...titles];
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  writeFileSync(path, `${before}\n${table}\n${page.slice(page.indexOf(END))}`);
}

export const clients: Part = {
  name: 'clients',
  async run(tell) {
    const server = await startMcpServer();
    const front = await startFront(server.url);
    const ways = waysTo(server, front);
    const table: string[][] = [];
    for (const row of [...nodeRows(), ...pythonRows(), ...shellRows(), ...OTHER_ROWS]) {
      try {
        const { cells, lines, err } = await runRow(
          row,
          ways,
          configFor(server, front),
          front.caFile,
        );
        tell(checkOf(row, cells, [...lines, err].join('\n')));
        table.push([row.runtime, row.client, ...cells.map(({ text }) => text)]);
      } catch (error) {
        if (!(error instanceof Absent)) throw error;
        tell({ name: `${row.runtime}, ${row.client}`, outcome: 'skipped', detail: error.message });
        table.push([row.runtime, row.client, ...ways.map(() => 'not run')]);
      }
    }
    front.close();
    await server.close();
    writeTable(
      ways.map(({ title }) => title),
      table,
    );
  },
};
