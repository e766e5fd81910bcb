import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryTerms } from '../../src/vault/entry.ts';
import { createVault, openVault } from '../../src/vault/vault.ts';

function place(env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tf-vault-'));
  return { file: join(folder, 'vault'), access: { keyFile: join(folder, 'vault.key'), env } };
}

function terms(name: string): EntryTerms {
  return {
    name,
    binding: { origin: 'https://a.example', path: '/mcp' },
    placement: { kind: 'bearer' },
    env: [],
    changed: '2026-01-01T00:00:00.000Z',
  };
}

async function vaultWith(...names: string[]) {
  const at = place();
  const vault = await createVault(at.file, at.access, 'file');
  for (const name of names) vault.set(terms(name), { value: `secret of ${name}` });
  return { ...at, vault };
}

test('entries are there again, and only sealed on disk', async () => {
  const { file, access } = await vaultWith('b', 'a');
  const again = await openVault(file, access);
  assert.deepEqual(
    again?.list().map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(again?.entry('a')?.secret.value, 'secret of a');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /secret of/);
});

test('entries are replaced and removed', async () => {
  const { file, access, vault } = await vaultWith('a', 'b');
  vault.set(terms('a'), { value: 'other' });
  assert.equal(vault.remove('b'), true);
  assert.equal(vault.remove('b'), false);
  const again = await openVault(file, access);
  assert.deepEqual(
    again?.entries().map(({ secret }) => secret.value),
    ['other'],
  );
});

test('a vault that is not there is none; one that is there is not made again', async () => {
  const { file, access } = await vaultWith();
  assert.equal(await openVault(`${file}.other`, access), undefined);
  await assert.rejects(createVault(file, access, 'file'), { code: 'tf_vault_invalid' });
});

test('rotation changes key and file, and the old key opens nothing', async () => {
  const { file, access, vault } = await vaultWith('a');
  const [oldFile, oldKeys] = [readFileSync(file, 'utf8'), readFileSync(access.keyFile, 'utf8')];
  await vault.rotate('file');
  assert.equal((await openVault(file, access))?.entry('a')?.secret.value, 'secret of a');
  assert.notEqual(readFileSync(access.keyFile, 'utf8'), oldKeys);
  const rotated = readFileSync(file, 'utf8');
  writeFileSync(file, oldFile);
  await assert.rejects(openVault(file, access), { code: 'tf_vault_key' });
  writeFileSync(file, rotated);
  const env = { TF_VAULT_PASSPHRASE_NEW: 'next' };
  await (await openVault(file, { ...access, env }))!.rotate('passphrase');
  const opened = await openVault(file, { ...access, env: { TF_VAULT_PASSPHRASE: 'next' } });
  assert.equal(opened?.keyKind, 'passphrase');
});

type File = { entries: { terms: EntryTerms; sealed: string }[]; mac: string; version: number };

const DAMAGE: Readonly<Record<string, (file: File) => void>> = {
  'another binding': file =>
    Object.assign(file.entries[0]!.terms.binding, { origin: 'https://b.example' }),
  'exchanged secrets': file => {
    const [a, b] = file.entries;
    [a!.sealed, b!.sealed] = [b!.sealed, a!.sealed];
  },
  'a missing entry': file => void file.entries.pop(),
  'another mac': file => {
    file.mac = file.mac.replace(/^./, first => (first === '0' ? '1' : '0'));
  },
  'another version': file => {
    file.version = 2;
  },
};

for (const [what, damage] of Object.entries(DAMAGE))
  test(`${what} is told, and nothing is written`, async () => {
    const { file, access, vault } = await vaultWith('a', 'b');
    const content = JSON.parse(readFileSync(file, 'utf8')) as File;
    damage(content);
    const text = JSON.stringify(content);
    writeFileSync(file, text);
    await assert.rejects(openVault(file, access), { code: 'tf_vault_invalid' });
    assert.throws(() => vault.set(terms('c'), { value: 'x' }), { code: 'tf_vault_invalid' });
    assert.throws(() => vault.refresh(), { code: 'tf_vault_invalid' });
    assert.equal(vault.entry('a')?.secret.value, 'secret of a');
    assert.equal(readFileSync(file, 'utf8'), text);
  });

test('a truncated vault is told at every length, and nothing is written', async () => {
  const { file, access } = await vaultWith('a');
  const text = readFileSync(file, 'utf8').trimEnd();
  for (let length = 0; length < text.length; length += 13) {
    writeFileSync(file, text.slice(0, length));
    await assert.rejects(openVault(file, access), { code: 'tf_vault_invalid' });
    assert.equal(readFileSync(file, 'utf8'), text.slice(0, length));
  }
});

test('a wrong key is told, and nothing is written', async () => {
  const { file, access } = place({ TF_VAULT_KEY: '11'.repeat(32) });
  const vault = await createVault(file, access, 'env');
  vault.set(terms('a'), { value: 'secret' });
  const text = readFileSync(file, 'utf8');
  const wrong = { ...access, env: { TF_VAULT_KEY: '22'.repeat(32) } };
  await assert.rejects(openVault(file, wrong), { code: 'tf_vault_key' });
  assert.equal(readFileSync(file, 'utf8'), text);
});

const ROTATOR = `
const { openVault } = await import(process.argv[1]);
const [, , file, keyFile] = process.argv;
for (;;) await (await openVault(file, { keyFile, env: {} })).rotate('file');
`;

test('a rotation that is killed leaves a vault that opens', async () => {
  const { file, access } = await vaultWith('a');
  const module = new URL('../../src/vault/vault.js', import.meta.url).href;
  for (let round = 0; round < 4; round += 1) {
    const args = ['--input-type=module', '-e', ROTATOR, module, file, access.keyFile];
    const child = spawn(process.execPath, args);
    await sleep(150 + round * 13);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal((await openVault(file, access))?.entry('a')?.secret.value, 'secret of a');
  }
});
