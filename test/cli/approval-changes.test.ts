import assert from 'node:assert/strict';
import test from 'node:test';
import type { Approval, ApprovalStatus } from '../../src/approval/approvals.ts';
import { approvalChanges } from '../../src/cli/approval-changes.ts';

function list(statuses: Readonly<Record<string, ApprovalStatus>>): Approval[] {
  return Object.entries(statuses).map(([id, status]) => ({ id, status }) as Approval);
}

test('what comes to wait is told once, and so is what becomes of it', () => {
  const changes = approvalChanges();
  const told = (statuses: Readonly<Record<string, ApprovalStatus>>) =>
    changes(list(statuses)).map(({ id, status }) => `${id} ${status}`);
  assert.deepEqual(told({ old: 'denied', a: 'pending' }), ['a pending']);
  assert.deepEqual(told({ old: 'denied', a: 'pending', b: 'pending' }), ['b pending']);
  assert.deepEqual(told({ a: 'approved', b: 'expired' }), ['a approved', 'b expired']);
  assert.deepEqual(told({ a: 'used', b: 'expired', c: 'approved' }), []);
  assert.deepEqual(told({}), []);
});
