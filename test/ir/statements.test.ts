import assert from 'node:assert/strict';
import test from 'node:test';
import { blocksOf, readsOf, statementsOf, stringsOf, writesOf } from '../../src/ir/statements.ts';
import { answer, block, local, stmt, TRUE, text } from '../support/plans.ts';

const call = stmt('CallStmt', { func: 'f', args: [local(0), text(3), local(7)], result: 2 });
const dynamic = stmt('CallDynamicStmt', { path: [text(1), local(5)], args: [0, 1], result: 2 });
const scan = stmt('ScanStmt', { source: 4, key: 5, value: 6, block: block(answer(6)) });
const under = stmt('WithStmt', { local: 0, path: [1, 2], value: local(3), block: block(scan) });
const blocks = stmt('BlockStmt', { blocks: [block(call), block(under)] });

test('a statement’s blocks', () => {
  assert.equal(blocksOf(blocks).length, 2);
  assert.equal(blocksOf(scan).length, 1);
  assert.equal(blocksOf(call).length, 0);
});

test('statements come in the order of the text, with the blocks around them', () => {
  const seen = [...statementsOf([block(blocks, answer(2))])];
  assert.deepEqual(
    seen.map(({ stmt: { kind }, depth }) => `${depth} ${kind}`),
    [
      '1 BlockStmt',
      '2 CallStmt',
      '2 WithStmt',
      '3 ScanStmt',
      '4 ResultSetAddStmt',
      '1 ResultSetAddStmt',
    ],
  );
});

test('what a statement reads, writes and mentions', () => {
  assert.deepEqual(readsOf(call), [0, 7]);
  assert.deepEqual(writesOf(call), [2]);
  assert.deepEqual(stringsOf(call), [3]);
  assert.deepEqual(readsOf(dynamic), [5, 0, 1]);
  assert.deepEqual(stringsOf(dynamic), [1]);
  assert.deepEqual(readsOf(scan), [4]);
  assert.deepEqual(writesOf(scan), [5, 6]);
  assert.deepEqual(readsOf(under), [0, 3]);
  assert.deepEqual(stringsOf(under), [1, 2]);
});

test('a collection that is changed is read; a local asked whether it is defined is not', () => {
  assert.deepEqual(readsOf(stmt('SetAddStmt', { set: 4, value: TRUE })), [4]);
  assert.deepEqual(readsOf(stmt('IsDefinedStmt', { source: 4 })), []);
});
