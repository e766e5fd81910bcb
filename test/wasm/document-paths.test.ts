import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Local, Stmt } from '../../src/ir/plan.ts';
import { documentPaths } from '../../src/wasm/document-paths.ts';
import { block, func, local, policyOf, stmt, text } from '../support/plans.ts';

function dot(source: Local, key: number, target: Local): Stmt {
  return stmt('DotStmt', { source: local(source), key: text(key), target });
}

function slotsOf(
  plan: readonly Block[],
  ...stmts: readonly Stmt[]
): readonly (number | undefined)[] {
  const paths = documentPaths(policyOf({ strings: ['a', 'b'], plan }));
  return stmts.map(paths.slotOf);
}

test('a path followed at two places has one slot, another path another', () => {
  const stmts = [dot(0, 0, 2), dot(2, 1, 3), dot(0, 0, 4), dot(4, 1, 5), dot(1, 0, 6)];
  assert.deepEqual(slotsOf([block(...stmts)], ...stmts), [0, 1, 0, 1, undefined]);
});

test('what a scan repeats counts twice', () => {
  const inner = dot(0, 0, 2);
  const scan = stmt('ScanStmt', { source: 1, key: 3, value: 4, block: block(inner) });
  assert.deepEqual(slotsOf([block(scan)], inner), [0]);
});

test('a local that two statements write is no path', () => {
  const stmts = [dot(0, 0, 2), dot(1, 0, 2), dot(2, 1, 3), dot(2, 1, 4)];
  assert.deepEqual(slotsOf([block(...stmts)], ...stmts), Array(4).fill(undefined));
});

test('a function that changes a document keeps nothing', () => {
  const stmts = [dot(0, 0, 2), dot(0, 0, 3)];
  const change = { local: 0, path: [1], value: local(2), block: block(stmts[1]!) };
  const plan = [block(stmts[0]!, stmt('WithStmt', change))];
  assert.deepEqual(slotsOf(plan, ...stmts), [undefined, undefined]);
});

test('a policy whose functions are given other documents keeps nothing', () => {
  const stmts = [dot(0, 0, 4), dot(0, 0, 5)];
  const call = (first: Local) =>
    stmt('CallStmt', { func: 'f', args: [local(first), local(1)], result: 3 });
  const count = (first: Local) =>
    documentPaths(
      policyOf({
        strings: ['a'],
        plan: [block(call(first))],
        funcs: [func('f', [0, 1], block(...stmts))],
      }),
    ).count;
  assert.equal(count(0), 1);
  assert.equal(count(2), 0);
});
