import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileGlob } from '../../src/policy/glob.ts';

const TABLE: readonly (readonly [pattern: string, name: string, matches: boolean])[] = [
  ['delete_issue', 'delete_issue', true],
  ['delete_issue', 'Delete_issue', false],
  ['delete_*', 'delete_', true],
  ['delete_*', 'delete_issue', true],
  ['delete_*', 'undelete_issue', false],
  ['*', '', true],
  ['mcp.*', 'mcp.tools.call', true],
  ['mcp.*.list', 'mcp.resources.templates.list', true],
  ['mcp.*.list', 'mcp.list', false],
  ['?et_*', 'get_x', true],
  ['?et_*', 'et_x', false],
  ['*_all_*', 'drop_all_tables', true],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
];

describe('globs', () => {
  for (const [pattern, name, matches] of TABLE) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} \`${name}\``, () => {
      assert.equal(compileGlob(pattern).matches(name), matches);
    });
  }

  it('agrees with a regular expression', () => {
    const text = fc.stringMatching(/^[ab*?]{0,8}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^[ab]{0,8}$/), (pattern, name) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        assert.equal(compileGlob(pattern).matches(name), regex.test(name));
      }),
    );
  });

  it('stays fast on patterns that make backtracking explode', () => {
    const glob = compileGlob(`${'*a'.repeat(30)}b`);
    assert.equal(glob.matches('a'.repeat(5000)), false);
  });
});
