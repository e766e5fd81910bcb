import type { Decision, Reason } from '../policy/decision.ts';
import type { InputDocument, Pin } from '../policy/input.ts';

/** Which tools are refused because of their definition; see schemas/config.schema.json. */
export type PinMode = 'off' | 'changes' | 'strict';

const REFUSED: Readonly<Record<PinMode, ReadonlySet<Pin>>> = {
  off: new Set(),
  changes: new Set(['changed']),
  strict: new Set(['new', 'changed', 'removed', 'unknown']),
};

const WHY: Readonly<Record<Pin, string>> = {
  approved: 'its definition is the accepted one',
  changed: 'its server changed its definition since it was accepted',
  new: 'nobody has accepted its definition yet',
  removed: 'its server no longer lists it',
  unknown: 'its server has not listed it yet; list the tools first',
};

/** Refuses tools whose definition is not the accepted one, as the mode says; it never lets anything through. */
export function heldToPin(mode: PinMode, { tool }: InputDocument, decision: Decision): Decision {
  if (tool === undefined || !REFUSED[mode].has(tool.pin)) return decision;
  if (decision.effect === 'deny') return decision;
  const { approvers, expiresMs, ...rest } = decision;
  const reason: Reason = {
    source: 'rule',
    rule: 'pins',
    code: `tool_${tool.pin}`,
    msg: `${WHY[tool.pin]}; an operator can see it with \`tf pins diff\` and accept it with \`tf pins accept\``,
  };
  return { ...rest, effect: 'deny', outcome: 'denied_by_rule', reasons: [reason] };
}
