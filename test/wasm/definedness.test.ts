import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Block, DATA, INPUT, type Stmt } from '../../src/ir/plan.ts';
import { definedness } from '../../src/wasm/definedness.ts';
import { answer, block, local, stmt, TRUE, text } from '../support/plans.ts';

/** The locals tested, statement by statement in the order of the tests. */
function tested(...blocks: readonly Block[]): readonly (readonly number[])[] {
  const { tests } = definedness(blocks, [DATA], name => name === 'f');
  return [...tests.values()].map(locals => [...locals]);
}

const dot = (source: number, target: number): Stmt =>
  stmt('DotStmt', { source: local(source), key: text(0), target });

test('the input may be undefined, what was read from it is not', () => {
  assert.deepEqual(tested(block(dot(INPUT, 2), dot(2, 3), dot(INPUT, 4), answer(4))), [[INPUT]]);
});

test('the data is defined', () => {
  assert.deepEqual(tested(block(dot(DATA, 2), answer(2))), []);
});

test('IsDefined proves it', () => {
  assert.deepEqual(tested(block(stmt('IsDefinedStmt', { source: INPUT }), dot(INPUT, 2))), []);
});

test('a local given a value in an earlier block may have been missed', () => {
  const tests = tested(block(dot(DATA, 2), dot(2, 3)), block(answer(2)), block(answer(2)));
  assert.deepEqual(tests, [[2], [2]]);
});

test('every way out of alternatives gives a value', () => {
  const alternatives = stmt('BlockStmt', {
    blocks: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(dot(DATA, 2), stmt('BreakStmt', { index: 1 })),
            block(stmt('MakeNullStmt', { target: 2 }), stmt('BreakStmt', { index: 1 })),
          ],
        }),
        stmt('BreakStmt', { index: 2 }),
      ),
    ],
  });
  assert.deepEqual(tested(block(alternatives, answer(2))), []);
});

test('ResetLocal and an undefined copy take the value away', () => {
  const plan = block(
    stmt('MakeNullStmt', { target: 2 }),
    stmt('ResetLocalStmt', { target: 2 }),
    answer(2),
    stmt('AssignVarStmt', { source: local(INPUT), target: 2 }),
    answer(2),
  );
  assert.deepEqual(tested(plan), [[2], [2]]);
});

test('a loop body may run after itself, and not at all', () => {
  const scan = (...stmts: readonly Stmt[]): Stmt =>
    stmt('ScanStmt', { source: DATA, key: 3, value: 4, block: block(...stmts) });
  const plan = block(
    stmt('MakeNullStmt', { target: 2 }),
    scan(answer(2), stmt('ResetLocalStmt', { target: 2 })),
    scan(stmt('MakeNullStmt', { target: 5 }), answer(5)),
    answer(5),
  );
  assert.deepEqual(tested(plan), [[2], [5]]);
});

test('Not knows what its body failed with', () => {
  const plan = block(
    stmt('NotStmt', { block: block(dot(DATA, 2), stmt('EqualStmt', { a: local(2), b: TRUE })) }),
    answer(2),
  );
  assert.deepEqual(tested(plan), [[2]]);
});

test('With makes its local defined inside only', () => {
  const plan = block(
    stmt('WithStmt', { local: INPUT, path: [], value: TRUE, block: block(answer(INPUT)) }),
    answer(INPUT),
  );
  assert.deepEqual(tested(plan), [[INPUT]]);
});

test('With puts back what was defined before it', () => {
  const plan = block(
    stmt('WithStmt', { local: DATA, path: [], value: local(INPUT), block: block() }),
    answer(DATA),
  );
  assert.deepEqual(tested(plan), []);
});

test('With at a path tests its value', () => {
  const plan = block(
    stmt('WithStmt', { local: DATA, path: [0], value: local(INPUT), block: block(answer(INPUT)) }),
  );
  assert.deepEqual(tested(plan), [[INPUT]]);
});

test('a function takes an undefined input, a builtin does not', () => {
  const args = [local(INPUT), local(DATA)];
  assert.deepEqual(tested(block(stmt('CallStmt', { func: 'f', args, result: 2 }))), []);
  assert.deepEqual(tested(block(stmt('CallStmt', { func: 'eq', args, result: 2 }))), [[INPUT]]);
});

test('code behind a break needs nothing', () => {
  assert.deepEqual(tested(block(stmt('BreakStmt', { index: 0 }), answer(INPUT))), []);
});
