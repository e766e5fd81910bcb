/** A proxy with everything a child needs to use it, and children that do. */
import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { childEnvironment } from '../../src/run/environment.ts';
import { writeTrustBundle } from '../../src/run/trust-bundle.ts';
import { authority, type Rig, startProxy } from '../proxy/rig.ts';

export interface RunRig extends Rig {
  readonly env: Record<string, string>;
  /** A folder of the test's own. */
  readonly folder: string;
}

/** The variables of this process that no child may need: what a user's shell could have set. */
const BASE = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-run-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A proxy that asks for credentials, and the environment of a child that has them. */
export async function startRun(t: TestContext): Promise<RunRig> {
  const authenticate = ({ username, password }: { username: string; password: string }) =>
    username === 'run-1' && password === 'tøken' ? username : undefined;
  const rig = await startProxy(t, { authenticate });
  const folder = temporaryFolder(t);
  const trust = writeTrustBundle(folder, authority.certificate, [], {});
  const proxyUrl = `http://run-1:${encodeURIComponent('tøken')}@127.0.0.1:${rig.proxy.port}`;
  return { ...rig, folder, env: childEnvironment({ base: BASE, proxyUrl, trust }) };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end; it is killed after 20 seconds. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: 20_000, encoding: 'utf8' } as const;
    const onEnd = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      if (error?.code === 'ENOENT') reject(error);
      else resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    };
    execFile(command, args, options, onEnd);
  });
}

/** Whether a program is installed. */
export async function isInstalled(command: string, ...args: string[]): Promise<boolean> {
  try {
    return (await run(command, args, { PATH: process.env['PATH'] ?? '' })).code === 0;
  } catch {
    return false;
  }
}
