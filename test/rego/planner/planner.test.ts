import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinDeclarations } from '../../../src/ir/declarations.ts';
import { printPolicy } from '../../../src/ir/print.ts';
import { parseQuery } from '../../../src/rego/parse.ts';
import { planPolicy } from '../../../src/rego/planner/planner.ts';
import { emptyNode } from '../../../src/rego/rule-tree.ts';
import { pathRef } from '../../../src/rego/terms.ts';
import { compile, evaluate } from '../../support/rego-compile.ts';

const span = { source: { name: '', text: '' }, start: 0, end: 0 };

test('a document’s plan adds it as `result`', () => {
  const ref = pathRef(['data', 'a'], span);
  const policy = planPolicy(emptyNode([]), builtinDeclarations, [
    { kind: 'document', name: 'a', ref },
  ]);
  assert.match(printPolicy(policy), /plan a[\s\S]*\["result"\] := [\s\S]*result \$/);
});

test('a query’s answers have the variables its author named', () => {
  const query = 'x := 1; some y in [x]; [_, z] = [y, 3]';
  assert.equal(evaluate('p := 1', { query }), '[{"x":1,"y":1,"z":3}]');
});

test('a body that no stage has ordered has no plan', () => {
  const body = parseQuery('y = [x]; x = 1');
  const plan = () =>
    planPolicy(emptyNode([]), builtinDeclarations, [{ kind: 'query', name: 'eval', body, span }]);
  assert.throws(plan, /neither side of this unification is known/);
});

test('rules are planned once, also when several plans need them', () => {
  const { policy } = compile('p := q + q\nq := 1', { query: 'data.test.p = x; data.test.q = y' });
  assert.equal(policy.funcs.length, 2);
  assert.deepEqual(policy.static.builtinFuncs, [{ name: 'plus', arity: 2 }]);
});
