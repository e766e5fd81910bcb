import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConflicts } from '../../../src/rego/stages/conflicts.ts';
import { fromJs } from '../../../src/value/json.ts';
import { Undefined } from '../../../src/value/value.ts';
import { messages, resolved } from '../../support/rego-stages.ts';

function conflicts(sources: string | readonly string[], data?: unknown): string {
  const { root, modules, report } = resolved(sources);
  checkConflicts(root, modules, data === undefined ? Undefined : fromJs(data), report);
  return messages(report);
}

const TOGETHER: readonly (string | readonly string[])[] = [
  'p := 1\np := 2',
  'p := 1 if false\ndefault p := 2',
  'p contains 1\np contains 2',
  'p[1] := 1\np.a := 2\np[x] contains 1 if x := 3',
  'default p.a := 1\np[x] := 2 if x := "b"',
  'f(1) := 1\nf(x) := 2 if x > 1\ndefault f(_) := 3',
  'a.b := 1\na.c := 2',
  ['package a\nb.c := 1', 'package a.b\nd := 1'],
];

for (const sources of TOGETHER) {
  test(`fine: ${[sources].flat().join(' // ')}`, () => assert.equal(conflicts(sources), ''));
}

const APART: readonly (readonly [sources: string | readonly string[], told: RegExp])[] = [
  ['p := 1\np contains 2', /makes a set, another makes a value/],
  ['p := 1\np[x] := 2 if x := 1', /makes an object, another makes a value/],
  ['p contains 1\np[x] := 2 if x := 1', /makes an object, another makes a set/],
  ['p := 1\np(x) := x', /makes a function of 1 argument, another makes a value/],
  ['f(x) := x\nf(x, y) := x', /2 arguments/],
  ['default p := 1\ndefault p := 2', /more than one default/],
  ['p := 1\np.q := 2', /conflicts with the rule `data.test.p.q`/],
  [['package a\nb := 1', 'package a.b.c'], /conflicts with the package `data.a.b.c`/],
  [['package a\nb[x] := 1 if x := 1', 'package a.b\nc := 1'], /conflicts with the package/],
];

for (const [sources, told] of APART) {
  test(`conflict: ${[sources].flat().join(' // ')}`, () => assert.match(conflicts(sources), told));
}

test('base documents under a rule', () => {
  assert.match(conflicts('p.q := 1', { test: { p: { q: 1 } } }), /base document/);
  assert.equal(conflicts('p.q := 1', { test: { p: { r: 1 } } }), '');
  assert.equal(conflicts('p.q := 1', { test: 1 }), '');
});
