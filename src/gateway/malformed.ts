import { newId } from '../base/id.ts';
import type { Json } from '../base/plain-json.ts';
import { transportInput } from '../mcp/input-document.ts';
import { errorResponse, type RpcId } from '../mcp/json-rpc.ts';
import type { Decision } from '../policy/decision.ts';
import type { Era } from '../policy/input.ts';
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

/** What is wrong with a message, and how that is said. */
export interface Malformed {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly era?: Era;
  /** The request's own id, where it could be read. */
  readonly id?: RpcId;
}

/** Answers a message that could not be read: transport trouble, so HTTP 4xx, with a JSON-RPC body, recorded. */
export function refuseMalformed(flow: Flow, malformed: Malformed): 'done' {
  const { status, code, message, era = 'legacy', id = null } = malformed;
  const decision = malformedDecision(flow, message);
  const input = transportInput(messageContext(flow, era, 'unknown'), 'mcp.malformed');
  record(
    flow,
    { message: undefined, input, direction: 'client-to-server', decision },
    'refused_malformed',
  );
  const body: Json = errorResponse(id, code, `tameflare: ${message}`, { reference: decision.id });
  flow.answer.json(status, body);
  return 'done';
}
