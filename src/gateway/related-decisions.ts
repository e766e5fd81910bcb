/*
 * Messages that stand for more than themselves: a completion for the prompt or resource it completes, a subscription
 * for each resource it names, a task for the call that made it. None of them opens what those would not.
 */
import { isJsonObject, type Json } from '../base/plain-json.ts';
import { listedItemInput, type MessageContext, messageInput } from '../mcp/input-document.ts';
import type { RpcRequest } from '../mcp/json-rpc.ts';
import { TASK_METHODS } from '../mcp/protocol.ts';
import type { Decision } from '../policy/decision.ts';
import type { InputDocument } from '../policy/input.ts';
import type { Call, Flow } from './flow.ts';
import { type KnownTask, taskKey } from './tasks.ts';

function completed(context: MessageContext, ref: Json | undefined): InputDocument[] {
  if (!isJsonObject(ref)) return [];
  const { type, name, uri } = ref;
  if (type === 'ref/prompt' && typeof name === 'string')
    return [listedItemInput(context, 'prompt', name)];
  if (type === 'ref/resource' && typeof uri === 'string')
    return [listedItemInput(context, 'resource', uri)];
  return [];
}

function subscribed(context: MessageContext, request: RpcRequest): InputDocument[] {
  const wanted = request.params['notifications'];
  const uris = isJsonObject(wanted) ? wanted['resourceSubscriptions'] : undefined;
  if (!Array.isArray(uris)) return [];
  return uris.map(uri =>
    messageInput(context, { ...request, method: 'resources/subscribe', params: { uri } }),
  );
}

/** What a request also stands for. */
function relatedInputs(context: MessageContext, request: RpcRequest): InputDocument[] {
  switch (request.method) {
    case 'completion/complete':
      return completed(context, request.params['ref']);
    case 'subscriptions/listen':
      return subscribed(context, request);
    default:
      return [];
  }
}

/** What is asked in phase `list` may still need approval; what would be done at once may not. */
function refusalOf(flow: Flow, input: InputDocument): Decision | undefined {
  const decision = flow.snapshot.decide(input);
  if (decision.effect === 'deny') return decision;
  if (decision.effect === 'allow' || input.phase === 'list') return undefined;
  return { ...decision, effect: 'deny', outcome: 'denied_by_rule' };
}

/** A task needs no rule of its own: it is what its call was. A rule that names it still counts. */
function taskDecision(flow: Flow, own: Decision, task: KnownTask): Decision {
  const isSilent = own.outcome === 'denied_by_default';
  if (own.effect !== 'allow' && !isSilent) return own;
  const { effect, outcome, reasons } = flow.snapshot.decide(task.input);
  if (effect === 'require_approval' && task.approved)
    return { ...own, effect: 'allow', outcome: 'allowed', reasons };
  return { ...own, effect, outcome, reasons };
}

/** The decision for a message, with everything it stands for. */
export function withRelated(flow: Flow, context: MessageContext, call: Call): Decision {
  const { message, decision } = call;
  if (message?.kind !== 'request') return decision;
  if (TASK_METHODS.has(message.method)) {
    const task = flow.shared.tasks.get(taskKey(flow, message.params['taskId']));
    return task === undefined ? decision : taskDecision(flow, decision, task);
  }
  if (decision.effect !== 'allow') return decision;
  for (const input of relatedInputs(context, message)) {
    const refused = refusalOf(flow, input);
    if (refused !== undefined) return { ...refused, id: decision.id };
  }
  return decision;
}
