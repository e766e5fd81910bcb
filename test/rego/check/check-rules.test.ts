import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertGolden } from '../../support/golden.ts';
import { errorText, goldenOf } from '../../support/rego-compile.ts';

/** Policies OPA refuses with `rego_type_error`, each for one reason. */
const REFUSED: readonly (string | readonly string[])[] = [
  // Operands of builtins and functions.
  'p if count(1) == 1',
  'p := count([], 1)',
  'f(x) := x\np := [f(1, 2)]',
  'p if { x := 1; startswith(x, "a") }',
  'p if upper(count([])) == "A"',
  'p if concat(",", ["a", 1])',
  'p if { x := "a"; sum([1, x]) == 1 }',
  'p if concat(",", [x | x := 1])',
  'p if time.clock([1, 2])',
  'p if glob.match("a", "x", "b")',
  'p := $"{1 + "a"}"',
  'p if { x := [a | a := count(1)]; x }',
  'f(x) := x + 1\np := f("a")',
  'f(x) if x == "a"\np if f(1)',
  'f(x) if count(x) > 0\np if f(1)',
  'f("a") := 1\np := f(2)',
  'f([x, y]) := x + y\np := f([1])',
  'f({"a": x}) := x\np := f({"b": 1})',
  'f(x) := "a" if x\np := f(1) + 1',
  'default f(_) := 1\nf(x) := "a" if x\np if f(1) == true',
  'p if { count([]) with count as f }\nf(x) := x + 1',
  ['package lib\nf(x) := x + 1', 'package test\nimport data.lib\np := lib.f("a")'],
  // Values that never equal.
  'p if 1 == "a"',
  'p if { x := 1; x == y; y = "a" }',
  'p if count([]) == "a"',
  'p if not 1 == "a"',
  'p if [1, 2] == [1]',
  'p if {"a": 1} == {"a": "b"}',
  'p if [x | x := 1] == {1}',
  'p if { some x in {"a": 1}; x == "a" }',
  'p if { some k, _ in [1]; k == "a" }',
  'p if { walk(input, [path, _]); path == "a" }',
  'p := 1 if input.x else := "a" if input.y\nq if p == true',
  'p contains x if x := [1, 2][_]\nq if p == {"a"}',
  'p if { x := 1; x == "a" with input as 1 }',
  // References into what has no such part.
  'p if { x := true; x.y }',
  'p := {"a": 1}\nq := p.b',
  'p := {"a": {"b": 1}}\nq := p.a.c',
  'p := {"a": {"b": 1}}\nq := data.test.p.a.b.c',
  'p := "abc"\nq := p[0]',
  'p contains 1\nq := p["a"]',
  'p contains {"a": 1}\nq if { some x in p; x.b }',
  'p[x] := 1 if x := "a"\nq := p[1]',
  'p[x].foo := 1 if x := "a"\nq := p.b.foo.bar',
  'p.a.b := 1\nq := p.a.b.c',
  'p.a.b := 1\nq if { x := 1; p.a[x] }',
  'p if { x := {"a": 1}; x.b == 1 }',
  'p if { x := [1, 2]; x[2] == 1 }',
  'p if { x := [1, 2]; i := "a"; x[i] == 1 }',
  'p if { x := {"a": [1, {"b": 2}]}; x.a[_].c }',
  'p if { x := {[1, 2]}; x[[1, "a"]] }',
  'p if { every x in [1] { x; z := 1; [y | y := 1; y.a] } }',
  'p if { x := null; not x.y }',
  'p := x if { x := {"a": 1}; input.b }\nq := p.c',
  'p := [1, 2]["a"]',
  'f(x) := {"a": x}\np := f(1).b',
  // Functions that are not called.
  'f(x) := x\np := f',
  'f(x) := x\np := f.a',
];

for (const source of REFUSED) {
  test(`refused: ${[source].flat().join(' // ').replaceAll('\n', ' ; ')}`, () => {
    assert.match(errorText(source), /rego_type_error/);
  });
}

