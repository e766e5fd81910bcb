import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTerm } from '../../../src/rego/parse.ts';
import { isComputed } from '../../../src/rego/stages/lift.ts';
import { assertGolden } from '../../support/golden.ts';
import { goldenOf } from '../../support/rego-compile.ts';
import { lifted, stagedText } from '../../support/rego-stages.ts';

const SOURCES = [
  'p if f(g(1))\nf(x) := x\ng(x) := x',
  'p if not f(g(1))\nf(x) := x\ng(x) := x',
  'p if not x == f(1)\nf(x) := x',
  'p if { x = f(1); f(1) = y; f(x) = f(y) }\nf(x) := x',
  'p if { count([1], n); n == 1 }',
  'p if { [f(1), {"k": f(2)}] = x }\nf(x) := x',
  'p[data.a[i]] := data.b[i] if i := 0',
  'p contains count(input) if true',
  'p := [f(x) | x := input.xs[_]]\nf(x) := x',
  'p := {k: f(v) | some k, v in f(input)}\nf(x) := x',
  'p if { every x in f(1) { f(x) > f(2) } }\nf(x) := x',
  'p if { every x in input.xs { x } }',
  'p if q with input as f(input.x) with data.a as 1\nq := 1\nf(x) := x',
  'p if count([1]) == 1 with count as f\nf(_) := 1',
  'p if f(1) == 2 with f as count([])\nf(_) := 1',
  'p if input.x[f(1)].y\nf(_) := 1',
  'p := f(1).a[0]\nf(_) := {"a": [1]}',
  'f([x, input.y, count(input.z)]) := x',
];

test('lifted rules', () => {
  assertGolden(
    'rego/stage-lift.txt',
    goldenOf(SOURCES, one => stagedText(lifted(one))),
  );
});

const COMPUTED: readonly (readonly [string, boolean])[] = [
  ['1', false],
  ['x', false],
  ['[1, {x}, {"k": y}]', false],
  ['input', true],
  ['x.y', true],
  ['[1, x[0]]', true],
  ['[y | y]', true],
  ['f(x)', true],
];

for (const [term, expected] of COMPUTED) {
  test(`${term} is ${expected ? '' : 'not '}computed`, () => {
    const parsed = parseTerm(term);
    const isRoot = parsed.kind === 'var' && parsed.name === 'input';
    assert.equal(isRoot || isComputed(parsed), expected);
  });
}
