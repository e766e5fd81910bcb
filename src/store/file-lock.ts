/*
 * A lock between processes: a symbolic link whose target names its holder. Making one is atomic and carries the
 * name along, so that a holder that was killed can be told from one that lives.
 */
import { readlinkSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';

/** A lock that is held. */
export interface HeldLock {
  release(): void;
}

/** How long to wait for another holder, who needs microseconds for a record and milliseconds for a file. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 1;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process id a lock names, if it is held. */
export function lockHolder(file: string): number | undefined {
  try {
    const pid = Number(readlinkSync(file));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function tryLock(file: string): boolean {
  try {
    symlinkSync(String(process.pid), file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new TfError('tf_state_lock', `cannot lock \`${file}\`: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Takes a dead holder's link away; one that a live process made in the meantime is put back. */
function clearStale(file: string): void {
  if (lockHolder(file) !== undefined) return;
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (lockHolder(aside) === undefined) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

function held(file: string): HeldLock {
  return { release: () => unlinkSync(file) };
}

/** Takes a lock if nobody alive holds it. @throws TfError `tf_state_lock` when it can't be made at all */
export function tryAcquire(file: string): HeldLock | undefined {
  if (tryLock(file)) return held(file);
  clearStale(file);
  return tryLock(file) ? held(file) : undefined;
}

/** Takes a lock, waiting a little. @throws TfError `tf_state_lock`, naming who holds it */
export function acquire(file: string): HeldLock {
  const until = Date.now() + PATIENCE_MS;
  for (let lock = tryAcquire(file); ; lock = tryAcquire(file)) {
    if (lock !== undefined) return lock;
    if (Date.now() > until) {
      const holder = lockHolder(file) ?? 'unknown';
      throw new TfError('tf_state_lock', `\`${file}\` is held by process ${holder}`);
    }
    pause();
  }
}
