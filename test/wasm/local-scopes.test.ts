import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block } from '../../src/ir/plan.ts';
import { localScopes, usesOf } from '../../src/wasm/local-scopes.ts';
import { answer, block, local, stmt } from '../support/plans.ts';

function localsOf(blocks: readonly Block[], of: Block): readonly number[] {
  return [...(localScopes(blocks, [0, 1]).get(of) ?? [])].sort((a, b) => a - b);
}

const copy = (source: number, target: number) =>
  stmt('AssignVarStmt', { source: local(source), target });

test('a local belongs to the block that alone has it', () => {
  const first = block(copy(0, 2), answer(2));
  const second = block(copy(0, 3), answer(3));
  assert.deepEqual(localsOf([first, second], first), [2]);
  assert.deepEqual(localsOf([first, second], second), [3]);
});

test('a local of two blocks of a function belongs to none', () => {
  const first = block(copy(0, 2));
  const second = block(answer(2));
  assert.equal(localScopes([first, second], [0, 1]).size, 0);
});

test('a local of two inner blocks belongs to the one around them', () => {
  const left = block(copy(0, 2), copy(2, 3), copy(3, 3));
  const right = block(answer(2));
  const outer = block(stmt('BlockStmt', { blocks: [left, right] }));
  assert.deepEqual(localsOf([outer], outer), [2]);
  assert.deepEqual(localsOf([outer], left), [3]);
  assert.deepEqual(localsOf([outer], right), []);
});

test('what is inside a scan belongs to the block that has the scan', () => {
  const inner = block(answer(4));
  const body = block(copy(3, 5), stmt('NotStmt', { block: inner }));
  const outer = block(stmt('ScanStmt', { source: 0, key: 2, value: 3, block: body }));
  assert.deepEqual(localsOf([outer], outer), [2, 3, 4, 5]);
});

test('parameters belong to no block', () => {
  const only = block(copy(0, 1));
  assert.deepEqual(localsOf([only], only), []);
});

test('asking whether a local is defined uses it', () => {
  assert.deepEqual(usesOf(stmt('IsDefinedStmt', { source: 7 })), [7]);
  assert.deepEqual(usesOf(copy(7, 8)), [7]);
});
