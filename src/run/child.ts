import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { TfError } from '../base/errors.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether our own terminal is the command's; else its input and output are pipes, and its errors our own. */
  readonly stdio?: 'inherit' | 'pipes';
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Signals meant for the command when they are sent to us. */
const FORWARDED: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];
/**
 * A terminal sends these to every process of the foreground group: the command has them already.
 */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'command not found',
  EACCES: 'permission denied',
};

function spawnError(command: string, error: NodeJS.ErrnoException): TfError {
  const reason = REASONS[error.code ?? ''] ?? error.message;
  return new TfError('tf_run_spawn', `\`${command}\`: ${reason}`, { cause: error });
}

/** Passes signals on, or merely outlives them where the terminal has; returns how to stop. */
function forwardSignals(child: ChildProcess): () => void {
  const isTerminal = process.stdin.isTTY === true;
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const outlive = (): void => {};
  for (const signal of FORWARDED) process.on(signal, forward);
  for (const signal of FROM_TERMINAL) process.on(signal, isTerminal ? outlive : forward);
  return () => {
    for (const signal of [...FORWARDED, ...FROM_TERMINAL])
      process.off(signal, forward).off(signal, outlive);
  };
}

/** A command that was started. `ended` rejects with TfError tf_run_spawn if it could not be. */
export interface StartedChild {
  readonly child: ChildProcess;
  readonly ended: Promise<ChildExit>;
}

/** Starts a command and passes signals on to it until it ends. */
export function startChild(options: ChildOptions): StartedChild {
  const { command, args, env, cwd, stdio = 'inherit' } = options;
  const child = spawn(command, args, {
    env,
    stdio: stdio === 'pipes' ? ['pipe', 'pipe', 'inherit'] : stdio,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { child, ended: endOf(child, command) };
}

/**
 * Runs a command on our own terminal until it ends.
 * @throws TfError tf_run_spawn if it can't be started
 */
export function runChild(options: ChildOptions): Promise<ChildExit> {
  return startChild(options).ended;
}

function endOf(child: ChildProcess, command: string): Promise<ChildExit> {
  return new Promise((resolve, reject) => {
    const stop = forwardSignals(child);
    child.once('error', error => {
      stop();
      reject(spawnError(command, error));
    });
    child.once('exit', (code, signal) => {
      stop();
      resolve({ code, signal });
    });
  });
}

/** The exit status a shell would give: the command's own, or 128 and the number of its signal. */
export function exitStatus({ code, signal }: ChildExit): number {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}
