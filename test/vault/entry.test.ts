import assert from 'node:assert/strict';
import test from 'node:test';
import { covers } from '../../src/vault/entry.ts';

const at = (path: string) => ({ origin: 'https://a.example', path });

const CASES: readonly [string, string, string, boolean][] = [
  ['/', 'https://a.example', '/anything/%2e%2e/else', true],
  ['/mcp', 'https://a.example', '/mcp', true],
  ['/mcp/', 'https://a.example', '/mcp', true],
  ['/mcp', 'https://a.example', '/mcp/', true],
  ['/mcp', 'https://a.example', '/mcp/x?y=/z', true],
  ['/mcp', 'https://a.example', '/mcpx', false],
  ['/mcp', 'https://a.example', '/MCP', false],
  ['/mcp', 'https://a.example', '/', false],
  ['/mcp', 'https://a.example', '/mcp/..%2fadmin', false],
  ['/mcp', 'https://a.example', '/mcp/%2E%2E%2Fadmin', false],
  ['/mcp', 'https://a.example', '/mcp/..%5cadmin', false],
  ['/mcp', 'http://a.example', '/mcp', false],
  ['/mcp', 'https://a.example:8443', '/mcp', false],
  ['/mcp', 'https://b.a.example', '/mcp', false],
];

for (const [path, origin, target, expected] of CASES)
  test(`${path} ${expected ? 'covers' : 'does not cover'} ${origin}${target}`, () => {
    assert.equal(covers(at(path), origin, target), expected);
  });
