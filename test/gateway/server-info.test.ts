import assert from 'node:assert/strict';
import test from 'node:test';
import { parseConfig } from '../../src/gateway/config.ts';
import { addressedServer } from '../../src/gateway/server-info.ts';

const config = parseConfig(
  {
    name: 'tameflare.yaml',
    text: 'version: 1\nservers:\n  - { name: a, url: "https://x.example/mcp", trusted: true }\n',
  },
  '/',
);
const target = { scheme: 'https', host: 'x.example', port: 443 } as const;

test('a declared server is known by its origin and path', () => {
  const { server, declared } = addressedServer(config, target, 'https://x.example', '/mcp/?x=1');
  assert.equal(declared, true);
  assert.deepEqual([server.name, server.path, server.trusted], ['a', '/mcp', true]);
});

test('another path or origin is a stranger: known by its origin, never trusted', () => {
  for (const [origin, path] of [
    ['https://x.example', '/mcpx'],
    ['http://x.example', '/mcp'],
    ['https://x.example:444', '/mcp'],
  ] as const) {
    const { server, declared } = addressedServer(config, target, origin, path);
    assert.deepEqual(
      [declared, server.name, server.trusted],
      [false, origin, false],
      `${origin}${path}`,
    );
  }
});
