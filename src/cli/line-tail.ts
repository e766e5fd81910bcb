import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

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

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines of a file that may not exist yet, and the offset after them. */
export function lastLines(
  file: string,
  count: number,
): { readonly lines: string[]; readonly end: number } {
  if (sizeOf(file) === 0) return { lines: [], end: 0 };
  const { lines, length } = wholeLines(readFrom(file, 0));
  return { lines: count > 0 ? lines.slice(-count) : [], end: length };
}

/** Calls `each` with every line that is added after an offset, until `signal` aborts. */
export async function followLines(
  file: string,
  start: number,
  each: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  let offset = start;
  while (signal?.aborted !== true) {
    if (sizeOf(file) > offset) {
      const { lines, length } = wholeLines(readFrom(file, offset));
      lines.forEach(each);
      offset += length;
    }
    await sleep(POLL_MS);
  }
}
