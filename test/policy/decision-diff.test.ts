import assert from 'node:assert/strict';
import test from 'node:test';
import type { Decision, Effect } from '../../src/policy/decision.ts';
import { type Decide, diffDecisions, type RecordedCall } from '../../src/policy/decision-diff.ts';
import { callOf } from '../support/policy-documents.ts';

function recorded(id: string, name: string, n = 0, isMasked = false): RecordedCall {
  return { id, timeMs: n, input: callOf({ name, arguments: { n } }), isMasked };
}

function saying(effects: Readonly<Record<string, Effect>>, rule = 'rules[0]'): Decide {
  return ({ tool }): Decision => ({
    id: 'd',
    effect: effects[tool!.name] ?? 'deny',
    outcome: 'allowed',
    reasons: [{ source: 'rule', rule, msg: 'as written' }],
    shadow: [],
    redact: [],
    revision: 'r',
    cached: false,
    micros: 0,
  });
}

test('changes come together by tool, the most dangerous first', () => {
  const calls = [
    recorded('1', 'shut'),
    recorded('2', 'asked'),
    recorded('3', 'opened', 1),
    recorded('4', 'opened', 2, true),
    recorded('5', 'opened', 2),
    recorded('6', 'same'),
  ];
  const base = saying({ shut: 'allow', asked: 'deny', opened: 'deny', same: 'allow' });
  const head = saying({ shut: 'deny', asked: 'require_approval', opened: 'allow', same: 'allow' });
  const diff = diffDecisions(calls, base, head);
  assert.deepEqual([diff.calls, diff.distinct], [6, 5]);
  assert.deepEqual(
    diff.changes.map(({ subject, direction, base: from, head: to, calls: count, ids, masked }) => [
      subject,
      direction,
      `${from} ${to}`,
      count,
      ids.join(),
      masked,
    ]),
    [
      ['opened', 'opened', 'deny allow', 3, '3,4,5', 1],
      ['asked', 'opened', 'deny require_approval', 1, '2', 0],
      ['shut', 'closed', 'allow deny', 1, '1', 0],
    ],
  );
});

test('another reason for the same effect is no change; another reason for a change is another change', () => {
  const calls = [recorded('1', 'a', 1), recorded('2', 'a', 2)];
  const same = diffDecisions(calls, saying({ a: 'allow' }, 'x'), saying({ a: 'allow' }, 'y'));
  assert.deepEqual(same.changes, []);
  const byTime: Decide = (input, timeMs) =>
    saying({ a: 'deny' }, `rules[${timeMs}]`)(input, timeMs);
  assert.equal(diffDecisions(calls, saying({ a: 'allow' }), byTime).changes.length, 2);
});
