/** A command under `tf run` in a project of its own, and what its audit says afterwards. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Approval } from '../../src/approval/approvals.ts';
import { callControl } from '../../src/gateway/control-client.ts';
import { liveRuns, stateFolder } from '../../src/gateway/state-folder.ts';
import type { AuditLine } from '../support/gateway.ts';

const TF = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli', 'main.js');

export interface Governed {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly audit: readonly AuditLine[];
}

export interface GovernedOptions {
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Approves whatever waits, as soon as it does. */
  readonly approve?: boolean;
}

function auditOf(folder: string): AuditLine[] {
  const file = join(folder, '.tameflare', 'audit.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap(line => (line === '' ? [] : [JSON.parse(line) as AuditLine]));
}

async function approveAll(folder: string): Promise<void> {
  for (const { socket } of liveRuns(stateFolder(folder, {}))) {
    const { approvals } = (await callControl(socket, 'GET', '/v1/approvals')) as {
      approvals: Approval[];
    };
    for (const { id } of approvals.filter(({ status }) => status === 'pending'))
      await callControl(socket, 'POST', `/v1/approvals/${id}`, {
        verdict: 'approved',
        by: 'interop',
      });
  }
}

/** Runs a command under governance to its end, or to its time's. */
export async function governed(
  command: readonly string[],
  options: GovernedOptions,
): Promise<Governed> {
  const folder = mkdtempSync(join(tmpdir(), 'tf-interop-'));
  const file = join(folder, 'tameflare.yaml');
  writeFileSync(file, options.config);
  const child = spawn(process.execPath, [TF, 'run', '--quiet', '-c', file, '--', ...command], {
    cwd: options.cwd ?? folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const approving =
    options.approve === true
      ? setInterval(() => void approveAll(folder).catch(() => {}), 200)
      : undefined;
  const timer = setTimeout(() => child.kill('SIGTERM'), options.timeoutMs ?? 60_000);
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  clearTimeout(timer);
  clearInterval(approving);
  return { code: child.exitCode, out, err, audit: auditOf(folder) };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
