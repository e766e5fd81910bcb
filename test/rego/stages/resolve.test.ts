import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedBuiltin } from '../../../src/rego/stages/resolve.ts';
import { assertGolden } from '../../support/golden.ts';
import { goldenOf } from '../../support/rego-compile.ts';
import { resolved, stagedText } from '../../support/rego-stages.ts';

const SOURCES = [
  'import data.lib.f\nimport input.user as u\np := f(u.name) + q\nq := 1',
  'p := x if x := 1',
  'p if { x := 1; y := [z | x := 2; z := x]; x != y }',
  'p if { [a, {"k": b}] := input.pair; a == b }',
  'p if { some x; input.xs[x] }',
  'p if { some x in input.xs; x > 1 }',
  'p if { some k, [v, _] in data.m; k == v }',
  'p if { some x in [1, 2] }',
  'p if { every x in input.xs { x > 1; y := x; y < 9 } }',
  'p if { every k, v in input.xs { k == v } }',
  'f(x, [y, _]) := y if x == y',
  'f(x) := g(x)\ng(input) := input',
  'p := $"a {input.x} b {1} {[y | y := input.z]}"',
  'p if { print("x", input.x); true }',
  'import future.keywords.not\np if not input.x',
  'p if not input.x with input.y as 1',
  'p if { input.a or { x := 1; x > 0 } }\n'.replace('p if', 'import future.keywords.or\np if'),
  'p if q with time.now_ns as 1 with count as f with data.a as input\nq := 1\nf(_) := 1',
  'q := 1\np := q if { q := 2 }',
  'q := 1\np := {x | x := q} if { q := 2; q > 1 }',
  'p if { input := 1; input > 0 }',
  'p if { input.x := 1 }',
  'p if { 1 := 2 }',
  'p := rego.metadata.rule()',
  'a.b.c := a.b.d\na.b.d := 1',
];

test('resolved rules', () => {
  assertGolden(
    'rego/stage-resolve.txt',
    goldenOf(SOURCES, one => stagedText(resolved(one))),
  );
});

test('a builtin as a target of `with` is no reference', () => {
  const span = { source: { name: '', text: '' }, start: 0, end: 0 };
  const head = { kind: 'string', value: 'count', span } as const;
  assert.equal(namedBuiltin({ kind: 'ref', head, operands: [], span }), 'count');
  assert.equal(namedBuiltin(head), undefined);
});
