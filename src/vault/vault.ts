/** A vault that was opened: its entries in memory, every change proved against the file first. */
import { TfError } from '../base/errors.ts';
import { acquire } from '../store/file-lock.ts';
import type { EntrySecret, EntryTerms } from './entry.ts';
import {
  dropKey,
  findKey,
  type KeyAccess,
  type KeyKind,
  makeKey,
  type SourcedKey,
} from './key-source.ts';
import { type OpenEntry, openEntries, readVaultFile, writeVaultFile } from './vault-file.ts';

export interface Vault {
  /** Terms of all entries, by name. */
  list(): readonly EntryTerms[];
  entry(name: string): OpenEntry | undefined;
  entries(): readonly OpenEntry[];
  /** Adds an entry or replaces the one of that name. */
  set(terms: EntryTerms, secret: EntrySecret): void;
  /** False when there was none. */
  remove(name: string): boolean;
  /** Reads the file again. @throws TfError when it can't be opened with the key any more; nothing changes then */
  refresh(): void;
  /** Seals everything with a fresh key of this kind; the old one opens nothing any more. */
  rotate(kind: KeyKind): Promise<void>;
  readonly keyKind: KeyKind;
}

function byName(a: OpenEntry, b: OpenEntry): number {
  return a.terms.name < b.terms.name ? -1 : 1;
}

class FileVault implements Vault {
  private readonly file: string;
  private readonly access: KeyAccess;
  private sourced: SourcedKey;
  private opened: readonly OpenEntry[];

  constructor(file: string, access: KeyAccess, sourced: SourcedKey, opened: readonly OpenEntry[]) {
    this.file = file;
    this.access = access;
    this.sourced = sourced;
    this.opened = opened;
  }

  get keyKind(): KeyKind {
    return this.sourced.source.kind;
  }

  list(): readonly EntryTerms[] {
    return this.opened.map(({ terms }) => terms);
  }

  entries(): readonly OpenEntry[] {
    return this.opened;
  }

  entry(name: string): OpenEntry | undefined {
    return this.opened.find(({ terms }) => terms.name === name);
  }

  refresh(): void {
    this.opened = this.present();
  }

  set(terms: EntryTerms, secret: EntrySecret): void {
    this.change(entries => [
      ...entries.filter(each => each.terms.name !== terms.name),
      { terms, secret },
    ]);
  }

  remove(name: string): boolean {
    const had = this.entry(name) !== undefined;
    if (had) this.change(entries => entries.filter(({ terms }) => terms.name !== name));
    return had;
  }

  async rotate(kind: KeyKind): Promise<void> {
    const before = this.sourced;
    const next = await makeKey(kind, this.access, true);
    this.locked(() => {
      const entries = this.present();
      writeVaultFile(this.file, next, entries);
      this.sourced = next;
    });
    await dropKey(before.source, this.access);
  }

  private change(edit: (entries: readonly OpenEntry[]) => readonly OpenEntry[]): void {
    this.locked(() => {
      const entries = edit(this.present()).toSorted(byName);
      writeVaultFile(this.file, this.sourced, entries);
      this.opened = entries;
    });
  }

  /** What is in the file now: another process may have changed it. */
  private present(): readonly OpenEntry[] {
    const content = readVaultFile(this.file);
    return content === undefined ? [] : openEntries(this.file, content, this.sourced.key);
  }

  private locked(run: () => void): void {
    const lock = acquire(`${this.file}.lock`);
    try {
      run();
    } finally {
      lock.release();
    }
  }
}

/** Opens a vault; undefined when there is none. @throws TfError `tf_vault_key`, `tf_vault_invalid` */
export async function openVault(file: string, access: KeyAccess): Promise<Vault | undefined> {
  const content = readVaultFile(file);
  if (content === undefined) return undefined;
  const key = await findKey(content.key, access);
  const sourced = { source: content.key, key };
  return new FileVault(file, access, sourced, openEntries(file, content, key));
}

/** Makes an empty vault. @throws TfError; `tf_vault_invalid` when there is one */
export async function createVault(file: string, access: KeyAccess, kind: KeyKind): Promise<Vault> {
  if (readVaultFile(file) !== undefined)
    throw new TfError('tf_vault_invalid', `there is a vault at \`${file}\` already`);
  const sourced = await makeKey(kind, access, false);
  writeVaultFile(file, sourced, []);
  return new FileVault(file, access, sourced, []);
}
