import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printTerm } from '../../src/rego/print-term.ts';
import { definitionsOf, pathText, ruleNames } from '../../src/rego/rule-definition.ts';
import { modulesOf } from '../support/rego-compile.ts';

/** path | what it defines | arity | keys and value of each clause */
const RULES: readonly (readonly [source: string, shown: string])[] = [
  ['p := 1', 'data.test.p | value | - | := 1'],
  ['p if input.x', 'data.test.p | value | - | := true'],
  ['a.b["c"] := 1', 'data.test.a.b.c | value | - | := 1'],
  ['a.b[x].c := 1 if x := 2', 'data.test.a.b | value | - | x "c" := 1'],
  ['a[1] := 2', 'data.test.a | value | - | 1 := 2'],
  ['p contains 1', 'data.test.p | members | - | := 1'],
  ['p[x] contains 1 if x := 2', 'data.test.p | members | - | x := 1'],
  ['f(x, y) := x', 'data.test.f | value | 2 | := x'],
  [
    'p := 1 if input.a else := 2 if input.b else := 3',
    'data.test.p | value | - | := 1, := 2, := 3',
  ],
  ['f(x) := 1 if x else := x', 'data.test.f | value | 1 | := 1, := x'],
];

for (const [source, shown] of RULES) {
  test(source, () => {
    const [module] = modulesOf(source);
    const [rule] = definitionsOf(module!, 0);
    const clauses = rule!.clauses.map(clause =>
      [...clause.keys.map(printTerm), ':=', printTerm(clause.value)].join(' '),
    );
    const { path, defines, arity } = rule!;
    assert.equal([pathText(path), defines, arity ?? '-', clauses.join(', ')].join(' | '), shown);
  });
}

test('clauses of `else` have the arguments of their function', () => {
  const [module] = modulesOf('f(x, _) := 1 if x else := 2');
  const [rule] = definitionsOf(module!, 3);
  assert.deepEqual(
    rule!.clauses.map(clause => clause.args.length),
    [2, 2],
  );
  assert.equal(rule!.module, 3);
  assert.deepEqual(ruleNames(rule!.source), ['f']);
});
