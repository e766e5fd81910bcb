import assert from 'node:assert/strict';
import test from 'node:test';
import type { Approval } from '../../src/approval/approvals.ts';
import { approvalDetails, approvalLine, approvalNews } from '../../src/cli/approval-text.ts';

const PENDING = {
  id: '01K',
  status: 'pending',
  subject: {
    agent: 'bot',
    server: 'github',
    tool: 'merge\u001b[2J',
    risk: 'high',
    arguments: { number: 7 },
    reasons: ['merging needs a human'],
    approvers: ['oncall'],
  },
  requestedAtMs: 0,
  expiresAtMs: 0,
} as unknown as Approval;

test('a request is a line, and an agent’s words stay on it', () => {
  assert.match(
    approvalLine(PENDING),
    /^01K {2}pending +\d+ s ago {2}bot → github: merge\\u\{1b\}\[2J \{"number":7\}$/,
  );
});

test('its details have the exact arguments', () => {
  const text = approvalDetails(PENDING);
  assert.match(text, /^id +01K\nstatus +pending\nagent +bot\n/);
  assert.match(text, /\napprovers +oncall\nexpires +in 0 s\narguments\n\{\n {2}"number": 7\n\}$/);
});

test('news of one that waits say why, and how to answer', () => {
  const lines = approvalNews(PENDING).split('\n');
  assert.equal(lines[1], '    merging needs a human');
  assert.equal(lines[2], '    tf approvals approve 01K   or   tf approvals deny 01K');
});

test('news of one that was answered say who answered what', () => {
  const denied = {
    ...PENDING,
    status: 'denied',
    decidedBy: 'alice',
    note: 'not today',
  } as Approval;
  assert.equal(approvalNews(denied), '01K  denied by alice: not today');
  const { decidedBy: _, note: __, ...expired } = { ...denied, status: 'expired' } as Approval;
  assert.equal(approvalNews(expired as Approval), '01K  expired');
});
