/*
 * What a server sends, judged message by message: list results lose what the caller may not use,
 * requests of the server (sampling, elicitation, roots) are decided like the client's.
 */
import type { Json, JsonObject } from '../base/plain-json.ts';
import { denialText } from '../mcp/denial.ts';
import { listedItemInput, listedToolInput, messageInput } from '../mcp/input-document.ts';
import {
  errorResponse,
  idKey,
  type RpcMessage,
  type RpcRequest,
  type RpcResponse,
  resultResponse,
} from '../mcp/json-rpc.ts';
import { filterList } from '../mcp/list-filter.ts';
import { DROP, KEEP, type Rewrite, type RewriteMessage } from '../mcp/message-rewriter.ts';
import { HEADERS, type ListMethod, RPC_CODES } from '../mcp/protocol.ts';
import type { Outcome } from '../policy/decision.ts';
import { headerValue } from '../proxy/headers.ts';
import { answerServer } from './answer-server.ts';
import type { Call, Flow } from './flow.ts';
import { messageContext } from './message-context.ts';
import { record } from './record.ts';

/** What a request's id is unique in: the server and, where there is one, the session. */
export function idScope(flow: Flow): string {
  const session = headerValue(flow.exchange.request.headers, HEADERS.sessionId) ?? '';
  return `${flow.agent.run} ${flow.server.origin} ${session}`;
}

function protocolOf(flow: Flow): { era: 'legacy' | 'modern'; version: string } {
  const { traffic } = flow;
  if (traffic.kind === 'mcp') return { era: traffic.era, version: traffic.version };
  return { era: 'legacy', version: traffic.kind === 'transport' ? traffic.version : 'unknown' };
}

/** Whether the caller may see a listed item: whether any call of it could be allowed. */
function isVisible(flow: Flow, list: ListMethod, item: JsonObject): boolean {
  const { era, version } = protocolOf(flow);
  const context = messageContext(flow, era, version);
  if (list.item === 'tool') {
    flow.shared.catalog.remember(flow.server.origin, item);
    return flow.snapshot.decide(listedToolInput(context, item)).effect !== 'deny';
  }
  const name = item[list.itemKey];
  return (
    typeof name === 'string' &&
    flow.snapshot.decide(listedItemInput(context, list.item, name)).effect !== 'deny'
  );
}

function callOf(flow: Flow, id: RpcResponse['id']): Call | undefined {
  if (id === null) return undefined;
  return flow.calls.find(
    call => call.message?.kind === 'request' && idKey(call.message.id) === idKey(id),
  );
}

function filtered(flow: Flow, response: RpcResponse, list: ListMethod): Rewrite {
  if (response.result === undefined || response.id === null) return KEEP;
  const shown = filterList(response.result, list, item => isVisible(flow, list, item));
  const call = callOf(flow, response.id);
  if (shown === undefined) {
    if (call !== undefined) record(flow, call, 'upstream_error');
    return {
      kind: 'replace',
      message: errorResponse(
        response.id,
        RPC_CODES.gateway,
        `tameflare: the server's ${list.items} list could not be read, so it was not passed on`,
      ),
    };
  }
  const outcome =
    call === undefined ? 'allowed' : record(flow, call, 'allowed', { hidden: shown.hidden });
  if (outcome === 'audit_error') return { kind: 'replace', message: unrecorded(response.id) };
  return {
    kind: 'replace',
    message: { ...(response.raw as object), ...resultResponse(response.id, shown.result) } as Json,
  };
}

/** The error for an answer that could not be recorded. */
function unrecorded(id: string | number): JsonObject {
  return errorResponse(
    id,
    RPC_CODES.gateway,
    'tameflare: the answer could not be recorded, so it was not passed on',
  );
}

function onResponse(flow: Flow, response: RpcResponse): Rewrite {
  if (response.id === null) return KEEP;
  const scope = idScope(flow);
  const list = flow.shared.listRequests.find(scope, response.id);
  if (list === undefined) return KEEP;
  flow.shared.listRequests.answered(scope, response.id);
  return filtered(flow, response, list);
}

/** Decides a request of the server's; refused, the server gets the answer and the client never sees it. */
function onServerRequest(flow: Flow, message: RpcRequest): Rewrite {
  const { era, version } = protocolOf(flow);
  const input = messageInput(messageContext(flow, era, version, 'server-to-client'), message);
  const decision = flow.snapshot.decide(input);
  const call: Call = { message, input, direction: 'server-to-client', decision };
  // A person can't be asked on a server's behalf yet: what needs approval is refused.
  const outcome: Outcome =
    decision.effect === 'require_approval' ? 'denied_by_rule' : decision.outcome;
  const recorded = record(flow, call, outcome);
  if (recorded === 'allowed') return KEEP;
  const refused = recorded as Exclude<Outcome, 'allowed'>;
  const text = denialText(`\`${message.method}\``, { decision, outcome: refused });
  answerServer(flow, errorResponse(message.id, RPC_CODES.denied, text));
  return DROP;
}

/** The rewriter for everything a server sends within this flow. */
export function serverMessages(flow: Flow): RewriteMessage {
  return (message: RpcMessage) => {
    switch (message.kind) {
      case 'response':
        return onResponse(flow, message);
      case 'request':
        return onServerRequest(flow, message);
      case 'notification':
        return KEEP;
    }
  };
}
