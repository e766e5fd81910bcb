import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Term } from '../../../src/rego/ast.ts';
import { parseQuery, parseTerm } from '../../../src/rego/parse.ts';
import { printTerm } from '../../../src/rego/print-term.ts';
import {
  orderClause,
  outputsOf,
  patternVariables,
  unificationPairs,
} from '../../../src/rego/stages/safety.ts';
import { assertGolden } from '../../support/golden.ts';
import { goldenOf } from '../../support/rego-compile.ts';
import { changeClauses, lifted, messages, stagedText } from '../../support/rego-stages.ts';

function ordered(source: string | readonly string[]): string {
  const staged = lifted(source);
  const on = { report: staged.report, known: ['allow', 'inputs'] };
  changeClauses(staged.root, clause => orderClause(on, clause));
  return staged.report.diagnostics.length > 0 ? messages(staged.report) : stagedText(staged);
}

const SOURCES = [
  'p if { x == 1; x = 1 }',
  'p if { not x == 2; x = y; y = input.a }',
  'p if { data.q[i] = v; v > j; j = i }',
  'p := n if { n = count(xs); xs = [x | x = input[_]; x > low]; low = 1 }',
  'p if { xs = [y | y = z]; z = 1 }',
  'p if { ys = [x | x = 1]; xs = [x | x = 2]; xs != ys }',
  'p if { every x in input { x > low }; low = 1 }',
  'p if { x = [y | y = [z | z = w]]; w = 1 }',
  'p if { q[x] with input as y; y = 1; x > 0 }\nq := [1]',
  'p if { [x, y] = [y, 1] }',
  'p if { {"a": x, "b": 1} = {"a": 1, "b": y}; z = [x, y] }',
  'p if { walk(input, [path, v]); path = [_, v] }',
  'p if { data.q[[x, y]]; x < y }',
  'p if x > 1',
  'p if { x = f(y); y = f(x) }\nf(a) := a',
  'p if { y = f(x); z = f(y) }\nf(a) := a',
  'p if not data.q[_]',
  'p if alow',
  'p := x if { y = [x | x = 1] }',
  'p if { xs = {x | x > 1} }',
  'p if { x = 1 with input as y }',
  'p if { count(x) = 1; {x} = {[1]} }',
];

test('ordered bodies, or what is unsafe in them', () => {
  assertGolden('rego/stage-safety.txt', goldenOf(SOURCES, ordered));
});

const OUTPUTS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['x = 1', [], ['x']],
  ['x = y', [], []],
  ['x = y', ['y'], ['x']],
  ['not x = 1', [], []],
  ['data.a[x][y.z]', [], ['x']],
  ['v[x]', [], []],
  ['v[x]', ['v'], ['x']],
  ['[a, b] = [b, 1]', [], ['a', 'b']],
  ['{"k": a} = {"k": 1}', [], ['a']],
  ['{k: a} = {"k": 1}', [], []],
  ['{k: a} = {k: 1}', [], ['a']],
  ['{"a": a, k: 1} = {"a": 2, "z": 1}', ['k'], ['a']],
  ['{"a": a} = {"a": 1 | true}', [], ['a']],
  ['[a, 1] = {1}', [], []],
  ['{x} = {1}', [], []],
  ['x > 1', [], []],
];

for (const [text, bound, outputs] of OUTPUTS) {
  test(`${text} with ${bound.join() || 'nothing'} bound binds ${outputs.join() || 'nothing'}`, () => {
    const [expr] = parseQuery(text);
    const found = [...outputsOf(expr!, new Set(bound))].filter(name => !bound.includes(name));
    assert.deepEqual(found.sort(), outputs);
  });
}

test('patterns bind in arrays and values of objects', () => {
  assert.deepEqual(patternVariables(parseTerm('[a, {"k": b, c: [d]}, {e}, f.g]')), ['a', 'b', 'd']);
});

test('sides of a unification are taken apart as far as both are written out', () => {
  const pairs = (a: string, b: string) =>
    unificationPairs(parseTerm(a), parseTerm(b)).map(pair =>
      pair.map((side: Term) => printTerm(side)).join(' = '),
    );
  assert.deepEqual(pairs('[a, [b]]', '[1, [2]]'), ['a = 1', 'b = 2']);
  assert.deepEqual(pairs('[a]', '[1, 2]'), ['[a] = [1, 2]']);
  assert.deepEqual(pairs('{"x": a, "y": b}', '{"y": 1, "x": 2}'), ['a = 2', 'b = 1']);
  assert.deepEqual(pairs('{"x": a}', '{"y": 1}'), ['{"x": a} = {"y": 1}']);
  assert.deepEqual(pairs('{1: a}', '{"1": 1}'), ['{1: a} = {"1": 1}']);
});
