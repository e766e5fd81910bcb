import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { compileToPlan } from '../../src/rego/compile.ts';
import { fromJs } from '../../src/value/json.ts';
import { assertGolden } from '../support/golden.ts';
import {
  compile,
  errorText,
  evaluate,
  goldenOf,
  modulesOf,
  rulesText,
} from '../support/rego-compile.ts';
import { EVALUATIONS } from './evaluation-cases.ts';

for (const { source, query = 'data.test.p = x', gives, ...asked } of EVALUATIONS) {
  test(`${[source].flat().join(' // ')} | ${query}`, () => {
    assert.equal(evaluate(source, { ...asked, query }), gives);
  });
}

const STAGED = [
  'p := x if { y := input.a[i]; x := f(g(y)) + i }\nf(a) := a\ng(b) := b',
  'p contains [k, v] if { some k, v in input; not q[k] }\nq contains "a"',
  'p[data.x[i]].r := count(input) if i := 1',
  'p if { every k, v in input.xs[_] { v == f(k) } }\nf(x) := x',
  'p := [f(x) | x := input[_]] if not input.off\nf(x) := x',
  'p := x if { z = x; y = z; [1, y] = input.pair with input as f(input.b) }\nf(x) := x',
  'p := $"{input.x} and {1}"',
  'f($"{x} {input.y}") := 42 if x = "foo"',
  'a.b.c := 1\na[x] := 2 if x := "d"',
  'p := 1 if input.a else := 2 if input.b else := 3\ndefault p := 4',
];

test('rules after all stages', () => {
  assertGolden('rego/compile-rules.txt', goldenOf(STAGED, rulesText));
});

const ERRORS = [
  'p if x == 1',
  'p if { x == y; y == x }',
  'p := q[z]\nq := [1]',
  'p if { not input.a[i] }',
  'p if inptu.tool == "read"',
  'allow if alow_all\nallow_all := true',
  'p := y if { y = f(z) }\nf(x) := x',
  'p[x] := 1',
  'p := [x | y := 1]',
  'p := q\nq := r\nr := p',
  'p if not q\nq if not p',
  'p if cout(input.x) > 1',
  'p if count(1, 2, 3)',
  'p := 1\np contains 2',
  'f(x) := x\nf(x, y) := y',
  'default p := 1\ndefault p := 2',
  'p if { x := 1; x := 2 }',
  'p if { some x; input.a }',
  'p if { x == 1; x := 2 }',
  'f(x) := y if { x := 1; y := 1 }',
  'import data.a.x\nimport data.b.x\np := x',
  'p if q with foo as 1\nq := 1',
  'p if q with data.test.r.a as 1\nq := 1\nr := {"a": 2}',
  'p if { count([]) == 1 with count as f }\nf(a, b) := a',
  ['package a\nb := 1', 'package a.b\nc := 1'],
  ['package a\nb.c := 1\nb := 1'],
  'p := {x} if { {x} = {1} }',
  'p if { input.x; _ == 1 }',
];

test('errors: one cause each, with its place', () => {
  assertGolden(
    'rego/compile-errors.txt',
    goldenOf(ERRORS, one => errorText(one)),
  );
});

test('strict: also what is never used', () => {
  const source = 'import data.a.b\np if { x := 1; f(x, x) }\nq if { x := 1 }\nf(x, y) := y';
  assertGolden(
    'rego/compile-strict.txt',
    goldenOf([source], one => errorText(one, { strict: true })),
  );
  assert.equal(errorText(source), 'no error');
});

test('entrypoints are plans of the names they were given', () => {
  const { policy } = compileToPlan({
    modules: modulesOf('p := 1'),
    builtins: builtinDeclarations,
    entrypoints: ['test/p', 'data.test'],
  });
  assert.deepEqual(
    policy.plans.map(plan => plan.name),
    ['test/p', 'data.test'],
  );
});

test('an entrypoint that is not there is told, with the nearest that is', () => {
  const options = { modules: modulesOf('allow := true'), builtins: builtinDeclarations };
  assert.throws(
    () => compileToPlan({ ...options, entrypoints: ['test/alow'] }),
    /no rule or package is at entrypoint `test\/alow`[\s\S]*did you mean `test\/allow`/,
  );
  compileToPlan({ ...options, entrypoints: ['test/allow/inside', 'test', 'data'] });
});

test('a base document where a rule is, is an error when the data is known', () => {
  const options = { modules: modulesOf('p := 1'), builtins: builtinDeclarations };
  assert.throws(
    () => compileToPlan({ ...options, data: fromJs({ test: { p: 2 } }) }),
    /conflicts with a base document/,
  );
  compileToPlan({ ...options, data: fromJs({ test: { q: 2 } }) });
});

test('only what is needed is planned', () => {
  const { policy } = compile('p := q\nq := 1\nr := 2', { query: 'data.test.p' });
  assert.deepEqual(
    policy.funcs.map(func => func.name),
    ['g0.data.test.p', 'g0.data.test.q'],
  );
});

/** Bodies whose statements may stand in any order; declarations make no difference here. */
const UNORDERED: readonly (readonly string[])[] = [
  ['x = y', 'y = z', 'z = [1, w]', 'w = input.a'],
  ['input.xs[i] = x', 'i = j', 'not input.off', 'j = 1', 'x != 7'],
  ['n = count(xs)', 'xs = {v | v = input.xs[_]; v > m}', 'm = 1', 'x = n'],
  ['every v in input.xs { v > low }', 'low = 0', 'x = low'],
  ['[a, [b]] = [b, [c]]', 'c = f(d)', 'd = input.a', 'x = a'],
  ['x = input.xs[i] with input as {"xs": ys}', 'ys = [5, 6]', 'i = 1'],
];

for (const statements of UNORDERED) {
  test(`any order of: ${statements.join('; ')}`, () => {
    const run = (body: readonly string[]) =>
      evaluate(`p contains x if { ${body.join('; ')} }\nf(x) := x + 1`, {
        input: { a: 5, xs: [1, 2, 3] },
      });
    const expected = run(statements);
    assert.match(expected, /^\[\{"x":\[/);
    fc.assert(
      fc.property(fc.shuffledSubarray([...statements], { minLength: statements.length }), body => {
        assert.equal(run(body), expected);
      }),
      { numRuns: 20 },
    );
  });
}
