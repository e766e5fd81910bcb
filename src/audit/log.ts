/*
 * The audit log: one NDJSON line per governed call, hash-chained, written synchronously before the call's answer
 * leaves, so that a killed process loses nothing that was answered. Calls that are answered in one turn of the
 * event loop share one write, as a database's transactions share a commit.
 *
 * INVARIANT: a line ends with its hash, the SHA-256 of the line without it, and names the hash of the line before.
 * A line torn by a crash stays where it is and is not part of the chain; the next line starts afresh.
 */
import { hash as digest } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { type Json, stringifyJson } from '../base/plain-json.ts';
import type { AuditEvent } from './event.ts';
import { latestSegment, rotate } from './segments.ts';

/** What the first line of a log chains to. */
export const GENESIS = '0'.repeat(64);

/** When a log is put aside for a new one. */
export interface Rotation {
  /** Bytes that a file may have before the next record begins a new one; absent for no rotation. */
  readonly maxBytes?: number;
  /** How many older files remain, at least 1; absent for all. */
  readonly keep?: number;
}

/**
 * An open log. Several runs may append to one file: each record chains to the last one in it. There is no lock: of two
 * written within the same microseconds both may chain to one record, and verifying reports the second.
 */
export interface AuditLog {
  readonly file: string;
  /** Appends one event and returns its hash. @throws TfError `tf_audit_write`; nothing was chained then */
  record(event: AuditEvent): string;
  /**
   * As `record`, in one write with whatever else is recorded so in this turn of the event loop. Resolves once it is
   * written. @throws TfError `tf_audit_write`
   */
  recordSoon(event: AuditEvent): Promise<void>;
  /** Whether the last write went through: while it did not, nothing may be forwarded. */
  healthy(): boolean;
  close(): void;
}

/** How much of the file's end is searched for its last record: nearly always little, at most a line, which the body limit bounds. */
const TAIL_BYTES = [64 * 1024, 16 * 1024 * 1024];

interface Tail {
  /** The hash of the last record; undefined when the file has none. */
  readonly hash: string | undefined;
  /** The file does not end with a line feed: a crash tore the last line, and the next must not be glued to it. */
  readonly torn: boolean;
  /** The file's size. */
  readonly end: number;
}

function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

function textOf(event: AuditEvent): string {
  return stringifyJson(event as unknown as Json);
}

/** The JSON of an object with one more member at its end. */
function withMember(object: string, key: string, hash: string): string {
  return `${object.slice(0, -1)},"${key}":"${hash}"}`;
}

/** A record's line: its JSON, with the hash over that as its last member. */
function seal(record: string): { readonly line: string; readonly hash: string } {
  const hash = sha256(record);
  return { line: withMember(record, 'hash', hash), hash };
}

const SEAL = /,"hash":"([0-9a-f]{64})"\}$/;

/** Whether a line is as it was written: its hash is that of the rest. */
export function isSealed(line: string): boolean {
  const found = SEAL.exec(line);
  return found !== null && sha256(`${line.slice(0, found.index)}}`) === found[1];
}

/** The hash of the last sealed line. */
function lastHash(text: string): string | undefined {
  const sealed = text.split('\n').findLast(line => SEAL.test(line));
  return sealed === undefined ? undefined : SEAL.exec(sealed)?.[1];
}

function readEnd(descriptor: number, size: number, length: number): string {
  const bytes = Buffer.alloc(Math.min(size, length));
  readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
  return bytes.toString('utf8');
}

function readTail(descriptor: number): Tail {
  const end = fstatSync(descriptor).size;
  for (const length of TAIL_BYTES) {
    const text = readEnd(descriptor, end, length);
    const torn = text !== '' && !text.endsWith('\n');
    const hash = lastHash(text);
    if (hash !== undefined || length >= end) return { hash, torn, end };
  }
  throw new TfError('tf_audit_write', 'the audit log ends in no readable record');
}

