import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathText } from '../../../src/rego/rule-definition.ts';
import { findNode } from '../../../src/rego/rule-tree.ts';
import { checkRecursion, neededBy } from '../../../src/rego/stages/recursion.ts';
import { messages, resolved } from '../../support/rego-stages.ts';

const CYCLES: readonly (readonly [source: string, told: RegExp | undefined])[] = [
  ['p := 1', undefined],
  ['p := q\nq := 1', undefined],
  ['p := p', /data\.test\.p -> data\.test\.p$/],
  ['p if not q\nq if p', /data\.test\.p -> data\.test\.q -> data\.test\.p$/],
  ['f(x) := f(x)', /data\.test\.f is recursive|`data\.test\.f` is recursive/],
  ['p := [x | x := q]\nq := {"a": p}', /recursive/],
  ['p if every x in q { x }\nq := [p]', /recursive/],
  ['p := data.test[input.x]', /recursive/],
  ['p := data.test[1]', undefined],
  ['p := data.other[input.x]', undefined],
  ['p := data', /recursive/],
  ['a[x] := 1 if x := a.b', /recursive/],
  ['p := 1 if q with input as p\nq := 1', /recursive/],
  ['p := 1 if false else := p', /recursive/],
];

for (const [source, told] of CYCLES) {
  test(source, () => {
    const { root, report } = resolved(source);
    checkRecursion(root, report);
    if (told === undefined) assert.equal(messages(report), '');
    else assert.match(messages(report), told);
  });
}

test('rules of one cycle are told once', () => {
  const { root, report } = resolved('p := q + p\nq := p + r\nr := q');
  checkRecursion(root, report);
  assert.equal(report.diagnostics.length, 1);
});

test('an operand known at run time reaches every rule at its place', () => {
  const { root } = resolved([
    'p := data.lib[input.x].y',
    'package lib\na := 1\nb.y := 2\nb.z := 3',
  ]);
  const needed = [...neededBy(root, findNode(root, ['test', 'p'])!)];
  assert.deepEqual(
    needed.map(node => pathText(node.path)),
    ['data.lib.a', 'data.lib.b.y'],
  );
});
