import assert from 'node:assert/strict';
import test from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { parseConfig } from '../../src/gateway/config.ts';
import { checkCredentials, withoutKeys } from '../../src/gateway/credentials.ts';
import { createCredentials } from '../../src/vault/credentials.ts';
import { type TestEntry, testVault, vaultTerms } from '../support/vault.ts';

const ADDRESS = 'https://a.example/mcp';
const text = `version: 1\nservers:\n  - { name: a, url: ${ADDRESS}, credential: token }\n`;
const config = parseConfig({ name: 'tameflare.yaml', text }, '/');

async function credentials(entry: TestEntry) {
  const vault = await testVault(entry);
  return createCredentials({ vault, clock: systemClock, fetch, warn: assert.fail });
}

test('a missing entry is told with the command that adds it', () => {
  const wanted =
    /no entry `token`, which server `a` needs; add it: tf vault set token --url https:/;
  assert.throws(() => checkCredentials(config, undefined), {
    code: 'tf_vault_entry',
    message: wanted,
  });
});

test('an entry must be bound to the server, and say how it is sent', async () => {
  const secret = { value: 'secret' };
  checkCredentials(config, await credentials([vaultTerms('token', ADDRESS), secret]));
  checkCredentials(config, await credentials([vaultTerms('token', 'https://a.example/'), secret]));
  const elsewhere = await credentials([vaultTerms('token', 'https://b.example/mcp'), secret]);
  assert.throws(
    () => checkCredentials(config, elsewhere),
    /`token` is for https:\/\/b.example\/mcp/,
  );
  const placeholder = vaultTerms('token', ADDRESS, { kind: 'placeholder', text: 'p' });
  const swapped = await credentials([placeholder, secret]);
  assert.throws(() => checkCredentials(config, swapped), /replaces a placeholder/);
});

test('a child never gets what opens the vault', () => {
  const removed = withoutKeys();
  assert.ok('TF_VAULT_KEY' in removed && 'TF_OPERATOR_KEY' in removed);
  assert.ok(Object.values(removed).every(value => value === undefined));
});