function open(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, 'a+', 0o600);
  } catch (error) {
    throw new TfError('tf_audit_write', `cannot open audit log \`${file}\`: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** What a file's first record chains to: the last one of the file before it. */
function hashBefore(file: string): string {
  const before = latestSegment(file);
  if (before === undefined) return GENESIS;
  const descriptor = openSync(before, 'r');
  try {
    return readTail(descriptor).hash ?? GENESIS;
  } finally {
    closeSync(descriptor);
  }
}

/** Gives the number of bytes written: all of them. */
function writeWhole(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
  return bytes.length;
}

/** The lines of some records, chained to what stands before them. */
function chain(
  records: readonly string[],
  before: string,
  torn: boolean,
): { readonly lines: string; readonly hash: string } {
  let hash = before;
  let lines = torn ? '\n' : '';
  for (const record of records) {
    const sealed = seal(withMember(record, 'prev', hash));
    lines += `${sealed.line}\n`;
    hash = sealed.hash;
  }
  return { lines, hash };
}

/** Records that wait for the end of this turn of the event loop. */
interface Batch {
  readonly records: string[];
  readonly written: Promise<void>;
  /** Writes them now. */
  write(): void;
}

function newBatch(writeRecords: (records: readonly string[]) => void, onWrite: () => void): Batch {
  const records: string[] = [];
  let write = (): void => {};
  const written = new Promise<void>((resolve, reject) => {
    write = () => {
      clearImmediate(turn);
      onWrite();
      try {
        writeRecords(records);
        resolve();
      } catch (error) {
        reject(error);
      }
    };
  });
  const turn = setImmediate(write);
  return { records, written, write };
}

/** The file that is written, which another may be put in place of: by this process or another one. */
interface LogFile {
  /** Appends records, chained to the last there is. */
  append(records: readonly string[]): void;
  /** The next append looks at the file again: a failed write may have left half a line. */
  distrust(): void;
  /** The hash of the last record that was appended. */
  lastHash(): string;
  close(): void;
}

function openLogFile(file: string, { maxBytes, keep }: Rotation): LogFile {
  let descriptor = open(file);
  let tail = readTail(descriptor);
  let trusted = true;

  function reopen(): void {
    const before = descriptor;
    descriptor = open(file);
    closeSync(before);
    tail = readTail(descriptor);
  }

  /** Where the folder takes no other file, the log grows on: that is better than to stop what it records. */
  function putAside(): void {
    try {
      rotate(file, keep);
    } catch {
      return;
    }
    reopen();
  }

  /** Where the log ends now: another run may have written to it, or put it aside. */
  function refresh(status: Stats): void {
    const inPlace = maxBytes === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (maxBytes !== undefined && inPlace?.ino !== status.ino) reopen();
    else if (!trusted || status.size !== tail.end) tail = readTail(descriptor);
  }

  function append(records: readonly string[]): void {
    const status = fstatSync(descriptor);
    if (status.isFile()) refresh(status);
    if (maxBytes !== undefined && status.isFile() && tail.end >= maxBytes) putAside();
    const { lines, hash } = chain(records, tail.hash ?? hashBefore(file), tail.torn);
    const written = writeWhole(descriptor, lines);
    tail = { hash, torn: false, end: tail.end + written };
    trusted = true;
  }

  return {
    append,
    distrust: () => {
      trusted = false;
    },
    lastHash: () => tail.hash ?? GENESIS,
    close: () => closeSync(descriptor),
  };
}

/** Opens a log for appending, going on with the chain it has. @throws TfError `tf_audit_write` */
export function openAuditLog(file: string, rotation: Rotation = {}): AuditLog {
  const log = openLogFile(file, rotation);
  let healthy = true;
  let batch: Batch | undefined;

  function writeRecords(records: readonly string[]): void {
    try {
      log.append(records);
      healthy = true;
    } catch (error) {
      healthy = false;
      log.distrust();
      throw new TfError(
        'tf_audit_write',
        `cannot write audit log \`${file}\`: ${messageOf(error)}`,
        { cause: error },
      );
    }
  }

  function record(event: AuditEvent): string {
    writeRecords([textOf(event)]);
    return log.lastHash();
  }

  function recordSoon(event: AuditEvent): Promise<void> {
    const record = textOf(event);
    batch ??= newBatch(writeRecords, () => {
      batch = undefined;
    });
    batch.records.push(record);
    return batch.written;
  }

  function close(): void {
    batch?.write();
    log.close();
  }

  return { file, record, recordSoon, healthy: () => healthy, close };
}
