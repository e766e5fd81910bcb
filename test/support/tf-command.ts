/** `tf` as people use it: a real process in a project's folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TF = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'src',
  'cli',
  'main.js',
);

export interface TfResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface TfOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of `tf` that goes on running. */
export function startTf(folder: string, args: readonly string[], env = {}): ChildProcess {
  return spawn(process.execPath, [TF, ...args], { cwd: folder, env: { ...process.env, ...env } });
}

/** Runs `tf` to its end. */
export async function runTf(
  folder: string,
  args: readonly string[],
  { input = '', env = {} }: TfOptions = {},
): Promise<TfResult> {
  const child = startTf(folder, args, env);
  const texts = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  child.stdin!.on('error', () => undefined).end(input);
  await once(child, 'close');
  return { code: child.exitCode, ...texts };
}

/** A temporary folder with these files. */
export function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tf-project-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
