/*
 * Whether a runtime's traffic would be seen: each is started as `tf run` starts an agent, and asks for an address that
 * only a proxy can answer. Nothing leaves the machine: the proxy answers by itself.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createAuthority } from '../../proxy/certificate-authority.ts';
import { createProxy, type ProxyServer } from '../../proxy/proxy.ts';
import { childEnvironment } from '../../run/environment.ts';
import { writeTrustBundle } from '../../run/trust-bundle.ts';
import type { Runtime } from './runtimes.ts';

const WAYS = ['http', 'https', 'loopback'] as const;
const PROBE_MS = 10_000;

/** How a server may be addressed. */
export type Way = (typeof WAYS)[number];

/** A runtime that is installed, and over which ways it was seen. */
export interface Probed {
  readonly runtime: Runtime;
  readonly seen: Readonly<Record<Way, boolean>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command is, as a shell would find it. */
export function findCommand(command: string, env: Environment): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  return folders.map(folder => join(folder, command)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs until it ends by itself or takes too long; how it ends does not matter. */
function runProbe(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise(resolve => {
    const child = spawn(file, args, { env, stdio: 'ignore', timeout: PROBE_MS });
    child.once('error', () => resolve()).once('exit', () => resolve());
  });
}

/** A proxy that answers everything itself, and says which paths it was asked for. */
interface Listener {
  readonly env: NodeJS.ProcessEnv;
  readonly paths: ReadonlySet<string>;
  readonly origins: Readonly<Record<Way, string>>;
  close(): Promise<void>;
}

function startProxy(
  token: string,
  paths: Set<string>,
  authority: ReturnType<typeof createAuthority>,
) {
  return createProxy({
    authority,
    authenticate: ({ password }) => (password === token ? 'doctor' : undefined),
    onConnect: () => ({ kind: 'intercept' }),
    onExchange: async exchange => {
      paths.add(exchange.request.path.split('?')[0]!);
      exchange.respond(200, ['content-type', 'text/plain'], '');
    },
  });
}

function environmentFor(
  proxy: ProxyServer,
  token: string,
  folder: string,
  certificate: string,
  base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const trust = writeTrustBundle(folder, certificate, [], base);
  const proxyUrl = `http://tf:${token}@${proxy.host}:${proxy.port}`;
  return childEnvironment({ base, proxyUrl, trust });
}

/** A loopback address whose own answer is to hang up: what asks it goes past the proxy. */
async function startBystander(): Promise<Server> {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Names under `.invalid` exist nowhere (RFC 6761, 6.4). */
function originsOf(bystander: Server): Listener['origins'] {
  return {
    http: 'http://tameflare.invalid',
    https: 'https://tameflare.invalid',
    loopback: `http://127.0.0.1:${(bystander.address() as AddressInfo).port}`,
  };
}

async function listen(base: NodeJS.ProcessEnv): Promise<Listener> {
  const folder = mkdtempSync(join(tmpdir(), 'tf-doctor-'));
  const token = randomBytes(16).toString('hex');
  const authority = createAuthority(1);
  const paths = new Set<string>();
  const [proxy, bystander] = await Promise.all([
    startProxy(token, paths, authority),
    startBystander(),
  ]);
  return {
    env: environmentFor(proxy, token, folder, authority.certificate, base),
    paths,
    origins: originsOf(bystander),
    async close() {
      bystander.close();
      await proxy.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function probe(listener: Listener, runtime: Runtime, number: number): Promise<Probed[]> {
  const file = findCommand(runtime.command, listener.env);
  if (file === undefined) return [];
  const pathOf = (way: Way) => `/${number}/${way}`;
  await Promise.all(
    WAYS.map(way =>
      runProbe(file, runtime.args(`${listener.origins[way]}${pathOf(way)}`), listener.env),
    ),
  );
  // git adds to the path.
  const isSeen = (way: Way) => [...listener.paths].some(path => path.startsWith(pathOf(way)));
  const seen = { http: isSeen('http'), https: isSeen('https'), loopback: isSeen('loopback') };
  return [{ runtime, seen }];
}

/** Tries each runtime that is installed, one after the other. */
export async function probeRuntimes(
  runtimes: readonly Runtime[],
  base: NodeJS.ProcessEnv,
): Promise<Probed[]> {
  const listener = await listen(base);
  try {
    const probed: Probed[] = [];
    for (const [number, runtime] of runtimes.entries())
      probed.push(...(await probe(listener, runtime, number)));
    return probed;
  } finally {
    await listener.close();
  }
}
