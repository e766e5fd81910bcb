/*
 * A lock between processes: a symbolic link whose target names its holder. Making one is atomic and carries the
 * name along, so that a holder that was killed can be told from one that lives.
 */
import { readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
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

/** What a lock says of its holder; nothing if there is no lock. */
function readLock(file: string): { readonly pid: number; readonly isHeld: boolean } | undefined {
  try {
    const pid = Number(readlinkSync(file));
    return { pid, isHeld: Number.isInteger(pid) && pid > 0 && isAlive(pid) };
  } catch {
    return undefined;
  }
}

/** The process id a lock names, if it is held. */
export function lockHolder(file: string): number | undefined {
  const lock = readLock(file);
  return lock?.isHeld === true ? lock.pid : undefined;
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

/**
 * Takes a dead holder's link away. Only one process at a time may: while it looks, the link can neither go nor be made
 * anew, because its holder is dead and a link that exists is not made. What a killed clearer leaves is cleared likewise.
 */
function clearStale(file: string): void {
  if (readLock(file)?.isHeld !== false) return;
  const guard = `${file}.clearing`;
  if (!tryLock(guard)) {
    if (readLock(guard)?.isHeld === false) rmSync(guard, { force: true });
    return;
  }
  try {
    if (readLock(file)?.isHeld === false) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
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
