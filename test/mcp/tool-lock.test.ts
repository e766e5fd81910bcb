import assert from 'node:assert/strict';
import test from 'node:test';
import { isJsonObject, type JsonObject, parseJson } from '../../src/base/plain-json.ts';
import {
  acceptPins,
  comparePins,
  lockOf,
  pinnedTool,
  pinState,
  printLock,
  serverKey,
  type ToolLock,
} from '../../src/mcp/tool-lock.ts';

const lock = (tools: Record<string, string>, server = 'https://s/mcp'): ToolLock =>
  new Map([
    [
      server,
      new Map(
        Object.entries(tools).map(([name, description]) => [
          name,
          pinnedTool({ name, description }),
        ]),
      ),
    ],
  ]);

function read(text: string): ToolLock {
  const value = parseJson(text);
  assert.ok(isJsonObject(value));
  return lockOf(value['servers'] as JsonObject, message => {
    throw new Error(message);
  });
}

test('states', () => {
  const rows = [
    [undefined, undefined, false, 'unknown'],
    [undefined, undefined, true, 'unknown'],
    [undefined, 'a', false, 'new'],
    ['a', 'a', true, 'approved'],
    ['a', 'b', true, 'changed'],
    ['a', undefined, true, 'removed'],
    ['a', undefined, false, 'unknown'],
  ] as const;
  for (const [accepted, seen, listed, state] of rows)
    assert.equal(pinState(accepted, seen, listed), state);
});

test('a declared server is known by its endpoint, another by its origin alone', () => {
  const server = { host: 's', path: '/mcp', trusted: false, transport: 'http' as const };
  const origin = 'https://s';
  assert.equal(serverKey({ ...server, name: 'github', origin }), 'https://s/mcp');
  assert.equal(serverKey({ ...server, name: origin, origin }), 'https://s');
});

test('accepting takes what is seen, and lets go of what is gone', () => {
  const before = lock({ a: '1', b: '1', c: '1' });
  const seen = lock({ a: '1', b: '2', d: '1' });
  const entries = comparePins(before, seen);
  assert.deepEqual(
    entries.map(({ tool, state }) => `${tool} ${state}`),
    ['a approved', 'b changed', 'c removed', 'd new'],
  );
  assert.deepEqual(acceptPins(before, entries), seen);
  const one = acceptPins(before, [entries[1]!]);
  assert.deepEqual(one, lock({ a: '1', b: '2', c: '1' }));
});

test('a server that was never seen is no difference', () => {
  const entries = comparePins(lock({ a: '1' }), new Map());
  assert.deepEqual(
    entries.map(({ state }) => state),
    ['unknown'],
  );
  assert.deepEqual(acceptPins(lock({ a: '1' }), entries), lock({ a: '1' }));
});

test('the text is sorted and is read back to the last digit', () => {
  const definition = parseJson('{"name":"t","inputSchema":{"maximum":12345678901234567890}}');
  const tools = new Map([['t', pinnedTool(definition as JsonObject)]]);
  const both: ToolLock = new Map([['https://z', tools], ...lock({ b: '1', a: '1' })]);
  const text = printLock(both);
  assert.match(text, /12345678901234567890/);
  assert.ok(
    text.indexOf('"a"') < text.indexOf('"b"') && text.indexOf('"b"') < text.indexOf('https://z'),
  );
  assert.equal(printLock(read(text)), text);
});

test('a hash that is not its definition’s, or another name, accepts nothing', () => {
  const text = printLock(lock({ a: 'reads' }));
  assert.throws(() => read(text.replace('reads', 'deletes')), /sha256.*tool `a`/);
  assert.throws(() => read(text.replace('"name": "a"', '"name": "b"')), /defined as another/);
});
