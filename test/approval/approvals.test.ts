import assert from 'node:assert/strict';
import test from 'node:test';
import { type ApprovalSubject, createApprovals } from '../../src/approval/approvals.ts';
import { turnableClock } from '../support/clock.ts';

const subject: ApprovalSubject = {
  agent: 'a',
  server: 's',
  tool: 't',
  risk: 'high',
  arguments: {},
  reasons: [],
  approvers: [],
};

const never = new AbortController().signal;

test('an approval runs its action exactly once', () => {
  const approvals = createApprovals(turnableClock());
  const { id } = approvals.request('d', subject, 60_000);
  assert.equal(approvals.use(id), false, 'not before it is approved');
  approvals.decide(id, 'approved', 'alice');
  assert.equal(approvals.use(id), true);
  assert.equal(approvals.use(id), false);
  assert.notEqual(approvals.request('d', subject, 60_000).id, id, 'the next call asks anew');
});

test('identical calls join one request; another digest is another request', () => {
  const approvals = createApprovals(turnableClock());
  const first = approvals.request('d', subject, 60_000);
  assert.equal(approvals.request('d', subject, 60_000).id, first.id);
  assert.notEqual(approvals.request('e', subject, 60_000).id, first.id);
});

test('only a pending request takes a verdict', () => {
  const clock = turnableClock();
  const approvals = createApprovals(clock);
  assert.equal(approvals.decide('nothing', 'approved', 'alice'), 'unknown');
  const { id } = approvals.request('d', subject, 60_000);
  approvals.decide(id, 'denied', 'alice', 'no');
  assert.equal(approvals.decide(id, 'approved', 'bob'), 'denied');
  assert.equal(approvals.get(id)?.note, 'no');
  const late = approvals.request('e', subject, 60_000);
  clock.turn(60_000);
  assert.equal(approvals.decide(late.id, 'approved', 'bob'), 'expired');
});

test('an approval that is not used in time expires', () => {
  const clock = turnableClock();
  const approvals = createApprovals(clock);
  const { id } = approvals.request('d', subject, 60_000);
  approvals.decide(id, 'approved', 'alice');
  clock.turn(60_001);
  assert.equal(approvals.use(id), false);
  assert.equal(approvals.get(id)?.status, 'expired');
});

test('waiters wake on a verdict, on the budget’s end, and when the client leaves', async () => {
  const approvals = createApprovals(turnableClock());
  const { id } = approvals.request('d', subject, 60_000);
  assert.equal((await approvals.settled(id, 5, never))?.status, 'pending');
  const leaving = new AbortController();
  const left = approvals.settled(id, 60_000, leaving.signal);
  leaving.abort();
  assert.equal((await left)?.status, 'pending');
  const two = [approvals.settled(id, 60_000, never), approvals.settled(id, 60_000, never)];
  approvals.decide(id, 'approved', 'alice');
  assert.deepEqual(
    (await Promise.all(two)).map(approval => approval?.status),
    ['approved', 'approved'],
  );
  assert.equal((await approvals.settled(id, 60_000, never))?.status, 'approved');
});

test('an agent can open no more requests than are remembered: the oldest expires', async () => {
  const approvals = createApprovals(turnableClock());
  const first = approvals.request('d', subject, 60_000);
  const waiting = approvals.settled(first.id, 60_000, never);
  for (let index = 0; index < 1000; index++) approvals.request(`d${index}`, subject, 60_000);
  assert.equal((await waiting)?.status, 'expired');
  assert.equal(approvals.list().length, 1000);
  assert.equal(approvals.decide(first.id, 'approved', 'alice'), 'unknown');
});
