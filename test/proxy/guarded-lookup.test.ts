import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import type { Reach } from '../../src/proxy/exchange.ts';
import { guardedLookup, literalOutOfReach } from '../../src/proxy/guarded-lookup.ts';

function resolve(host: string, reach: Reach, all: boolean): Promise<string | LookupAddress[]> {
  return new Promise((settle, reject) => {
    guardedLookup(reach)(host, { all }, (error, found) => (error ? reject(error) : settle(found)));
  });
}

test('a name that resolves out of reach is refused', async () => {
  await assert.rejects(resolve('localhost', 'public', true), {
    code: 'tf_proxy_reach',
    message: /^`localhost` \((127\.0\.0\.1|::1)\) is a loopback address$/,
  });
});

test('a name within reach gives its addresses in the form that was asked for', async () => {
  const one = await resolve('localhost', 'local', false);
  const all = await resolve('localhost', 'local', true);
  assert.ok(Array.isArray(all) && all.some(({ address }) => address === one));
});

test('a name that does not resolve is no address out of reach', async () => {
  await assert.rejects(resolve('no-such-name.invalid', 'any', true), (error: { code: string }) =>
    /^(ENOTFOUND|EAI_AGAIN)$/.test(error.code),
  );
});

test('an address written as such is checked without a lookup', () => {
  const error = literalOutOfReach('10.0.0.1', 'public');
  assert.equal(error?.code, 'tf_proxy_reach');
  assert.equal(error.message, '`10.0.0.1` is a private address');
  assert.equal(literalOutOfReach('10.0.0.1', 'local'), undefined);
  assert.equal(literalOutOfReach('1.1.1.1', 'public'), undefined);
  assert.equal(literalOutOfReach('a.example', 'public'), undefined);
});
