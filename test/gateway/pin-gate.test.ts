import assert from 'node:assert/strict';
import test from 'node:test';
import { heldToPin, type PinMode } from '../../src/gateway/pin-gate.ts';
import type { Decision } from '../../src/policy/decision.ts';
import type { Pin } from '../../src/policy/input.ts';
import { callOf, requestTo } from '../support/policy-documents.ts';

const decision: Decision = {
  id: 'x',
  effect: 'require_approval',
  outcome: 'approval_pending',
  reasons: [],
  shadow: [],
  redact: [],
  approvers: ['oncall'],
  revision: 'r',
  cached: false,
  micros: 1,
};

const REFUSED: Record<PinMode, string> = {
  off: '',
  changes: 'changed',
  strict: 'new changed removed unknown',
};

for (const mode of ['off', 'changes', 'strict'] as const) {
  for (const pin of ['new', 'approved', 'changed', 'removed', 'unknown'] as readonly Pin[]) {
    test(`${mode}: a tool that is ${pin}`, () => {
      const input = callOf();
      const held = heldToPin(mode, { ...input, tool: { ...input.tool!, pin } }, decision);
      if (!REFUSED[mode].split(' ').includes(pin)) return assert.equal(held, decision);
      assert.equal(held.effect, 'deny');
      assert.equal(held.outcome, 'denied_by_rule');
      assert.equal(held.reasons[0]?.code, `tool_${pin}`);
      assert.equal(held.approvers, undefined);
    });
  }
}

test('what is refused anyway keeps its reasons, what is no tool is not held', () => {
  const denied = { ...decision, effect: 'deny' as const };
  assert.equal(heldToPin('strict', callOf(), denied), denied);
  assert.equal(heldToPin('strict', requestTo('example.com'), decision), decision);
});
