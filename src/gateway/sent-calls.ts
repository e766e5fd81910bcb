/** Follows tool calls from their sending to their answer, over whichever stream it comes. */
import { looseIdKey, type RpcId } from '../mcp/json-rpc.ts';
import { repeatDigest } from './action-digest.ts';
import type { Call, Flow } from './flow.ts';
import { idScope } from './id-scope.ts';

/** A request on its way, whichever stream its answer or its cancellation comes on. */
export function callKey(flow: Flow, id: RpcId): string {
  return `${idScope(flow)} ${looseIdKey(id)}`;
}

/** Tool calls that do no harm when they run twice are not followed. */
function isFollowed({ message, input }: Call): boolean {
  return message?.kind === 'request' && input.tool !== undefined && input.tool.risk !== 'low';
}

/** A call leaves; a cancellation says that its client will not see the answer. */
export function beginCall(flow: Flow, call: Call): void {
  const { message, decision } = call;
  const { sentCalls } = flow.shared;
  if (message?.kind === 'request' && isFollowed(call))
    call.sentCall = sentCalls.begin(
      callKey(flow, message.id),
      () => repeatDigest(flow, message),
      decision.id,
    );
  if (message?.kind === 'notification' && message.method === 'notifications/cancelled')
    cancelled(flow, message.params['requestId']);
}

function cancelled(flow: Flow, id: unknown): void {
  if (typeof id !== 'string' && typeof id !== 'number') return;
  flow.shared.heldCalls.cancel(callKey(flow, id));
  const call = flow.shared.sentCalls.find(callKey(flow, id));
  if (call !== undefined) flow.shared.sentCalls.lost(call);
}

/** A response arrived for one of the flow's calls, or for another exchange's. */
export function callAnswered(flow: Flow, id: RpcId, call: Call | undefined): void {
  const { sentCalls } = flow.shared;
  const sent = call === undefined ? sentCalls.find(callKey(flow, id)) : call.sentCall;
  if (sent !== undefined && sent.state !== 'answered') sentCalls.answered(sent);
}

/** The exchange is over. What the server took without answering (HTTP 202) is answered elsewhere; what it refused did not run. */
export function endCalls(flow: Flow): void {
  const status = flow.upstream?.status ?? 0;
  if (status === 202) return;
  const refused = status >= 400 && status < 500;
  for (const { sentCall, sent } of flow.calls) {
    if (sentCall === undefined) continue;
    if (refused || sent !== true) flow.shared.sentCalls.answered(sentCall);
    else flow.shared.sentCalls.lost(sentCall);
  }
}
