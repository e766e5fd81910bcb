import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { logFiles } from '../audit/segments.ts';

/** How often a followed file is looked at. Polling works on every file system. */
const POLL_MS = 200;

function readFrom(file: string, start: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const length = Math.max(0, fstatSync(descriptor).size - start);
    const bytes = Buffer.alloc(length);
    readSync(descriptor, bytes, 0, length, start);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Whole lines of a text, and how many bytes they take. */
function wholeLines(bytes: Buffer): { readonly lines: string[]; readonly length: number } {
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n');
  return { lines: lines.filter(line => line !== ''), length };
}

/** A place in a log: behind the lines that were read, in the file that was written then. */
export interface LogPlace {
  /** The number that the file system knows the file by, whatever its name; 0 for none yet. */
  readonly inode: number;
  /** Bytes. */
  readonly offset: number;
}

const START: LogPlace = { inode: 0, offset: 0 };

interface LogPart {
  readonly lines: readonly string[];
  readonly place: LogPlace;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0;
}

/** What was added behind a place; a log that was rotated since goes on in the newer files. */
function linesBehind(file: string, from: LogPlace): LogPart {
  const files = logFiles(file);
  const at = files.findIndex(name => inodeOf(name) === from.inode);
  const lines: string[] = [];
  let place = from;
  for (const name of files.slice(Math.max(0, at))) {
    const inode = inodeOf(name);
    const start = inode === from.inode && sizeOf(name) >= from.offset ? from.offset : 0;
    const read = wholeLines(readFrom(name, start));
    lines.push(...read.lines);
    place = { inode, offset: start + read.length };
  }
  return { lines, place };
}

/** The lines of all files of a log that may not exist yet, the oldest first, and the place behind them. */
export function logLines(file: string): LogPart {
  return linesBehind(file, START);
}

/** Calls `each` with every line that is added behind a place, until `signal` aborts. */
export async function followLines(
  file: string,
  start: LogPlace,
  each: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  let place = start;
  while (signal?.aborted !== true) {
    const added = linesBehind(file, place);
    place = added.place;
    for (const line of added.lines) each(line);
    await sleep(POLL_MS);
  }
}
