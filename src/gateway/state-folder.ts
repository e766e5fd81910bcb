import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';

/** Where a gateway keeps what must outlive it; made with mode 0700. */
export interface StateFolder {
  readonly path: string;
  readonly ca: string;
  readonly audit: string;
  /** Tool definitions as servers last listed them. */
  readonly tools: string;
  readonly runs: string;
  /** Secrets, sealed; and the key, where it is kept in a file. */
  readonly vault: string;
  readonly vaultKey: string;
  /** Who may answer for agents; and the key of whoever set this up. */
  readonly operators: string;
  readonly operatorKey: string;
  /** What is switched off; alone in its folder, which is watched. */
  readonly kills: string;
  /** The agents that a long-lived gateway serves. */
  readonly agents: string;
  /** Held while a long-lived gateway runs. */
  readonly gatewayLock: string;
  /** Files written for wrapped children: trust bundle, preload, trust store. */
  readonly child: string;
}

/** `$TF_HOME`, or `.tameflare` beside the configuration. */
export function stateFolder(
  projectFolder: string,
  env: NodeJS.ProcessEnv = process.env,
): StateFolder {
  const path = env['TF_HOME'] ? resolve(env['TF_HOME']) : join(projectFolder, '.tameflare');
  const at = (name: string) => join(path, name);
  return {
    path,
    ca: at('ca'),
    audit: at('audit.ndjson'),
    tools: at('tools.json'),
    runs: at('run'),
    child: at('child'),
    vault: at('vault'),
    vaultKey: at('vault.key'),
    operators: at('operators.json'),
    operatorKey: at('operator.key'),
    kills: join(path, 'switch', 'kills.json'),
    agents: join(path, 'agents', 'agents.json'),
    gatewayLock: at('gateway.lock'),
  };
}

/** Files that are alone in their folder, which is watched. */
const WATCHED = ['kills', 'agents'] as const;

/** Makes the folders a running gateway writes to. @throws TfError `tf_state_folder` */
export function makeStateFolder(state: StateFolder): void {
  try {
    for (const folder of [
      state.path,
      state.runs,
      state.child,
      ...WATCHED.map(key => dirname(state[key])),
    ])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const message = `cannot make the state folder \`${state.path}\`: ${messageOf(cause)}`;
    throw new TfError('tf_state_folder', message, { cause });
  }
}

/** A running gateway, as others find it. */
export interface RunRecord {
  readonly id: string;
  readonly pid: number;
  readonly socket: string;
  readonly agent: string;
  readonly command: readonly string[];
  readonly startedAt: string;
  /** Where a long-lived gateway listens; absent for one that ends with its command. */
  readonly listens?: string;
}

/** Unix socket paths are limited to about 104 bytes on the systems we run on. */
const MAX_SOCKET_PATH = 100;

/** Where a run's control socket lies: in the state folder, or in a short private one when that path is too long. */
export function socketPath(state: StateFolder, id: string): string {
  const path = join(state.runs, `${id}.sock`);
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return path;
  const folder = join(
    tmpdir(),
    `tf-${createHash('sha256').update(state.path).digest('hex').slice(0, 16)}`,
  );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${id}.sock`);
}

function recordFile(state: StateFolder, id: string): string {
  return join(state.runs, `${id}.json`);
}

/** Announces a run. */
export function writeRun(state: StateFolder, run: RunRecord): void {
  writeFileSync(recordFile(state, run.id), JSON.stringify(run), { mode: 0o600 });
}

/** Takes a run's announcement back. */
export function removeRun(state: StateFolder, run: RunRecord): void {
  rmSync(recordFile(state, run.id), { force: true });
  rmSync(run.socket, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readRun(file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** The gateways that are running, oldest first; what a killed one left behind is cleared away. */
export function liveRuns(state: StateFolder): RunRecord[] {
  const runs = listRecords(state).flatMap(name => readRun(join(state.runs, name)) ?? []);
  for (const run of runs) if (!isAlive(run.pid)) removeRun(state, run);
  return runs.filter(run => isAlive(run.pid)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function listRecords(state: StateFolder): string[] {
  try {
    return readdirSync(state.runs).filter(name => name.endsWith('.json'));
  } catch {
    return [];
  }
}
