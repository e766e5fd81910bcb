import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../src/gateway/config.ts';
import { serverAt } from '../../src/gateway/config-servers.ts';

const { servers } = parseConfig(
  {
    name: 'tameflare.yaml',
    text: `version: 1
servers:
  - { name: root, url: "https://a.example.com/" }
  - { name: mcp, url: "https://a.example.com/mcp/" }
  - { name: local, url: "http://127.0.0.1:3001/mcp" }
`,
  },
  '/',
);

describe('the server at an address', () => {
  const table: readonly (readonly [origin: string, path: string, name: string | undefined])[] = [
    ['https://a.example.com', '/mcp', 'mcp'],
    ['https://a.example.com', '/mcp/', 'mcp'],
    ['https://a.example.com', '/mcp/x', 'mcp'],
    ['https://a.example.com', '/mcpx', 'root'],
    ['https://a.example.com', '/', 'root'],
    ['http://127.0.0.1:3001', '/mcp', 'local'],
    ['http://127.0.0.1:3001', '/', undefined],
    ['http://127.0.0.1:3002', '/mcp', undefined],
    ['http://a.example.com', '/mcp', undefined],
  ];
  for (const [origin, path, name] of table) {
    it(`${origin}${path}: ${name ?? 'none'}`, () => {
      assert.equal(serverAt(servers, origin, path)?.name, name);
    });
  }
});
