import { newId } from '../base/id.ts';
import type { Json } from '../base/plain-json.ts';
import { transportInput } from '../mcp/input-document.ts';
import { errorResponse } from '../mcp/json-rpc.ts';
import type { Decision } from '../policy/decision.ts';
import type { Flow } from './flow.ts';
import { messageContext } from './message-context.ts';
import { record } from './record.ts';

function malformedDecision(flow: Flow, msg: string): Decision {
  return {
    id: newId(flow.shared.clock),
    effect: 'deny',
    outcome: 'refused_malformed',
    reasons: [{ source: 'error', msg }],
    shadow: [],
    redact: [],
    revision: flow.snapshot.revision,
    cached: false,
    micros: 0,
  };
}

/** Answers a message that could not be read: transport trouble, so HTTP 4xx, with a JSON-RPC body, recorded. */
export function refuseMalformed(flow: Flow, status: number, code: number, message: string): 'done' {
  const decision = malformedDecision(flow, message);
  const input = transportInput(messageContext(flow, 'legacy', 'unknown'), 'mcp.malformed');
  record(
    flow,
    { message: undefined, input, direction: 'client-to-server', decision },
    'refused_malformed',
  );
  const body: Json = errorResponse(null, code, `tameflare: ${message}`, { reference: decision.id });
  flow.answer.json(status, body);
  return 'done';
}