test('type errors: one cause each, with its place', () => {
  assertGolden(
    'rego/type-errors.txt',
    goldenOf(REFUSED, one => errorText(one)),
  );
});

/** What may be at run time is never refused. */
const ACCEPTED: readonly (string | readonly string[])[] = [
  'p if count(input.x) == 1',
  'p if count([], 0)',
  'p if concat(",", ["a", input.x])',
  'p if { x := {"a", 1}; some y in x; y == "a" }',
  'p if 1 != "a"',
  'p if 1 < "a"',
  'p if { input.x == 1; input.x == "a" }',
  'p if { x := {"a": 1, input.k: 2}; x.b == 1 }',
  'p if { x := {"a": {"b": 2}, "c": {"d": 1}}; some k; x[k].d }',
  'p := {"a": 1}\np := {"b": 2} if input.x\nq := p.b\nr := p.a',
  'p[x] := 1 if x := input.x\nq := p[1]\nr := p.b',
  'p[1] := 2\nq := p[3]\nr := p.foo',
  'p[x].r := 1 if x := "a"\np.b.c := 2\nq := p.z.r\nr := p.b.c',
  'p.a.b := 1\nq := p.x.y\nr := data.test.p.base',
  'p := data.other.rule.x',
  'p := data[2]',
  ['p if { data.lib[x]; x == "q" }', 'package lib\nq := {"a": 1}'],
  ['p if { data.lib[x][y].z; y == 1 }', 'package lib\nq := {"a": 1}'],
  'f(x) := 1 if x == 1\nf(x) := "a" if x == "a"\np := [f(1), f("a")]',
  'f(x) := x\np if { f(1) == "a"; f(1) == 2 }',
  'f(x, y) := x if x == y\np := f(1, "a")',
  'p if { every x in [1] { count(x) == 1 } }',
  'p if { every x in [1] { x.y } }',
  'p if { object.get({}, "a", 1) == "b" }',
  'p if { x := json.unmarshal("{}"); x.a == 1; x == "b" }',
  'p if { x = [y]; y = input.z; x[0].a }',
  'p if { [x | x := input[_]] == [1, "a"] }',
  'p if { rego.metadata.rule().title == 1 }',
  'p if { count([]) with count as "a" }',
  'p := 1 if input.x else := "a" if input.y\nq if p == "a"\nr if p == 1',
  'p if { x := {1: 2}; x[3] == 1 }',
  'p := count(input)\nq if { p + 1 == 2; {p: 1}[q2] }\nq2 := 3',
];

for (const source of ACCEPTED) {
  test(`accepted: ${[source].flat().join(' // ').replaceAll('\n', ' ; ')}`, () => {
    assert.equal(errorText(source), 'no error');
  });
}

test('a rule with an error is not held against those that read it', () => {
  const text = errorText('p := x if { x := count(1) }\nq := p.a.b\nr if p == "a"');
  assert.equal(text.match(/rego_\w+_error/g)?.length, 1);
});

test('a query is checked against the rules', () => {
  const told = (query: string) => errorText('p := {"a": 1}', { query });
  assert.match(told('data.test.p.b = x'), /undefined ref: `data\.test\.p\.b`/);
  assert.equal(told('data.test.p.a = x'), 'no error');
});

test('types that double with every rule take bounded time', () => {
  const rules = Array.from({ length: 200 }, (_, at) =>
    at === 0 ? 'a0 := {"x": 1}' : `a${at} := {"x": a${at - 1}, "y": [a${at - 1}]}`,
  );
  assert.equal(errorText(`${rules.join('\n')}\np := a199.x.x.x`), 'no error');
  assert.match(errorText(`${rules.slice(0, 4).join('\n')}\np := a3.z`), /undefined ref/);
});

test('a set of thousands of different objects is no matter', () => {
  const items = Array.from({ length: 3000 }, (_, at) => `{"k${at}": ${at}}`);
  assert.equal(errorText(`p := {${items.join(', ')}}\nq if { some x in p; x.k7 }`), 'no error');
});
