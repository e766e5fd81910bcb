/** docs/operations.md, run from top to bottom as it is written. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/base/package-root.ts';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { TF } from '../support/tf-command.ts';

const PAGE = readFileSync(join(packageRoot, 'docs', 'operations.md'), 'utf8');
const TOKEN = 'production-token-1234567890';
const SERVER = 'https://mcp.example.com/mcp';

interface Block {
  readonly language: string;
  /** `background`, or the file that the block is. */
  readonly role: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', role = '', text = '']) => ({ language, role, text }),
);

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

let server: McpTestServer;
/** In front of the server: sees who is let in. */
let front: http.Server;
const authorizations: (string | undefined)[] = [];
let folder: string;
const started: ChildProcess[] = [];
/** What stands for `<token>` and the like. */
const values = new Map<string, string>();

async function startFront(): Promise<string> {
  front = http.createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const { method, headers, url: path = '/' } = request;
    const onward = http.request(new URL(path, server.url), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}/mcp`;
}

/** Ports of the page are free ones here, and the server is ours. */
async function freePort(): Promise<string> {
  const probe = http.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return String(port);
}

before(async () => {
  server = await startMcpServer({ json: true });
  values.set(SERVER, await startFront());
  values.set('8787', await freePort());
  values.set('9464', await freePort());
  folder = mkdtempSync(join(tmpdir(), 'tf-operations-'));
  mkdirSync(join(folder, 'bin'));
  const shim = join(folder, 'bin', 'tf');
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${TF}" "$@"\n`);
  chmodSync(shim, 0o755);
  mkdirSync(join(folder, 'project'));
});

after(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  front.closeAllConnections();
  front.close();
  await server.close();
});

function filledIn(text: string): string {
  let filled = text;
  for (const [name, value] of values) filled = filled.replaceAll(name, value);
  assert.doesNotMatch(filled, /<\w+>/, 'nothing is known by that name yet');
  return filled;
}

function startShell(text: string): ChildProcess {
  const child = spawn('bash', ['-euc', filledIn(text)], {
    cwd: join(folder, 'project'),
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:${process.env['PATH']}`,
      TRACKER_TOKEN: TOKEN,
    },
  });
  started.push(child);
  return child;
}

function outputOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function run(text: string): Promise<Ran> {
  const child = startShell(text);
  const output = outputOf(child);
  child.stdin!.end();
  await once(child, 'close');
  return { code: child.exitCode, out: output() };
}

async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('it did not come');
}

const held: { output?: () => string; child?: ChildProcess } = {};

/** What must be there before the next block makes sense. */
async function afterStart(text: string, child: ChildProcess, output: () => string): Promise<void> {
  if (text.includes('tf gateway'))
    return void (await until(() => (output().includes('listening on') ? true : undefined)));
  Object.assign(held, { output, child });
  const id = await until(async () => {
    const { out } = await run('tf approvals list --json');
    return /"id":"(\w+)"/.exec(out)?.[1];
  });
  values.set('<approval>', id);
}

/** What a block printed that later ones need, and what it must have said. */
async function afterRun(text: string, { code, out }: Ran): Promise<void> {
  assert.equal(code, 0, `${text}\n${out}`);
  const token = /\btfa_\S+/.exec(out)?.[0];
  if (token !== undefined) values.set('<token>', token);
  if (text.includes('get_issue 7')) assert.match(out, /get_issue ran/);
  if (text.includes('close_issue 7')) assert.match(out, /was denied/);
  if (!text.includes('approvals approve')) return;
  await until(() => (held.child?.exitCode === null ? undefined : true));
  assert.match(held.output!(), /delete_issue ran/);
  const { out: logs } = await run('tf logs --tool delete_issue --json');
  values.set('<decision>', /"decision_id":"(\w+)"/.exec(logs)![1]!);
}

for (const [index, { language, role, text }] of BLOCKS.entries()) {
  const [first = ''] = text.split('\n');
  test(`block ${index + 1}: ${role === '' ? first : `${role}: ${first}`}`, async () => {
    if (language !== 'sh') {
      writeFileSync(join(folder, 'project', role), filledIn(text));
    } else if (role === 'background') {
      const child = startShell(text);
      child.stdin!.end();
      await afterStart(text, child, outputOf(child));
    } else {
      await afterRun(text, await run(text));
    }
  });
}

test('the approved call ran once, with the secret that no agent saw', () => {
  assert.deepEqual(server.ran.get('delete_issue'), { count: 1, last: { number: 7 } });
  assert.equal(server.ran.get('close_issue'), undefined);
  assert.deepEqual([...new Set(authorizations)], [`Bearer ${TOKEN}`]);
  const audit = readFileSync(join(folder, 'project', '.tameflare', 'audit.ndjson'), 'utf8');
  assert.ok(!audit.includes(TOKEN));
});
