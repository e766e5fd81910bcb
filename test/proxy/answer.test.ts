import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { startProxy, wire } from './rig.ts';

const ASK = 'GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n';
const BODIES = ['', 'text', 'tëxt', Buffer.from([0, 0xff, 0x80]), Buffer.alloc(50_000, 7)];

for (const body of BODIES) {
  test(`${Buffer.byteLength(body)} bytes arrive as they are (${typeof body})`, async t => {
    const { proxy } = await startProxy(t, {
      onExchange: async exchange => exchange.respond(200, ['Content-Length', '1'], body),
    });
    const client = wire(t, proxy);
    client.send(ASK);
    const received = Buffer.from(await client.untilClosed(), 'latin1');
    const bytes = Buffer.from(body as Buffer);
    assert.match(String(received), new RegExp(`\r\ncontent-length: ${bytes.length}\r\n`));
    assert.deepEqual(received.subarray(received.length - bytes.length), bytes);
  });
}

test('a stream waits for its reader, and for none that has left', async t => {
  const done: string[] = [];
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      const stream = exchange.stream(200, []);
      const fill = (): void => {
        while (stream.write(Buffer.alloc(64 * 1024)));
      };
      fill();
      done.push('full');
      await stream.drained();
      done.push('drained');
      fill();
      await stream.drained();
      done.push('left');
      assert.equal(stream.write('nobody reads this'), true);
      stream.end();
    },
  });
  const client = wire(t, proxy);
  client.socket.pause();
  client.send(ASK);
  while (done.length === 0) await new Promise(resolve => setImmediate(resolve));
  client.socket.resume();
  while (done.length === 1) await once(client.socket, 'data');
  client.socket.destroy();
  while (proxy.counters.activeExchanges > 0) await new Promise(resolve => setImmediate(resolve));
  assert.deepEqual(done, ['full', 'drained', 'left']);
});

test('an answer is begun once', async t => {
  const { proxy } = await startProxy(t, {
    onExchange: async exchange => {
      exchange.stream(200, []).end();
      assert.throws(() => exchange.stream(200, []), /answered before/);
    },
  });
  const client = wire(t, proxy);
  client.send(ASK);
  assert.match(await client.untilClosed(), /^HTTP\/1\.1 200 OK/);
});
