import assert from 'node:assert/strict';
import test from 'node:test';
import type { Location, Stmt } from '../../src/ir/plan.ts';
import { printPolicy } from '../../src/ir/print.ts';
import { assertGolden } from '../support/golden.ts';
import { answer, block, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';

/** One of every statement. */
const EVERY: readonly Stmt[] = [
  stmt('MakeArrayStmt', { capacity: 2, target: 2 }),
  stmt('ArrayAppendStmt', { array: 2, value: text(0) }),
  stmt('MakeObjectStmt', { target: 3 }),
  stmt('ObjectInsertStmt', { object: 3, key: text(1), value: local(2) }),
  stmt('ObjectInsertOnceStmt', { object: 3, key: text(0), value: TRUE }),
  stmt('MakeSetStmt', { target: 4 }),
  stmt('SetAddStmt', { set: 4, value: local(3) }),
  stmt('MakeNullStmt', { target: 5 }),
  stmt('MakeNumberIntStmt', { value: 12, target: 5 }),
  stmt('MakeNumberRefStmt', { index: 2, target: 5 }),
  stmt('AssignIntStmt', { value: -1, target: 5 }),
  stmt('AssignVarStmt', { source: local(0), target: 5 }),
  stmt('AssignVarOnceStmt', { source: TRUE, target: 6 }),
  stmt('ResetLocalStmt', { target: 6 }),
  stmt('DotStmt', { source: local(0), key: text(1), target: 7 }),
  stmt('LenStmt', { source: local(7), target: 8 }),
  stmt('EqualStmt', { a: local(7), b: text(0) }),
  stmt('NotEqualStmt', { a: local(7), b: TRUE }),
  stmt('IsArrayStmt', { source: local(2) }),
  stmt('IsObjectStmt', { source: local(3) }),
  stmt('IsSetStmt', { source: local(4) }),
  stmt('IsDefinedStmt', { source: 7 }),
  stmt('IsUndefinedStmt', { source: 9 }),
  stmt('ObjectMergeStmt', { a: 3, b: 1, target: 3 }),
  stmt('NopStmt', {}),
  stmt('CallStmt', { func: 'g0.data.p', args: [local(0), local(1)], result: 8 }),
  stmt('CallDynamicStmt', { path: [text(1), local(7)], args: [0, 1], result: 8 }),
  stmt('BlockStmt', { blocks: [block(stmt('BreakStmt', { index: 1 })), block()] }),
  stmt('NotStmt', { block: block(stmt('EqualStmt', { a: local(8), b: TRUE })) }),
  stmt('ScanStmt', { source: 2, key: 8, value: 9, block: block(stmt('NopStmt', {})) }),
  stmt('WithStmt', { local: 0, path: [0, 1], value: TRUE, block: block(answer(3)) }),
];

const policy = policyOf({
  strings: ['a', 'b "quoted"', '1.50'],
  plan: [block(...EVERY)],
  funcs: [func('g0.data.p', [0, 1, 3], block(stmt('ReturnLocalStmt', { source: 3 })))],
});

test('every statement has its line', () => {
  assertGolden('ir/print.txt', printPolicy(policy));
});

test('statements say where they come from, if asked', () => {
  const location: Location = { file: 0, row: 3, col: 5 };
  const placed = policyOf({ plan: [block({ ...stmt('NopStmt', {}), location })] });
  assert.equal(
    printPolicy(placed, { locations: true }),
    'plan eval\n  block\n    nop  # policy.rego:3:5\n',
  );
});
