import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { RISK_TABLE, riskOf } from '../../src/mcp/risk.ts';

const cases: readonly [
  name: string,
  annotations: Record<string, boolean>,
  trusted: boolean,
  risk: string,
][] = [
  ['delete_repo', {}, false, 'high'],
  ['deleteRepo', { readOnlyHint: true }, false, 'high'],
  ['delete_repo', { readOnlyHint: true }, true, 'high'],
  ['get_issue', {}, false, 'low'],
  ['get_issue', { readOnlyHint: false }, false, 'high'],
  ['get_issue', { destructiveHint: true }, false, 'high'],
  ['anything', {}, false, 'high'],
  ['anything', { readOnlyHint: true }, false, 'medium'],
  ['anything', { readOnlyHint: true }, true, 'low'],
  ['create_issue', { destructiveHint: false }, false, 'medium'],
  ['listing', {}, false, 'high'],
  ['echo', {}, false, 'low'],
];

for (const [name, annotations, trusted, risk] of cases) {
  test(`risk of ${name} ${JSON.stringify(annotations)}${trusted ? ' on a trusted server' : ''}`, () => {
    assert.equal(riskOf(name, annotations, trusted), risk);
  });
}

test('docs/mcp.md shows the table', () => {
  const either = (hints: readonly string[] = []) => hints.join(' or ');
  const rows = RISK_TABLE.map(({ name = '', trusted, readOnly, destructive, risk }) =>
    ['', name, trusted ? 'trusted' : '', either(readOnly), either(destructive), risk, '']
      .join(' | ')
      .replace(/ {2,}/g, ' ')
      .trim(),
  );
  const page = readFileSync(join(packageRoot, 'docs', 'mcp.md'), 'utf8');
  assert.ok(page.includes(`${rows.join('\n')}\n`), rows.join('\n'));
});
