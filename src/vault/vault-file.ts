/*
 * The vault's file: JSON whose secrets are sealed one by one, with a MAC over the whole, so that entries can
 * be neither changed, exchanged nor taken out without the key.
 *
 * INVARIANT: nothing is written before the present file has been read and proved with its key.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { canonicalJson, type Json } from '../base/plain-json.ts';
import { replaceFile } from '../store/atomic-file.ts';
import type { EntrySecret, EntryTerms } from './entry.ts';
import type { KeySource, SourcedKey } from './key-source.ts';
import { KEY_BYTES, open, type Sealed, seal } from './sealed-box.ts';

export const VAULT_VERSION = 1;
/** Far more than any number of tokens takes. */
const MAX_VAULT_BYTES = 16 * 1024 * 1024;

interface SealedEntry {
  readonly terms: EntryTerms;
  readonly sealed: Sealed;
}

/** The file as it is written. */
export interface VaultFile {
  readonly version: typeof VAULT_VERSION;
  readonly key: KeySource;
  /** A known text: tells a wrong key from a damaged file. */
  readonly check: Sealed;
  readonly entries: readonly SealedEntry[];
  readonly mac: string;
}

/** An entry that was opened. */
export interface OpenEntry {
  readonly terms: EntryTerms;
  readonly secret: EntrySecret;
}

const CHECK_TEXT = 'tameflare vault';

function damaged(file: string, why: string, cause?: unknown): never {
  throw new TfError(
    'tf_vault_invalid',
    `the vault \`${file}\` ${why}; nothing was written`,
    cause === undefined ? {} : { cause },
  );
}

function textOf(value: object): string {
  return canonicalJson(value as unknown as Json);
}

function macOf(key: Buffer, content: Omit<VaultFile, 'mac'>): string {
  const macKey = Buffer.from(hkdfSync('sha256', key, '', 'tameflare vault mac', KEY_BYTES));
  return createHmac('sha256', macKey).update(textOf(content)).digest('hex');
}

function checkForm(file: string, value: unknown): VaultFile {
  const { version, key, check, entries, mac } = (value ?? {}) as Partial<VaultFile>;
  if (version !== undefined && version !== VAULT_VERSION)
    damaged(file, `has version ${version}, which this tameflare can't read`);
  const isWhole =
    version === VAULT_VERSION &&
    typeof key?.kind === 'string' &&
    typeof check === 'string' &&
    Array.isArray(entries) &&
    typeof mac === 'string';
  return isWhole ? (value as VaultFile) : damaged(file, 'is damaged: parts are missing');
}

/** The file's content, not yet proved; undefined when there is none. @throws TfError `tf_vault_invalid` */
export function readVaultFile(file: string): VaultFile | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).size > MAX_VAULT_BYTES) damaged(file, 'is too large to be one');
  try {
    return checkForm(file, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (cause instanceof TfError) throw cause;
    return damaged(file, `is damaged: ${messageOf(cause)}`, cause);
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Proves a file with its key and opens its entries. @throws TfError `tf_vault_key` or `tf_vault_invalid` */
export function openEntries(file: string, content: VaultFile, key: Buffer): OpenEntry[] {
  const { mac, ...rest } = content;
  if (open(key, textOf(content.key), content.check) !== CHECK_TEXT)
    throw new TfError('tf_vault_key', `this is not the key of the vault \`${file}\``);
  if (!sameText(mac, macOf(key, rest))) damaged(file, 'was changed without its key');
  return content.entries.map(({ terms, sealed }) => {
    const text = open(key, textOf(terms), sealed);
    if (text === undefined) damaged(file, `was changed at \`${terms.name}\``);
    return { terms, secret: JSON.parse(text) as EntrySecret };
  });
}

/** Seals entries and replaces the file. @throws TfError `tf_vault_invalid` when it can't be written */
export function writeVaultFile(
  file: string,
  { source, key }: SourcedKey,
  entries: readonly OpenEntry[],
): void {
  const content = {
    version: VAULT_VERSION,
    key: source,
    check: seal(key, textOf(source), CHECK_TEXT),
    entries: entries.map(({ terms, secret }) => ({
      terms,
      sealed: seal(key, textOf(terms), JSON.stringify(secret)),
    })),
  } as const;
  try {
    replaceFile(
      file,
      `${JSON.stringify({ ...content, mac: macOf(key, content) }, undefined, 1)}\n`,
    );
  } catch (cause) {
    throw new TfError(
      'tf_vault_invalid',
      `the vault \`${file}\` can't be written: ${messageOf(cause)}`,
      { cause },
    );
  }
}
