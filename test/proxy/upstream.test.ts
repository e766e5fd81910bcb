import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Dispatcher } from 'undici';
import { createUpstream, type Upstream } from '../../src/proxy/upstream.ts';
import { httpServer, httpsServer, type Upstream as Server, serverAuthority } from './rig.ts';

/** The status a request ends with, or its error's message. */
function ask(upstream: Upstream, { origin, port }: Server, host = '127.0.0.1'): Promise<string> {
  const scheme = origin.startsWith('https') ? 'https' : 'http';
  const authority = `${host}:${port}`;
  const request = { method: 'GET', path: '/', headers: ['host', authority], body: null } as const;
  return new Promise(resolve => {
    let answer = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_, status) {
        answer = status;
      },
      onResponseData() {},
      onResponseEnd: () => resolve(String(answer)),
      onResponseError: (_, error) => resolve(error.message),
    };
    const all = { ...request, origin: `${scheme}://${authority}`, reach: 'any' } as const;
    upstream.dispatch(all, handler);
  });
}

test('connections are kept alive', async t => {
  const server = await httpServer(t, (_, response) => void response.end());
  let connections = 0;
  server.server.on('connection', () => {
    connections += 1;
  });
  const upstream = createUpstream();
  t.after(() => upstream.close());
  for (let i = 0; i < 3; i++) {
    assert.equal(await ask(upstream, server), '200');
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.equal(connections, 1);
});

test('certificates are verified, with the user’s authorities beside the known ones', async t => {
  const server = await httpsServer(t, (_, response) => void response.end());
  const [trusting, plain] = [
    createUpstream({ extraCa: [serverAuthority.certificate] }),
    createUpstream(),
  ];
  t.after(() => Promise.all([trusting.close(), plain.close()]));
  assert.equal(await ask(trusting, server), '200');
  assert.match(await ask(plain, server), /unable to verify|self.signed/);
  assert.match(await ask(trusting, server, 'localhost'), /does not match certificate's altnames/);
});

test('closing ends what is under way', async t => {
  const server = await httpServer(t, () => {});
  const upstream = createUpstream();
  const asking = ask(upstream, server);
  await once(server.server, 'request');
  await upstream.close();
  assert.match(await asking, /destroyed/);
});
