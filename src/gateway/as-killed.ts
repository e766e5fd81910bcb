import { killedBy } from '../policy/kill-switch.ts';
import type { Call, Flow } from './flow.ts';

/** A call that is switched off is decided again, so that record and answer say so. */
export function asKilled(flow: Flow, call: Call): boolean {
  if (killedBy(flow.shared.kills(), call.input) === undefined) return false;
  call.decision = flow.shared.current().decide(call.input);
  return true;
}
