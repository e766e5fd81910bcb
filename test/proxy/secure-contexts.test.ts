import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecureContexts } from '../../src/proxy/secure-contexts.ts';
import { authority, httpsServer, secureTunnel, startProxy } from './rig.ts';

test('a host keeps its identity', () => {
  const contextFor = createSecureContexts(authority);
  assert.equal(contextFor('a.example'), contextFor('a.example'));
  assert.notEqual(contextFor('a.example'), contextFor('b.example'));
});

test('clients that arrive together at a new host all get it', async t => {
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => exchange.respond(200, [], 'ok'),
  });
  const arrivals = Array.from({ length: 8 }, async () => {
    const client = await secureTunnel(t, proxy, 'new.example:443', '', {
      servername: 'new.example',
    });
    client.send('GET / HTTP/1.1\r\nHost: new.example\r\nConnection: close\r\n\r\n');
    return [client.tls.getPeerX509Certificate()?.serialNumber, await client.untilClosed()];
  });
  const seen = await Promise.all(arrivals);
  assert.equal(new Set(seen.map(([serial]) => serial)).size, 1);
  for (const [, response] of seen) assert.match(response ?? '', /^HTTP\/1\.1 200 OK/);
});

test('only HTTP/1.1 is negotiated, and sessions are resumed', async t => {
  const upstream = await httpsServer(t, (_, response) => void response.end('ok'));
  const { proxy } = await startProxy(t);
  const target = `127.0.0.1:${upstream.port}`;
  const first = await secureTunnel(t, proxy, target, '', { ALPNProtocols: ['h2', 'http/1.1'] });
  assert.equal(first.tls.alpnProtocol, 'http/1.1');
  const session = await new Promise<Buffer>(resolve => first.tls.once('session', resolve));
  const second = await secureTunnel(t, proxy, target, '', { session });
  assert.equal(second.tls.isSessionReused(), true);
});
