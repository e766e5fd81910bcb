/*
 * Who may do something by showing a key: a file with names and, of each key, only the hash. Keys are long and random,
 * so that nothing slower than SHA-256 is needed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { replaceFile } from './atomic-file.ts';
import { acquire } from './file-lock.ts';

export interface KeyHolder {
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly keyHash: string;
}

/** One kind of holders: how they are called and kept. */
export interface KeyHolderKind<T extends KeyHolder> {
  /** For people: `operator`. */
  readonly what: string;
  /** The key of the list in the file. */
  readonly list: string;
  /** What keys begin with, so that one that leaked is recognised. */
  readonly prefix: string;
  readonly error: 'tf_operator_key' | 'tf_agents_file';
  /** A holder with what this version knows of it. */
  read(entry: T): T;
}

const KEY_BYTES = 32;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** All of a kind; none while there is no file. @throws TfError the kind's, when the file can't be read */
export function readHolders<T extends KeyHolder>(
  kind: KeyHolderKind<T>,
  file: string,
): readonly T[] {
  if (!existsSync(file)) return [];
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly T[]>>;
    return read[kind.list]!.map(entry => kind.read(entry));
  } catch (cause) {
    const message = `\`${file}\` can't be read: ${messageOf(cause)}`;
    throw new TfError(kind.error, message, { cause });
  }
}

function change<T extends KeyHolder>(
  kind: KeyHolderKind<T>,
  file: string,
  edit: (holders: readonly T[]) => readonly T[],
): void {
  const lock = acquire(`${file}.lock`);
  try {
    const holders = edit(readHolders(kind, file));
    replaceFile(file, `${JSON.stringify({ [kind.list]: holders }, undefined, 1)}\n`);
  } finally {
    lock.release();
  }
}

/** Adds a holder and gives the key, which is nowhere else. @throws TfError `tf_usage` */
export function addHolder<T extends KeyHolder>(
  kind: KeyHolderKind<T>,
  file: string,
  holder: Omit<T, 'keyHash'> & { readonly name: string },
): string {
  const { what, prefix } = kind;
  const name: string = holder.name;
  if (!NAME.test(name)) throw new TfError('tf_usage', `\`${name}\` is no ${what}'s name`);
  const key = `${prefix}${randomBytes(KEY_BYTES).toString('base64url')}`;
  change(kind, file, holders => {
    if (holders.some(known => known.name === name))
      throw new TfError('tf_usage', `there is an ${what} \`${name}\` already`);
    return [...holders, { ...holder, keyHash: hashOf(key) } as unknown as T];
  });
  return key;
}

/** Takes a key back; false when there was none of that name. */
export function removeHolder<T extends KeyHolder>(
  kind: KeyHolderKind<T>,
  file: string,
  name: string,
): boolean {
  const had = readHolders(kind, file).some(holder => holder.name === name);
  if (had) change(kind, file, holders => holders.filter(holder => holder.name !== name));
  return had;
}

/** Whose key it is. Comparing hashes tells nothing of a key by the time it takes. */
export function holderOf<T extends KeyHolder>(
  holders: readonly T[],
  key: string | undefined,
): T | undefined {
  if (key === undefined) return undefined;
  const hash = hashOf(key);
  return holders.find(({ keyHash }) => keyHash === hash);
}
