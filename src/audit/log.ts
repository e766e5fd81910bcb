/*
 * The audit log: one NDJSON line per governed call, hash-chained, written with one synchronous
 * write each, so that a killed process loses nothing that was answered.
 *
 * INVARIANT: a line ends with its hash, the SHA-256 of the line without it, and names the hash of the line before.
 * A line torn by a crash stays where it is and is not part of the chain; the next line starts afresh.
 */
import { hash as digest } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { isJsonObject, type Json, parseJson, stringifyJson } from '../base/plain-json.ts';
import type { AuditEvent } from './event.ts';

/** What the first line of a log chains to. */
export const GENESIS = '0'.repeat(64);

/** An open log. Not for concurrent writers: one gateway owns one file. */
export interface AuditLog {
  readonly file: string;
  /** Appends one event and returns its hash. @throws TfError `tf_audit_write`; nothing was chained then */
  record(event: AuditEvent): string;
  /** Whether the last write went through: while it did not, nothing may be forwarded. */
  healthy(): boolean;
  close(): void;
}

/** How much of the file's end is searched for its last line; a line is bounded by the body limit. */
const TAIL_BYTES = 16 * 1024 * 1024;

interface Tail {
  readonly hash: string;
  /** The file does not end with a line feed: a crash tore the last line. */
  readonly torn: boolean;
}

function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

/** A record's line: its JSON, with the hash over that as its last member. */
function seal(record: string): { readonly line: string; readonly hash: string } {
  const hash = sha256(record);
  return { line: `${record.slice(0, -1)},"hash":"${hash}"}`, hash };
}

const SEAL = /,"hash":"([0-9a-f]{64})"\}$/;

/** Whether a line is as it was written: its hash is that of the rest. */
export function isSealed(line: string): boolean {
  const found = SEAL.exec(line);
  return found !== null && sha256(`${line.slice(0, found.index)}}`) === found[1];
}

function hashOfLine(line: string): string | undefined {
  try {
    const event = parseJson(line, { maxDepth: 1024 });
    const hash = isJsonObject(event) ? event['hash'] : undefined;
    return typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
  } catch {
    return undefined;
  }
}

function readTail(descriptor: number): Tail {
  const { size } = fstatSync(descriptor);
  const length = Math.min(size, TAIL_BYTES);
  const bytes = Buffer.alloc(length);
  readSync(descriptor, bytes, 0, length, size - length);
  const text = bytes.toString('utf8');
  const lines = text.split('\n').filter(line => line !== '');
  const hash = lines
    .reverse()
    .map(hashOfLine)
    .find(found => found !== undefined);
  if (hash === undefined && size > 0 && lines.length > 0 && size > TAIL_BYTES) {
    throw new TfError('tf_audit_write', 'the audit log ends in no readable record');
  }
  return { hash: hash ?? GENESIS, torn: text !== '' && !text.endsWith('\n') };
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

function writeWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/** Opens a log for appending, going on with the chain it has. @throws TfError `tf_audit_write` */
export function openAuditLog(file: string): AuditLog {
  const descriptor = open(file);
  const tail = readTail(descriptor);
  let prev = tail.hash;
  // A failed write may have left half a line: the next record must not be glued to it.
  let torn = tail.torn;
  let healthy = true;

  function record(event: AuditEvent): string {
    const { line, hash } = seal(stringifyJson({ ...event, prev } as unknown as Json));
    try {
      writeWhole(descriptor, `${torn ? '\n' : ''}${line}\n`);
    } catch (error) {
      healthy = false;
      torn = true;
      throw new TfError(
        'tf_audit_write',
        `cannot write audit log \`${file}\`: ${messageOf(error)}`,
        { cause: error },
      );
    }
    healthy = true;
    torn = false;
    prev = hash;
    return hash;
  }

  return { file, record, healthy: () => healthy, close: () => closeSync(descriptor) };
}
