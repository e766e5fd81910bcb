import type { Json } from '../../base/plain-json.ts';
import { denialResponse, denialText } from '../../mcp/denial.ts';
import type { Outcome } from '../../policy/decision.ts';
import type { Call, Flow, Step } from '../flow.ts';
import { record } from '../record.ts';

type Refused = Exclude<Outcome, 'allowed'>;

/** The response to one refused message; notifications and responses get none. */
export function refusalOf(flow: Flow, call: Call, outcome: Refused): Json | undefined {
  if (call.message?.kind !== 'request') return undefined;
  const era = flow.traffic.kind === 'mcp' ? flow.traffic.era : 'legacy';
  const note = call.note === undefined ? {} : { note: call.note };
  return denialResponse(call.message, { era, decision: call.decision, outcome, ...note });
}

/** Records every refused call; unless the log is sound, allowed ones are refused too: nothing unrecorded is forwarded. */
export function refuse(flow: Flow): Step {
  if (!flow.shared.audit.healthy())
    flow.shared.warn('the last audit record could not be written; trying again');
  for (const call of flow.calls) {
    if (call.decision.effect !== 'allow') record(flow, call, call.decision.outcome);
  }
  if (flow.calls.some(call => call.outcome === undefined)) return 'next';
  if (flow.calls.every(call => call.outcome === 'client_gone')) return 'done';
  if (flow.traffic.kind === 'mcp') answerMessages(flow);
  else answerHttp(flow);
  return 'done';
}

function answerMessages(flow: Flow): void {
  const responses = flow.calls.flatMap(
    call => refusalOf(flow, call, call.outcome as Refused) ?? [],
  );
  if (responses.length === 0) flow.answer.accepted();
  else
    flow.answer.json(
      200,
      flow.traffic.kind === 'mcp' && flow.traffic.batch ? responses : responses[0]!,
    );
}

/** What is not MCP gets plain words and 403; they name what to add to the configuration. */
function answerHttp(flow: Flow): void {
  const call = flow.calls[0]!;
  const { method, host, path } = flow.http;
  const subject = `${method} ${host}${path}`;
  flow.answer.text(
    403,
    `${denialText(subject, call.decision, call.outcome as Refused, call.note)}\n`,
  );
}
