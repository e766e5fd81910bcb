import assert from 'node:assert/strict';
import test from 'node:test';
import type { EntryTerms, Placement } from '../../src/vault/entry.ts';
import { carriesPlaceholder, inject } from '../../src/vault/injection.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const PLACEHOLDER: Placement = { kind: 'placeholder', text: 'tf-secret-x' };

function injected(placement: Placement, headers: readonly string[], path = '/mcp') {
  const terms = { name: 'x', placement } as EntryTerms;
  return inject({ origin: 'https://a.example', path, headers }, terms, 's3cr3t');
}

const OWN = [
  'Accept',
  '*/*',
  'AUTHORIZATION',
  'Bearer own',
  'X-Key',
  'own',
  'authorization',
  'again',
];

test("a bearer token replaces the agent's own Authorization, whatever its case", () => {
  assert.deepEqual(injected({ kind: 'bearer' }, OWN).headers, [
    ...['Accept', '*/*', 'X-Key', 'own'],
    ...['authorization', 'Bearer s3cr3t'],
  ]);
});

test('basic credentials, and their pair is secret too', () => {
  const { headers, secrets } = injected({ kind: 'basic', user: 'me' }, []);
  assert.deepEqual(headers, ['authorization', `Basic ${base64('me:s3cr3t')}`]);
  assert.deepEqual(secrets, ['s3cr3t', base64('me:s3cr3t')]);
});

test('a header replaces its like, and Authorization goes', () => {
  const { headers } = injected({ kind: 'header', name: 'x-key' }, OWN);
  assert.deepEqual(headers, ['Accept', '*/*', 'x-key', 's3cr3t']);
});

test('a query parameter replaces its like; others stay as they were written', () => {
  const query = { kind: 'query', name: 'key' } as const;
  assert.equal(injected(query, []).path, '/mcp?key=s3cr3t');
  assert.equal(
    injected(query, [], '/mcp?a=%20&key=own&k%65y=own&b').path,
    '/mcp?a=%20&b&key=s3cr3t',
  );
  assert.deepEqual(injected(query, OWN).headers, ['Accept', '*/*', 'X-Key', 'own']);
});

test('a placeholder is swapped in values, within Basic credentials too, and nowhere else', () => {
  const basic = `Basic ${base64('me:tf-secret-x')}`;
  const { headers } = injected(PLACEHOLDER, [
    'a',
    'Bearer tf-secret-x',
    'b',
    basic,
    'c',
    'tf-secret',
  ]);
  assert.deepEqual(headers, [
    'a',
    'Bearer s3cr3t',
    'b',
    `Basic ${base64('me:s3cr3t')}`,
    'c',
    'tf-secret',
  ]);
});

test('a request that carries a placeholder is known', () => {
  assert.ok(carriesPlaceholder(['a', 'Bearer tf-secret-x'], 'tf-secret-x'));
  assert.ok(carriesPlaceholder(['a', `Basic ${base64('me:tf-secret-x')}`], 'tf-secret-x'));
  assert.ok(
    !carriesPlaceholder(['tf-secret-x', 'a', 'b', `Basic ${base64('me:x')}`], 'tf-secret-x'),
  );
});
