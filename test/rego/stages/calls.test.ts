import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBodyCalls, checkTermCalls, dataPath } from '../../../src/rego/stages/calls.ts';
import { pathRef } from '../../../src/rego/terms.ts';
import { changeClauses, messages, resolved } from '../../support/rego-stages.ts';

function told(source: string): string {
  const { root, report, functions } = resolved(source);
  changeClauses(root, clause => {
    checkBodyCalls(functions, clause.body, report);
    checkTermCalls(functions, clause.value, report);
    return clause;
  });
  return messages(report);
}

const CALLS: readonly (readonly [source: string, told: RegExp | undefined])[] = [
  ['p := f(1)\nf(x) := x', undefined],
  ['p if f(1, 2)\nf(x) := x', undefined],
  ['p if { print(1, 2, 3) }', undefined],
  ['p := g(1)\nf(x) := x', /function `g` is undefined/],
  ['p := data.test.g(1)', /function `data.test.g` is undefined/],
  ['p := [x | x := g(1)]', /function `g` is undefined/],
  ['p if every x in [1] { g(x) }', /function `g` is undefined/],
  ['p := q(1)\nq := 1', /`data.test.q` is no function/],
  ['p := f()\nf(x) := x', /takes 1 operand, not 0/],
  ['p := count()', /`count` takes 1 operand, not 0/],
  ['p := substring("a", 1)', /takes 3 operands, not 2/],
  ['p if q with input as 1 with data.a.b as 2 with count as 3\nq := 1', undefined],
  ['p if q with f as g with count as f\nq := 1\nf(x) := x\ng(x) := x', undefined],
  ['p if q with nothing as 1\nq := 1', /needs a document or function|can replace documents/],
  ['p if q with input[x] as 1\nq := 1', /can replace documents under/],
  ['p if q with data.test.r.a as 1\nq := 1\nr := {}', /cannot replace a part of the rule/],
  [
    'p if q with f as g\nq := 1\nf(x) := x\ng(x, y) := x',
    /a function of 2 operands cannot replace/,
  ],
  ['p if q with count as time.now_ns\nq := 1', /a function of 0 operands cannot replace one of 1/],
];

for (const [source, expected] of CALLS) {
  test(source, () => {
    if (expected === undefined) assert.equal(told(source), '');
    else assert.match(told(source), expected);
  });
}

test('an undefined function is told with the nearest that is there', () => {
  const { root, report, functions } = resolved('p := startwith("a", "b")');
  changeClauses(root, clause => {
    checkTermCalls(functions, clause.value, report);
    return clause;
  });
  assert.equal(report.diagnostics[0]?.hint, 'did you mean `startswith`?');
});

test('paths under data are names only', () => {
  const span = { source: { name: '', text: '' }, start: 0, end: 0 };
  assert.deepEqual(dataPath(pathRef(['data', 'a', 'b'], span)), ['a', 'b']);
  assert.equal(dataPath(pathRef(['input', 'a'], span)), undefined);
  const index = { kind: 'number', text: '1', span } as const;
  assert.equal(dataPath({ ...pathRef(['data'], span), operands: [index] }), undefined);
});
