import assert from 'node:assert/strict';
import test from 'node:test';
import type { AuditRecord } from '../../../src/cli/logs/audit-record.ts';
import { recordLine, recordText } from '../../../src/cli/logs/record-text.ts';

const DENIED: AuditRecord = {
  decision_id: '01KDWJ',
  timestamp: '2026-01-31T12:00:00.000Z',
  outcome: 'denied_by_policy',
  requested_by: '01RUN',
  input: {
    action: 'mcp.tools.call',
    agent: { name: 'bot', user: 'alice' },
    server: { name: 'github', origin: 'https://api.example' },
    tool: { name: 'push', risk: 'high', arguments: { head: 'main', text: 'a\u001b[2Jb' } },
  },
  result: {
    effect: 'deny',
    reasons: [
      { msg: 'not on main', package: 'policies.github', rule: 'deny', file: 'p.rego', line: 3 },
    ],
    shadow: [{ msg: 'too large' }],
  },
  hold_ms: 12,
  masked: ['/input/tool/arguments/token'],
  bundles: { tameflare: { revision: 'abc' } },
  hash: 'ff',
};

test('a record is a line, and an agent’s words stay on it', () => {
  assert.equal(
    recordLine(DENIED),
    '2026-01-31T12:00:00.000Z  denied_by_policy  github: push {"head":"main","text":"a\\u001b[2Jb"}  not on main',
  );
  const page = {
    ...DENIED,
    outcome: 'allowed',
    input: { action: 'http.get', http: { host: 'e\u202ex' } },
    upstream: { status: 200, ms: 4 },
  };
  assert.equal(
    recordLine(page),
    '2026-01-31T12:00:00.000Z  allowed           e\\u{202e}x: http.get  200 in 4 ms',
  );
});

test('everything of a record stands under its label', () => {
  assert.equal(
    recordText(DENIED),
    `01KDWJ
when       2026-01-31T12:00:00.000Z
outcome    denied_by_policy
agent      bot for alice, run 01RUN
server     github (https://api.example)
call       push, risk high
arguments  {
             "head": "main",
             "text": "a\\u001b[2Jb"
           }
effect     deny
reason     not on main (policies.github.deny, p.rego:3)
shadow     too large
held       12 ms
masked     /input/tool/arguments/token
revision   abc
hash       ff`,
  );
});

test('what is not known has no label', () => {
  const { decision_id, timestamp, outcome } = DENIED;
  assert.equal(
    recordText({ decision_id, timestamp, outcome }),
    '01KDWJ\nwhen       2026-01-31T12:00:00.000Z\noutcome    denied_by_policy',
  );
});
