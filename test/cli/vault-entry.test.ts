import assert from 'node:assert/strict';
import test from 'node:test';
import { checkedSecret, type EntryOptions, entryTerms } from '../../src/cli/vault-entry.ts';

const URL_A = 'https://a.example/mcp';
const terms = (options: Partial<EntryOptions>, name = 'x') =>
  entryTerms(name, { url: URL_A, ...options }, 0);

test('the default is a bearer token for an origin and a path', () => {
  assert.deepEqual(terms({}), {
    name: 'x',
    binding: { origin: 'https://a.example', path: '/mcp' },
    placement: { kind: 'bearer' },
    env: [],
    changed: '1970-01-01T00:00:00.000Z',
  });
});

test('a variable makes it a placeholder that nothing else looks like', () => {
  const first = terms({ env: ['A_KEY'] }).placement;
  assert.equal(first.kind, 'placeholder');
  assert.notDeepEqual(first, terms({ env: ['A_KEY'] }).placement);
});

const REFUSED: readonly [Partial<EntryOptions>, RegExp][] = [
  [{ url: 'a.example' }, /is no address/],
  [{ url: 'http://a.example/' }, /https, or to this machine/],
  [{ url: 'ftp://a.example/' }, /https/],
  [{ url: 'https://me:pw@a.example/' }, /without user/],
  [{ url: 'https://a.example/?x' }, /without user, query/],
  [{ as: 'basic' }, /--user/],
  [{ as: 'header' }, /--field/],
  [{ as: 'query' }, /--field/],
  [{ as: 'header', field: 'Host' }, /can't be a header/],
  [{ as: 'header', field: 'a b' }, /can't be a header/],
  [{ as: 'bearer', env: ['A'] }, /--as placeholder only/],
  [{ env: ['1A'] }, /no name of a variable/],
  [{ oauth: 'client-credentials' }, /--token-url and --client-id/],
  [{ oauth: 'client-credentials', tokenUrl: 'http://a.example/', clientId: 'x' }, /https/],
];

for (const [options, message] of REFUSED)
  test(`${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => terms(options), { code: 'tf_usage', message });
  });

test('names are plain, and this machine needs no TLS', () => {
  assert.throws(() => terms({}, '../x'), /a name has/);
  for (const url of ['http://127.0.0.1:3001/mcp', 'http://localhost/', 'http://[::1]:80/'])
    assert.ok(terms({ url }));
});

test('a secret can stand in a header, and a refusal does not repeat it', () => {
  assert.equal(checkedSecret('abc\n'), 'abc');
  for (const text of ['', '\n', 'a\nb', 'a\tb', 'ä', ' a']) {
    assert.throws(
      () => checkedSecret(text),
      (error: Error) => !error.message.includes('a\n'),
    );
  }
});
