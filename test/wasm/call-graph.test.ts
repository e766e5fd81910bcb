import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Func, Stmt } from '../../src/ir/plan.ts';
import { callGraph, dynamicTargets } from '../../src/wasm/call-graph.ts';
import { block, func, local, policyOf, stmt, text } from '../support/plans.ts';

function call(name: string, ...more: readonly number[]): Stmt {
  return stmt('CallStmt', { func: name, args: [0, 1, ...more].map(local), result: 9 });
}

function rule(name: string, ...stmts: readonly Stmt[]): Func {
  return func(name, [0, 1], block(...stmts));
}

function memoised(plan: readonly Stmt[], funcs: readonly Func[]): readonly string[] {
  const graph = callGraph(policyOf({ plan: [block(...plan)], funcs }));
  return funcs.filter(graph.isMemoised).map(({ name }) => name);
}

test('a rule is memoised if it is called from two places', () => {
  const funcs = [rule('once'), rule('twice'), rule('caller', call('once'), call('twice'))];
  assert.deepEqual(memoised([call('caller'), call('twice')], funcs), ['twice']);
});

test('a rule called in a loop is memoised', () => {
  const loop = stmt('ScanStmt', { source: 0, key: 3, value: 4, block: block(call('inner')) });
  assert.deepEqual(memoised([loop], [rule('inner')]), ['inner']);
});

test('a rule called by a function is memoised, the function is not', () => {
  const helper = func('helper', [0, 1, 2], block(call('inner')));
  assert.deepEqual(memoised([call('helper', 3), call('helper', 3)], [helper, rule('inner')]), [
    'inner',
  ]);
});

test('rules that a dynamic call can reach are memoised', () => {
  const dynamic = stmt('CallDynamicStmt', { path: [text(0), local(3)], args: [0, 1], result: 4 });
  const funcs = [rule('app.a'), rule('app.b'), rule('other.a'), rule('app.b.c')];
  const policy = policyOf({ strings: ['app'], plan: [block(dynamic)], funcs });
  const names = funcs.filter(callGraph(policy).isMemoised).map(({ name }) => name);
  assert.deepEqual(names, ['app.a', 'app.b']);
});

test('a dynamic call reaches paths of its length with its strings', () => {
  const funcs = [rule('app.a'), rule('app.b.c'), func('app.f', [0, 1, 2], block())];
  const policy = policyOf({ strings: ['app'], funcs });
  const targets = dynamicTargets(policy, { path: [text(0), local(3)], args: [0, 1] });
  assert.deepEqual(
    targets.map(({ name }) => name),
    ['app.a'],
  );
});

test('functions on a cycle are guarded, those that only lead to one are not', () => {
  const dynamic = stmt('CallDynamicStmt', { path: [text(0), local(3)], args: [0, 1], result: 4 });
  const funcs = [rule('app.a', call('app.b')), rule('app.b', dynamic), rule('main', call('app.a'))];
  const graph = callGraph(policyOf({ strings: ['app'], funcs }));
  assert.deepEqual(
    funcs.filter(graph.isGuarded).map(({ name }) => name),
    ['app.a', 'app.b'],
  );
});
