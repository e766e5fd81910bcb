import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newCounters } from '../../src/proxy/counters.ts';
import { echo, httpServer, secureTunnel, startProxy, wire } from './rig.ts';

test('a proxy begins at zero and counts what it does', async t => {
  const upstream = await httpServer(t, echo);
  const { proxy } = await startProxy(t, {
    onConnect: ({ host }) =>
      host === 'denied.example' ? { kind: 'deny', message: 'no' } : { kind: 'intercept' },
  });
  assert.deepEqual(proxy.counters, newCounters());
  assert.deepEqual(new Set(Object.values(newCounters())), new Set([0]));

  const client = wire(t, proxy);
  client.send(`GET ${upstream.origin}/ HTTP/1.1\r\nHost: 127.0.0.1:${upstream.port}\r\n\r\n`);
  await client.until(/}$/);
  client.send('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
  await client.until(/tf_proxy_target/);
  const refused = wire(t, proxy);
  refused.send('CONNECT denied.example:443 HTTP/1.1\r\nHost: x\r\n\r\n');
  await refused.untilClosed();
  await secureTunnel(t, proxy, 'a.example:443');

  assert.deepEqual(proxy.counters, {
    ...newCounters(),
    exchanges: 1,
    refused: 1,
    denied: 1,
    intercepted: 1,
  });
});
