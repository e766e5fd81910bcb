import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { dropKey, findKey, type KeyAccess, makeKey } from '../../src/vault/key-source.ts';

function access(env: KeyAccess['env'] = {}, ask?: KeyAccess['ask']): KeyAccess {
  const keyFile = join(mkdtempSync(join(tmpdir(), 'tf-key-')), 'vault.key');
  return { keyFile, env, ...(ask === undefined ? {} : { ask }) };
}

test('a key file holds keys by id, private', async () => {
  const place = access();
  const first = await makeKey('file', place, false);
  const second = await makeKey('file', place, true);
  assert.deepEqual(await findKey(first.source, place), first.key);
  assert.deepEqual(await findKey(second.source, place), second.key);
  assert.equal(statSync(place.keyFile).mode & 0o777, 0o600);
  await dropKey(first.source, place);
  await assert.rejects(findKey(first.source, place), { code: 'tf_vault_key' });
  assert.deepEqual(await findKey(second.source, place), second.key);
});

test('a key file that others can read is refused, and one that is missing', async () => {
  const place = access();
  const { source } = await makeKey('file', place, false);
  chmodSync(place.keyFile, 0o640);
  await assert.rejects(findKey(source, place), /others can read .*chmod 600/);
  await assert.rejects(findKey(source, access()), /is missing/);
});

test('a key of the environment is 32 bytes, hex or base64', async () => {
  const key = randomBytes(32);
  for (const text of [key.toString('hex'), key.toString('base64')])
    assert.deepEqual(await findKey({ kind: 'env' }, access({ TF_VAULT_KEY: text })), key);
  for (const text of ['', 'short', `${key.toString('hex')}00`]) {
    const found = findKey({ kind: 'env' }, access({ TF_VAULT_KEY: text }));
    await assert.rejects(found, { code: 'tf_vault_key' });
  }
});

test('a passphrase gives the same key with the stored parameters', async () => {
  const place = access({ TF_VAULT_PASSPHRASE: 'correct horse' });
  const made = await makeKey('passphrase', place, false);
  assert.deepEqual(await findKey(made.source, place), made.key);
  const typed = access({}, async () => 'correct horse');
  assert.deepEqual(await findKey(made.source, typed), made.key);
  const other = await findKey(made.source, access({ TF_VAULT_PASSPHRASE: 'wrong' }));
  assert.notDeepEqual(other, made.key);
  await assert.rejects(findKey(made.source, access()), /set TF_VAULT_PASSPHRASE/);
});

test('a new passphrase is typed twice the same', async () => {
  const answers = ['one', 'two'];
  const place = access({}, async () => answers.shift() ?? '');
  await assert.rejects(makeKey('passphrase', place, false), /differ/);
  await assert.rejects(
    makeKey(
      'passphrase',
      access({}, async () => ''),
      false,
    ),
    /empty/,
  );
});

test('scrypt parameters beyond reason are refused', async () => {
  const source = { kind: 'passphrase', salt: '', n: 2 ** 30, r: 8, p: 1 } as const;
  const found = findKey(source, access({ TF_VAULT_PASSPHRASE: 'x' }));
  await assert.rejects(found, { code: 'tf_vault_key' });
});

test('a keyring is named when its package is missing or has no entry', async () => {
  const found = findKey({ kind: 'keyring', account: 'vault-test' }, access());
  await assert.rejects(found, /keyring/);
});
