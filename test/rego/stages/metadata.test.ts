import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_METADATA } from '../../../src/rego/stages/metadata.ts';
import { evaluate } from '../../support/rego-compile.ts';

const PACKAGE = `# METADATA
# title: about the package
package a.b`;

const RULE = `# METADATA
# title: about the rule
# authors: ["A B <a@b.c>", Z]
# related_resources: ["https://a.b"]
p := rego.metadata.rule()
q := rego.metadata.chain() if true
r := rego.metadata.rule()`;

const OUTER = `# METADATA
# scope: subpackages
# title: below a
package a`;

function answer(name: string): unknown {
  const text = evaluate([`${PACKAGE}\n\n${RULE}`, OUTER], { query: `data.a.b.${name} = x` });
  return JSON.parse(text)[0].x;
}

test('the rule’s own annotations, short forms spelled out', () => {
  assert.deepEqual(answer('p'), {
    scope: 'rule',
    title: 'about the rule',
    authors: [{ name: 'A B', email: 'a@b.c' }, { name: 'Z' }],
    related_resources: [{ ref: 'https://a.b' }],
  });
  assert.deepEqual(answer('r'), {});
});

test('the chain goes outward, and begins with the rule also when it has none', () => {
  assert.deepEqual(answer('q'), [
    { path: ['a', 'b', 'q'] },
    { path: ['a', 'b'], annotations: { scope: 'package', title: 'about the package' } },
    { path: ['a'], annotations: { scope: 'subpackages', title: 'below a' } },
  ]);
});

test('a query has no annotations', () => {
  const span = { source: { name: '', text: '' }, start: 0, end: 0 };
  assert.deepEqual(NO_METADATA.rule(span), { kind: 'object', entries: [], span });
  assert.deepEqual(NO_METADATA.chain(span), { kind: 'array', items: [], span });
});
