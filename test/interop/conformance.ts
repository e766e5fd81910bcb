/**
 * The protocol's official runner (npm @modelcontextprotocol/conformance) against real servers, straight and through
 * the proxy: what passes without it must pass with it.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import { governed } from './governed.ts';
import { nodeOf, packages } from './packages.ts';
import { check, type Part } from './part.ts';
import { type Front, serve, startFront } from './upstream.ts';

const REVISIONS = ['2025-11-25', '2026-07-28'] as const;

type Results = ReadonlyMap<string, string>;

/** `scenario/check` → status, from the files that the runner leaves. */
function resultsIn(folder: string): Results {
  const results = new Map<string, string>();
  for (const scenario of readdirSync(folder)) {
    const file = join(folder, scenario, 'checks.json');
    // A scenario that could not be tried leaves no checks.
    if (!existsSync(file)) continue;
    const name = scenario.replace(/-\d{4}-\d{2}-\d{2}T[\d-]+Z$/, '');
    const checks = JSON.parse(readFileSync(file, 'utf8')) as {
      id: string;
      status: string;
    }[];
    for (const { id, status } of checks) {
      const key = `${name}/${id}`;
      // A check that is made several times has passed if it passed each time.
      if (results.get(key) !== 'FAILURE') results.set(key, status);
    }
  }
  return results;
}

interface Runner {
  readonly node: string;
  readonly script: string;
}

function commandFor(
  { node, script }: Runner,
  url: string,
  revision: string,
  out: string,
): string[] {
  return [node, script, 'server', '--url', url, '--requirements', revision, '-o', out];
}

function output(): string {
  return mkdtempSync(join(tmpdir(), 'tf-conformance-'));
}

/** The runner exits with 1 when anything fails, here as without the proxy: its files tell. */
async function straight(
  runner: Runner,
  url: string,
  revision: string,
  ca: string,
): Promise<Results> {
  const out = output();
  const [file = '', ...args] = commandFor(runner, url, revision, out);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca };
  await new Promise(resolve => execFile(file, args, { env, timeout: 180_000 }, resolve));
  return resultsIn(out);
}

async function throughProxy(
  runner: Runner,
  url: string,
  revision: string,
  ca: string,
): Promise<Results> {
  const out = output();
  const config = `version: 1
servers:
  - { name: upstream, url: "${url}" }
rules:
  - { action: "*", effect: allow }
`;
  const { audit } = await governed(commandFor(runner, url, revision, out), {
    config,
    env: { NODE_EXTRA_CA_CERTS: ca },
    timeoutMs: 180_000,
  });
  if (audit.length === 0) throw new Error('nothing came through the proxy');
  return resultsIn(out);
}

function passed(results: Results): number {
  return [...results.values()].filter(status => status === 'SUCCESS').length;
}

/** What passes without the proxy and not with it. */
function lost(without: Results, withProxy: Results): string[] {
  return [...without]
    .filter(([key, status]) => status === 'SUCCESS' && withProxy.get(key) !== 'SUCCESS')
    .map(([key]) => key);
}

async function compare(runner: Runner, url: string, revision: string, ca: string): Promise<string> {
  const without = await straight(runner, url, revision, ca);
  if (passed(without) === 0) throw new Error('the runner passed nothing without the proxy either');
  const withProxy = await throughProxy(runner, url, revision, ca);
  const missing = lost(without, withProxy);
  if (missing.length > 0) throw new Error(`lost: ${missing.join(', ')}`);
  return `${passed(withProxy)} of ${without.size} checks pass, ${passed(without)} without the proxy`;
}

interface Upstream {
  readonly name: string;
  command(folder: string): readonly string[];
}

const FIXTURES = join(packageRoot, 'test', 'interop', 'fixtures');

const UPSTREAMS: readonly Upstream[] = [
  {
    name: 'server-everything',
    command: folder => [
      process.execPath,
      join(folder, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js'),
      'streamableHttp',
    ],
  },
  {
    name: 'a server of both eras',
    command: folder => [process.execPath, join(FIXTURES, 'both-eras.mjs'), folder],
  },
];

export const conformance: Part = {
  name: 'conformance',
  async run(tell) {
    for (const upstream of UPSTREAMS) {
      for (const revision of REVISIONS) {
        for (const scheme of ['http', 'https'] as const) {
          let figures = '';
          const name = `${upstream.name}, ${revision}, ${scheme}`;
          const result = await check(name, async () => {
            const runner = {
              node: await nodeOf(22),
              script: join(
                await packages('conformance'),
                'node_modules/@modelcontextprotocol/conformance/dist/index.js',
              ),
            };
            const folder = await packages('servers');
            const served = await serve(() => upstream.command(folder));
            let front: Front | undefined;
            try {
              const plain = `http://127.0.0.1:${served.port}/mcp`;
              front = await startFront(plain);
              const url = scheme === 'http' ? plain : front.url;
              figures = await compare(runner, url, revision, front.caFile);
            } finally {
              front?.close();
              served.close();
            }
          });
          tell({ ...result, name: figures === '' ? name : `${name}: ${figures}` });
        }
      }
    }
  },
};
