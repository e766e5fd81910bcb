import assert from 'node:assert/strict';
import test from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { createCredentials } from '../../src/vault/credentials.ts';
import { testVault, vaultTerms } from '../support/vault.ts';

const URL_A = 'https://a.example/mcp';
const PLACEHOLDER = { kind: 'placeholder', text: 'tf-secret-p' } as const;

async function credentials() {
  const vault = await testVault(
    [vaultTerms('token', URL_A), { value: 'token-value' }],
    [vaultTerms('p', 'https://b.example/', PLACEHOLDER, ['P_KEY']), { value: 'p-value' }],
  );
  return createCredentials({ vault, clock: systemClock, fetch, warn: assert.fail });
}

test('a named entry goes where it is bound, and nowhere else', async () => {
  const all = await credentials();
  const request = { origin: 'https://a.example', path: '/mcp', headers: [] };
  const injected = await all.inject(request, 'token');
  assert.deepEqual(injected?.headers, ['authorization', 'Bearer token-value']);
  for (const other of [{ path: '/other' }, { origin: 'http://a.example' }])
    await assert.rejects(all.inject({ ...request, ...other }, 'token'), { code: 'tf_vault_entry' });
  await assert.rejects(all.inject(request, 'missing'), /no entry `missing`/);
  assert.equal(await all.inject(request, undefined), undefined);
});

test('a placeholder is swapped where its secret may go; elsewhere it stays one', async () => {
  const all = await credentials();
  const headers = ['authorization', 'Bearer tf-secret-p'];
  const there = await all.inject({ origin: 'https://b.example', path: '/x', headers }, undefined);
  assert.deepEqual(there?.headers, ['authorization', 'Bearer p-value']);
  assert.deepEqual(there?.secrets, ['p-value']);
  const elsewhere = { origin: 'https://evil.example', path: '/x', headers };
  assert.equal(await all.inject(elsewhere, undefined), undefined);
  assert.deepEqual(all.bindings(), [{ origin: 'https://b.example', path: '/' }]);
});

test("a child's environment has placeholders, and no variable with a secret", async () => {
  const all = await credentials();
  const base = { P_KEY: 'p-value', LEAK: 'token-value', OTHER: 'x' };
  assert.deepEqual(all.environment(base), { P_KEY: 'tf-secret-p', LEAK: undefined });
});

test('the mask knows every secret', async () => {
  const all = await credentials();
  assert.equal(all.mask().text('token-value p-value'), '**masked** **masked**');
  assert.equal(all.mask(), all.mask());
});
