/** A vault with a key file in a temporary folder. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntrySecret, EntryTerms, Placement } from '../../src/vault/entry.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';

/** An entry without OAuth for an address. */
export function vaultTerms(
  name: string,
  url: string,
  placement: Placement = { kind: 'bearer' },
  env: readonly string[] = [],
): EntryTerms {
  const { origin, pathname } = new URL(url);
  return { name, binding: { origin, path: pathname }, placement, env, changed: '' };
}

export type TestEntry = readonly [EntryTerms, EntrySecret];

export async function testVault(...entries: readonly TestEntry[]): Promise<Vault> {
  const folder = mkdtempSync(join(tmpdir(), 'tf-vault-'));
  const access = { keyFile: join(folder, 'vault.key'), env: {} };
  const vault = await createVault(join(folder, 'vault'), access, 'file');
  for (const [terms, secret] of entries) vault.set(terms, secret);
  return vault;
}
