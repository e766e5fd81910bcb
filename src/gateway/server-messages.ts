/*
 * What a server sends, judged message by message: list results lose what the caller may not use,
 * requests of the server (sampling, elicitation, roots) are decided like the client's.
 */
import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import { denialResponse, denialText, reasonsText } from '../mcp/denial.ts';
import { listedItemInput, listedToolInput, messageInput } from '../mcp/input-document.ts';
import { inputRequestsOf } from '../mcp/input-requests.ts';
import {
  errorResponse,
  looseIdKey,
  type RpcId,
  type RpcMessage,
  type RpcNotification,
  type RpcRequest,
  type RpcResponse,
  resultResponse,
} from '../mcp/json-rpc.ts';
import { carriesList, type FilteredList, filterList } from '../mcp/list-filter.ts';
import { type AskedList, askedList } from '../mcp/list-requests.ts';
import { DROP, KEEP, type Rewrite, type RewriteMessage } from '../mcp/message-rewriter.ts';
import { nameFault, uriFault } from '../mcp/names.ts';
import { type ListMethod, RPC_CODES } from '../mcp/protocol.ts';
import { serverKey } from '../mcp/tool-lock.ts';
import type { Decision, Outcome } from '../policy/decision.ts';
import { continuedDigest } from './action-digest.ts';
import { answerServer } from './answer-server.ts';
import type { Call, Flow } from './flow.ts';
import { idScope } from './id-scope.ts';
import { messageContext } from './message-context.ts';
import { record } from './record.ts';
import { callAnswered } from './sent-calls.ts';
import { rememberTask, taskKey } from './tasks.ts';

type Refused = Exclude<Outcome, 'allowed'>;

function protocolOf(flow: Flow): { era: 'legacy' | 'modern'; version: string } {
  const { traffic } = flow;
  if (traffic.kind === 'mcp') return { era: traffic.era, version: traffic.version };
  return { era: 'legacy', version: traffic.kind === 'transport' ? traffic.version : 'unknown' };
}

/** Whether the caller may see a listed item: whether any call of it could be allowed. */
function isVisible(flow: Flow, list: ListMethod, item: JsonObject): boolean {
  const { era, version } = protocolOf(flow);
  const context = messageContext(flow, era, version);
  const name = item[list.itemKey];
  if (typeof name !== 'string' || isMistakable(list, name)) return false;
  if (list.item === 'tool') {
    flow.shared.catalog.remember(serverKey(flow.server), item);
    return flow.snapshot.decide(listedToolInput(context, item)).effect !== 'deny';
  }
  if (list.item === 'task') return isOwnTask(flow, name);
  return flow.snapshot.decide(listedItemInput(context, list.item, name)).effect !== 'deny';
}

/** A name that no call may use is not shown either. */
function isMistakable(list: ListMethod, name: string): boolean {
  return (list.item === 'resource' ? uriFault(name) : nameFault(name)) !== undefined;
}

/** A task of another caller, or of a call that is refused by now, is not shown. */
function isOwnTask(flow: Flow, id: string): boolean {
  const task = flow.shared.tasks.get(taskKey(flow, id));
  return task !== undefined && flow.snapshot.decide(task.input).effect !== 'deny';
}

/** A request of this flow's own. */
interface Own {
  readonly call: Call;
  readonly request: RpcRequest;
}

/** The request of this flow that a response answers. */
function ownRequest(flow: Flow, id: RpcId): Own | undefined {
  const own = flow.calls.flatMap(call =>
    call.message?.kind === 'request' ? [{ call, request: call.message }] : [],
  );
  return (
    own.find(({ request }) => request.id === id) ??
    own.find(({ request }) => looseIdKey(request.id) === looseIdKey(id))
  );
}

/** A response with a result, and the id it answers. */
type Answered = RpcResponse & { readonly id: RpcId; readonly result: Json };

/** A list without what the caller may not see. Tools are remembered; the last page ends what is known of a server. */
function visibleItems(
  flow: Flow,
  result: Json,
  { list, first }: AskedList,
): FilteredList | undefined {
  const filter = () => filterList(result, list, item => isVisible(flow, list, item));
  if (list.item !== 'tool' || !isJsonObject(result)) return filter();
  const page = {
    first,
    last: (result['nextCursor'] ?? null) === null,
  };
  return flow.shared.catalog.page(serverKey(flow.server), page, filter);
}

