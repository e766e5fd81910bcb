import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { StateFolder } from '../gateway/state-folder.ts';
import type { KeyAccess } from '../vault/key-source.ts';
import type { Vault } from '../vault/vault.ts';

/** Asks at the terminal without showing what is typed. */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: muted, terminal: true });
  try {
    return await new Promise(resolve => reader.question('', resolve));
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

/** Where a project's vault finds its key. */
export function keyAccess(state: StateFolder): KeyAccess {
  const access = { keyFile: state.vaultKey, env: process.env };
  return process.stdin.isTTY && process.stderr.isTTY ? { ...access, ask: askHidden } : access;
}

/** A project's vault, opened; undefined when it has none. @throws TfError */
export async function vaultOf(state: StateFolder): Promise<Vault | undefined> {
  const { openVault } = await import('../vault/vault.ts');
  return openVault(state.vault, keyAccess(state));
}
