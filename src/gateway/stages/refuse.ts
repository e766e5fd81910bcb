import type { Json } from '../../base/plain-json.ts';
import { denialResponse, denialText } from '../../mcp/denial.ts';
import type { Outcome } from '../../policy/decision.ts';
import type { Call, Flow, Step } from '../flow.ts';
import { record } from '../record.ts';

type Refused = Exclude<Outcome, 'allowed'>;

/** What the text of a refused call is made from. */
function refusal({ decision, note, sent = false }: Call, outcome: Refused) {
  return { decision, outcome, sent, ...(note === undefined ? {} : { note }) };
}

/** The response to one refused message; notifications and responses get none. */
export function refusalOf(flow: Flow, call: Call, outcome: Refused): Json | undefined {
  if (call.message?.kind !== 'request') return undefined;
  const era = flow.traffic.kind === 'mcp' ? flow.traffic.era : 'legacy';
  return denialResponse(call.message, { era, ...refusal(call, outcome) });
}

/** The words for a refused request that is not MCP. */
export function refusalText({ http }: Flow, call: Call, outcome: Refused): string {
  return `${denialText(`${http.method} ${http.host}${http.path}`, refusal(call, outcome))}\n`;
}

/**
 * Records and answers what is refused. While the log can't be written, what was allowed is refused too, by an attempt
 * to record that: it fails like the last one, or the log is sound again for the next call.
 */
export function refuse(flow: Flow): Step {
  const isSound = flow.shared.audit.healthy();
  for (const call of flow.calls) {
    const isAllowed = call.decision.effect === 'allow';
    if (!isAllowed) record(flow, call, call.decision.outcome);
    else if (!isSound) record(flow, call, 'audit_error');
  }
  if (flow.calls.some(call => call.outcome === undefined)) return 'next';
  if (flow.exchange.closed) return 'done';
  answerRefused(flow);
  return 'done';
}

/** Answers a flow whose calls have all ended in refusals. */
export function answerRefused(flow: Flow): void {
  if (flow.traffic.kind === 'mcp') answerMessages(flow);
  else answerHttp(flow);
}

function answerMessages(flow: Flow): void {
  const responses = flow.calls.flatMap(
    call => refusalOf(flow, call, call.outcome as Refused) ?? [],
  );
  if (responses.length === 0) flow.answer.accepted();
  else flow.answer.json(200, isBatch(flow) ? responses : responses[0]!);
}

function isBatch({ traffic }: Flow): boolean {
  return traffic.kind === 'mcp' && traffic.batch;
}

/** What is not MCP gets plain words and 403; they name what to add to the configuration. */
function answerHttp(flow: Flow): void {
  const call = flow.calls[0]!;
  flow.answer.text(403, refusalText(flow, call, call.outcome as Refused));
}