function filtered(
  flow: Flow,
  response: Answered,
  asked: AskedList,
  call: Call | undefined,
): Rewrite {
  const shown = visibleItems(flow, response.result, asked);
  if (shown === undefined) {
    if (call !== undefined) record(flow, call, 'upstream_error');
    return {
      kind: 'replace',
      message: errorResponse(
        response.id,
        RPC_CODES.gateway,
        `tameflare: the server's ${asked.list.items} list could not be read, so it was not passed on`,
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

function hasResult(response: RpcResponse): response is Answered {
  return response.id !== null && response.result !== undefined;
}

/**
 * A response to the flow's own request is what was asked for. One that answers another exchange's is a list if
 * its id was a list request's and it carries that list.
 */
function onResponse(flow: Flow, response: RpcResponse): Rewrite {
  const own = response.id === null ? undefined : ownRequest(flow, response.id);
  if (response.id !== null) callAnswered(flow, response.id, own?.call);
  if (!hasResult(response)) return KEEP;
  const asked = own === undefined ? foreignList(flow, response) : askedList(own.request);
  if (asked !== undefined) return filtered(flow, response, asked, own?.call);
  if (own !== undefined) rememberTask(flow, own.call, response.result);
  return onInputRequests(flow, response, own);
}

function foreignList(flow: Flow, { id, result }: Answered): AskedList | undefined {
  const asked = flow.shared.listRequests.find(idScope(flow), id);
  return asked !== undefined && carriesList(result, asked.list) ? asked : undefined;
}

/** A result that asks something of the client is passed on only if all it asks is allowed. */
function onInputRequests(flow: Flow, response: Answered, own: Own | undefined): Rewrite {
  const asked = inputRequestsOf(response.result);
  if (asked === undefined) return mayGoOn(flow, own, response.result);
  if ('kind' in asked) return withheld(response.id, asked.message);
  const judged = asked.map(request => ({ request, ...decideServerRequest(flow, request) }));
  const refused = judged.find(({ outcome }) => outcome !== 'allowed');
  if (refused === undefined) return mayGoOn(flow, own, response.result);
  const { request, decision } = refused;
  const note = `the server asked for \`${request.method}\`: ${reasonsText(decision.reasons)}`;
  if (own === undefined) return withheld(response.id, note);
  const { era } = protocolOf(flow);
  const denial = { era, decision, outcome: refused.outcome as Refused, note, sent: true };
  return { kind: 'replace', message: denialResponse(own.request, denial) };
}

/** Who approved a call has approved it to its end: the repeat that answers its server's questions included. */
function mayGoOn(flow: Flow, own: Own | undefined, result: Json): Rewrite {
  const approvalId = own?.call.approvalId;
  if (own === undefined || approvalId === undefined || !isUnfinished(result)) return KEEP;
  const digest = continuedDigest(flow, own.request, result);
  flow.shared.continuations.add(digest, approvalId, flow.snapshot.config.approvals.expiresMs);
  return KEEP;
}

/** A result that its call's repeat is to complete: it asks something, or only wants to be asked again. */
function isUnfinished(result: Json): result is JsonObject {
  return isJsonObject(result) && result['resultType'] === 'input_required';
}

/** In place of an answer that is not passed on. */
function withheld(id: RpcId, why: string): Rewrite {
  const message = `tameflare: the server's answer was not passed on: ${why}`;
  return { kind: 'replace', message: errorResponse(id, RPC_CODES.gateway, message) };
}

/** Decides and records a request of the server's. */
function decideServerRequest(
  flow: Flow,
  message: RpcRequest,
): { readonly decision: Decision; readonly outcome: Outcome } {
  const { era, version } = protocolOf(flow);
  const input = messageInput(messageContext(flow, era, version, 'server-to-client'), message);
  const decision = flow.snapshot.decide(input);
  const call: Call = { message, input, direction: 'server-to-client', decision };
  // A person can't be asked on a server's behalf yet: what needs approval is refused.
  const outcome: Outcome =
    decision.effect === 'require_approval' ? 'denied_by_rule' : decision.outcome;
  return { decision, outcome: record(flow, call, outcome) };
}

/** Refused, the server gets the answer and the client never sees the request. */
function onServerRequest(flow: Flow, message: RpcRequest): Rewrite {
  const { decision, outcome } = decideServerRequest(flow, message);
  if (outcome === 'allowed') return KEEP;
  const text = denialText(`\`${message.method}\``, { decision, outcome });
  answerServer(flow, errorResponse(message.id, RPC_CODES.denied, text));
  return DROP;
}

/** News of a resource that the caller may not read is not for it. */
function onNotification(flow: Flow, { method, params }: RpcNotification): Rewrite {
  const { uri } = params;
  if (method !== 'notifications/resources/updated' || typeof uri !== 'string') return KEEP;
  const { era, version } = protocolOf(flow);
  const input = listedItemInput(messageContext(flow, era, version), 'resource', uri);
  return flow.snapshot.decide(input).effect === 'deny' ? DROP : KEEP;
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
        return onNotification(flow, message);
    }
  };
}
