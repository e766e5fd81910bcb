import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TfError } from '../../src/base/errors.ts';
import {
  authorityOf,
  parseAbsolute,
  parseAuthority,
  requestTarget,
} from '../../src/proxy/target.ts';

const AUTHORITIES: readonly [text: string, host: string, port: number][] = [
  ['example.com:443', 'example.com', 443],
  ['EXAMPLE.Com:443', 'example.com', 443],
  ['example.com.:443', 'example.com', 443],
  ['bücher.example:1', 'xn--bcher-kva.example', 1],
  ['%65xample.com:443', 'example.com', 443],
  ['127.1:80', '127.0.0.1', 80],
  ['0x7f000001:80', '127.0.0.1', 80],
  ['2130706433:80', '127.0.0.1', 80],
  ['[::1]:8080', '::1', 8080],
  ['[0:0::0001]:8080', '::1', 8080],
  ['[::ffff:10.0.0.1]:80', '::ffff:a00:1', 80],
];

for (const [text, host, port] of AUTHORITIES) {
  test(`authority ${text}`, () => assert.deepEqual(parseAuthority(text), { host, port }));
}

const NO_AUTHORITIES = [
  '',
  ':443',
  'example.com',
  'example.com:',
  'example.com:0',
  'example.com:65536',
  'example.com:443:443',
  'user@example.com:443',
  'example.com/a:443',
  'example.com#:443',
  'exa mple.com:443',
  'example.com\\a:443',
  '::1:80',
  '[::1:80',
  '[fe80::1%eth0]:80',
  '256.1.1.1:80',
  '.:80',
  '..:80',
  'a..example:80',
  'a.example..:80',
];

for (const text of NO_AUTHORITIES) {
  test(`no authority: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseAuthority(text), { code: 'tf_proxy_target' });
  });
}

test('an authority shows a port only where it is not the scheme’s own', () => {
  const shown = (scheme: 'http' | 'https', host: string, port: number) =>
    authorityOf({ scheme, host, port });
  assert.equal(shown('http', 'a.example', 80), 'a.example');
  assert.equal(shown('https', 'a.example', 80), 'a.example:80');
  assert.equal(shown('https', '::1', 443), '[::1]');
  assert.equal(shown('http', '::1', 443), '[::1]:443');
});

test('absolute-form', () => {
  assert.deepEqual(parseAbsolute('HTTP://Example.com/a/../b?x=/../y'.replace('/..', '/c')), {
    scheme: 'http',
    host: 'example.com',
    port: 80,
    path: '/a/c/b?x=/../y',
  });
  assert.equal(parseAbsolute('https://example.com').path, '/');
  assert.equal(parseAbsolute('https://example.com?q').path, '/?q');
  assert.equal(parseAbsolute('https://example.com/.well-known/...').path, '/.well-known/...');
});

const REFUSED: readonly [name: string, url: string, hosts: readonly string[], reason: RegExp][] = [
  ['another scheme', 'ftp://a.example/', ['a.example'], /neither absolute-form/],
  ['origin-form outside of a tunnel', '/path', ['a.example'], /neither absolute-form/],
  ['asterisk-form', '*', ['a.example'], /neither absolute-form/],
  ['user info', 'http://user:pw@a.example/', ['a.example'], /not a valid authority/],
  ['fragment', 'http://a.example/#x', ['a.example'], /not a valid origin-form/],
  ['backslash', 'http://a.example/\\..', ['a.example'], /not a valid origin-form/],
  ['dot segment', 'http://a.example/a/./b', ['a.example'], /dot segments/],
  ['two dots', 'http://a.example/a/../b', ['a.example'], /dot segments/],
  ['encoded dots', 'http://a.example/a/%2E%2e', ['a.example'], /dot segments/],
  ['two Host fields', 'http://a.example/', ['a.example', 'a.example'], /more than one Host/],
  ['another host', 'http://a.example/', ['b.example'], /`b.example` disagrees .* `a.example`/],
  ['another port', 'http://a.example/', ['a.example:81'], /disagrees/],
  ['an empty host', 'http://a.example/', [''], /not a valid authority/],
];

for (const [name, url, hosts, reason] of REFUSED) {
  test(`refused: ${name}`, () => {
    const headers = hosts.flatMap(host => ['Host', host]);
    const refuse = () => requestTarget(url, headers, undefined);
    assert.throws(refuse, { code: 'tf_proxy_target', message: reason });
  });
}

test('a Host field may spell the target otherwise', () => {
  for (const host of ['a.example', 'A.example:80', 'a.example.']) {
    assert.equal(requestTarget('http://a.example/', ['Host', host], undefined).host, 'a.example');
  }
  assert.equal(requestTarget('http://a.example/', [], undefined).port, 80);
});

test('in a tunnel the CONNECT is the authority', () => {
  const tunnel = { scheme: 'https', host: 'a.example', port: 8443 } as const;
  const inside = (url: string, host: string) => requestTarget(url, ['Host', host], tunnel);
  assert.deepEqual(inside('/x', 'a.example:8443'), { ...tunnel, path: '/x' });
  assert.deepEqual(inside('https://a.example:8443/x', 'a.example:8443'), { ...tunnel, path: '/x' });
  assert.throws(() => inside('/x', 'a.example'), /disagrees with the target/);
  assert.throws(() => inside('/x', 'b.example:8443'), /disagrees with the target/);
  assert.throws(() => inside('http://a.example:8443/x', 'a.example:8443'), /with the tunnel/);
  assert.throws(() => inside('https://b.example:8443/x', 'b.example:8443'), /with the tunnel/);
});

/** What a function gives, or undefined if it refuses as it should. */
function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (thrown) {
    assert.ok(thrown instanceof TfError, String(thrown));
    return undefined;
  }
}

const hostile = fc.string({ unit: fc.constantFrom(...'aZ.:/?#@\\[]%2e0x1 \t\u00e9') });

test('whatever is accepted has one spelling', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webAuthority({ withPort: true }), hostile), text => {
      const authority = unlessRefused(() => parseAuthority(text, 80));
      if (authority === undefined) return;
      const shown = authorityOf({ scheme: 'http', ...authority });
      assert.deepEqual(parseAuthority(shown, 80), authority);
    }),
  );
});

test('whatever is accepted is what a URL parser would reach', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), hostile), text => {
      const target = unlessRefused(() => parseAbsolute(text));
      if (target === undefined) return;
      const { hostname, pathname } = new URL(text);
      assert.equal(hostname.replace(/^\[|\]$|\.$/g, ''), target.host);
      assert.equal(new URL(`http://x${target.path}`).pathname, pathname);
    }),
  );
});
