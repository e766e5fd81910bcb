import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHostPattern } from '../../src/policy/host-pattern.ts';

const TABLE: readonly (readonly [pattern: string, host: string, port: number, matches: boolean])[] =
  [
    ['api.example.com', 'api.example.com', 443, true],
    ['api.example.com', 'API.Example.com.', 80, true],
    ['api.example.com', 'evilapi.example.com', 443, false],
    ['api.example.com:8443', 'api.example.com', 8443, true],
    ['api.example.com:8443', 'api.example.com', 443, false],
    ['*.example.com', 'a.b.example.com', 443, true],
    ['*.example.com', 'example.com', 443, false],
    ['*.example.com', 'evilexample.com', 443, false],
    ['*', 'anything', 1, true],
    ['bücher.example', 'xn--bcher-kva.example', 443, true],
    ['127.0.0.1:3001', '127.0.0.1', 3001, true],
    ['[::1]:3001', '::1', 3001, true],
    ['[::1]', '[::1]', 80, true],
  ];

describe('host patterns', () => {
  for (const [pattern, host, port, matches] of TABLE) {
    it(`${pattern} ${matches ? 'covers' : 'does not cover'} ${host}:${port}`, () => {
      assert.equal(parseHostPattern(pattern)?.matches(host, port), matches);
    });
  }

  for (const text of [
    '',
    'https://a.com',
    'a.com/x',
    'a.*.com',
    '*a.com',
    'a.com:0',
    'a.com:99999',
    'a b',
  ]) {
    it(`\`${text}\` is none`, () => assert.equal(parseHostPattern(text), undefined));
  }
});
