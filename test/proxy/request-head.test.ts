import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials } from '../../src/proxy/credentials.ts';
import { bodyOf, secureTunnel, startProxy, wire } from './rig.ts';

const authenticate = ({ username, password }: Credentials) =>
  password === `secret of ${username}` ? username : undefined;
const basic = (text: string) =>
  `Proxy-Authorization: Basic ${Buffer.from(text).toString('base64')}\r\n`;
const request = (credentials: string) =>
  `GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n${credentials}\r\n`;
const connect = (credentials: string) =>
  `CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n${credentials}\r\n`;

const WRONG = ['', basic('one:wrong'), 'Proxy-Authorization: Bearer x\r\n', basic('nonsense')];

for (const [form, text] of [
  ['absolute-form', request],
  ['CONNECT', connect],
] as const) {
  for (const credentials of WRONG) {
    test(`407: ${form} with ${JSON.stringify(credentials)}`, async t => {
      const { proxy, exchanges } = await startProxy(t, { authenticate });
      const client = wire(t, proxy);
      client.send(text(credentials));
      const received = await client.until(/\r\n\r\n[\s\S]*\n/);
      assert.match(received, /^HTTP\/1\.1 407 Proxy Authentication Required\r\n/);
      assert.match(received, /proxy-authenticate: Basic realm="tameflare"\r\n/i);
      assert.match(bodyOf(received), /^tf_proxy_credentials: /);
      assert.equal(exchanges.length, 0);
      assert.equal(proxy.counters.refused, 1);
    });
  }
}

test('credentials tell runs apart and go no further', async t => {
  const { proxy, exchanges } = await startProxy(t, {
    authenticate,
    onExchange: async exchange => exchange.respond(200, [], 'ok'),
  });
  const client = wire(t, proxy);
  client.send(request(basic('one:secret of one')));
  await client.until(/ok$/);
  client.send(request(basic('two:secret of two')));
  await client.until(/ok[\s\S]*ok$/);
  const heads = exchanges.map(exchange => exchange.request);
  assert.deepEqual(
    heads.map(({ run }) => run),
    ['one', 'two'],
  );
  assert.deepEqual(
    heads.map(({ headers }) => headers),
    [[], []],
  );
});

test('a tunnel keeps the run that opened it', async t => {
  const { proxy, exchanges } = await startProxy(t, {
    authenticate,
    onExchange: async exchange => exchange.respond(200, [], 'ok'),
  });
  const credentials = basic('one:secret of one');
  const client = await secureTunnel(t, proxy, 'a.example:443', credentials);
  client.send('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
  await client.until(/ok$/);
  const { run, form, authority, origin } = exchanges[0]!.request;
  assert.deepEqual(
    [run, form, authority, origin],
    ['one', 'connect-tls', 'a.example', 'https://a.example'],
  );
});
