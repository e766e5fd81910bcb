import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { CONTRACT_RULES, contractProblems } from '../../src/policy/contract.ts';
import { parseModule } from '../../src/rego/parse.ts';

describe('the contract of packages', () => {
  it('is what the shipped policy asks for', () => {
    const main = readFileSync(join(packageRoot, 'policies', 'tameflare', 'main.rego'), 'utf8');
    const asked = [...main.matchAll(/data\.policies\[name\]\.(\w+)/g)].map(([, rule]) => rule);
    assert.deepEqual([...asked].sort(), [...CONTRACT_RULES].sort());
  });

  const table: readonly (readonly [source: string, problems: readonly string[]])[] = [
    ['package policies.a\n\ndeny contains "x"\n', []],
    ['package other\n\ndeny contains "x"\n', []],
    ['package policies.a.b\n\nhelper := 1\n', []],
    [
      'package policies.a.b\n\nallow := true\n',
      ['`allow` of package `policies.a.b` is never asked for'],
    ],
    [
      'package policies\n\ndefault deny := false\n',
      ['`deny` of package `policies` is never asked for'],
    ],
  ];
  for (const [source, problems] of table) {
    it(source.split('\n').filter(Boolean).join('; '), () => {
      const found = contractProblems([parseModule(source)]).map(({ message }) => message);
      assert.deepEqual(found, problems);
    });
  }
});
