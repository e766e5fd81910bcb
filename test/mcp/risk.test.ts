import assert from 'node:assert/strict';
import test from 'node:test';
import { riskOf } from '../../src/mcp/risk.ts';

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
