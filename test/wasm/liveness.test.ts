import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededLocals } from '../../src/wasm/liveness.ts';
import { answer, block, local, stmt } from '../support/plans.ts';

test('a copy is needed if what it is copied into is', () => {
  const needed = neededLocals([
    block(
      stmt('ScanStmt', {
        source: 0,
        key: 3,
        value: 4,
        block: block(
          stmt('AssignVarStmt', { source: local(3), target: 5 }),
          stmt('AssignVarStmt', { source: local(4), target: 6 }),
          stmt('AssignVarStmt', { source: local(6), target: 7 }),
          answer(7),
        ),
      }),
    ),
  ]);
  assert.deepEqual([...needed].sort(), [0, 4, 6, 7]);
});

test('asking whether a local is defined needs it, and so does returning it', () => {
  const needed = neededLocals([
    block(stmt('IsDefinedStmt', { source: 3 }), stmt('IsUndefinedStmt', { source: 4 })),
    block(stmt('ReturnLocalStmt', { source: 5 })),
  ]);
  assert.deepEqual([...needed].sort(), [3, 4, 5]);
});

test('copies in a circle that nothing reads are not needed', () => {
  const needed = neededLocals([
    block(
      stmt('AssignVarStmt', { source: local(3), target: 4 }),
      stmt('AssignVarStmt', { source: local(4), target: 3 }),
    ),
  ]);
  assert.equal(needed.size, 0);
});
