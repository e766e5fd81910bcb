/*
 * How a refusal is said, to a model and to its client.
 *
 * A denied tools/call is a *result* with `isError`: the one form that clients hand to the model as
 * text. Everything else has no such form and gets a JSON-RPC error in HTTP 200 with our own code;
 * list requests get an empty list. Never 401, 403 or 404: clients read those as their own trouble.
 */
import { isJsonObject, type JsonObject } from '../base/plain-json.ts';
import type { Decision, Outcome, Reason } from '../policy/decision.ts';
import type { Era } from '../policy/input.ts';
import { errorResponse, type RpcRequest, resultResponse } from './json-rpc.ts';
import { emptyCompletion, emptyList } from './list-filter.ts';
import { LIST_METHODS, META, NAMED_METHODS, RPC_CODES } from './protocol.ts';

/** What was refused, in words: `tool \`delete_repo\``. */
export function subjectOf(request: {
  readonly method: string;
  readonly params: JsonObject;
}): string {
  const parameter = Object.hasOwn(NAMED_METHODS, request.method)
    ? NAMED_METHODS[request.method]
    : undefined;
  const name = parameter === undefined ? undefined : request.params[parameter];
  if (typeof name !== 'string') return `\`${request.method}\``;
  const noun = { 'tools/call': 'tool', 'prompts/get': 'prompt', 'resources/read': 'resource' }[
    request.method
  ];
  return `${noun} \`${name}\``;
}

/** Where a reason comes from, for people: `policies.github, policies/github.rego:4`. */
function sourceOf(reason: Reason): string {
  const place =
    reason.file === undefined
      ? undefined
      : `${reason.file}${reason.line === undefined ? '' : `:${reason.line}`}`;
  const rule =
    reason.package === undefined
      ? reason.rule
      : [reason.package, reason.rule].filter(Boolean).join('.');
  const parts = [rule, place].filter(part => part !== undefined && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Why, in one line, with the rules that said so. */
export function reasonsText(reasons: readonly Reason[]): string {
  if (reasons.length === 0) return 'no rule allows it';
  return reasons.map(reason => `${reason.msg}${sourceOf(reason)}`).join('; ');
}

/** What each outcome says first, and what the model can do about it. */
const OUTCOME_TEXT: Readonly<
  Record<Exclude<Outcome, 'allowed'>, { readonly verb: string; readonly advice: string }>
> = {
  denied_by_rule: {
    verb: 'denied by an access rule',
    advice: 'Repeating the same call gives the same answer; use another tool or other arguments.',
  },
  denied_by_policy: {
    verb: 'denied by policy',
    advice: 'Repeating the same call gives the same answer; use another tool or other arguments.',
  },
  denied_by_default: {
    verb: 'denied: nothing allows it',
    advice: 'An operator can allow it in tameflare.yaml.',
  },
  denied_by_human: {
    verb: 'denied by a person',
    advice: 'Do not repeat this call; ask the user how to go on.',
  },
  approval_pending: {
    verb: 'waiting for approval',
    advice: 'Repeat the identical call later: once a person has approved it, it runs exactly once.',
  },
  approval_expired: {
    verb: 'not approved in time',
    advice: 'Ask the user; a new identical call asks for approval again.',
  },
  killed: {
    verb: 'stopped by the kill switch',
    advice: 'Stop and tell the user; nothing is forwarded until an operator lifts it.',
  },
  refused_malformed: {
    verb: 'refused as malformed',
    advice: 'Correct the message and send it again.',
  },
  client_gone: {
    verb: 'dropped because the client left',
    advice: 'Repeat the call if it is still wanted.',
  },
  upstream_error: {
    verb: 'not answered by the server',
    advice: 'The server could not be reached or broke off; it may help to try again later.',
  },
  policy_error: {
    verb: 'refused because the policy could not decide',
    advice: 'An operator must correct the policy; the reference below finds the error.',
  },
  audit_error: {
    verb: 'refused because it could not be recorded',
    advice: 'An operator must make the audit log writable.',
  },
};

/** What a refusal's text is made from. */
export interface Refusal {
  readonly decision: Decision;
  readonly outcome: Exclude<Outcome, 'allowed'>;
  /** Replaces the decision's reasons. */
  readonly note?: string;
  /** It had been sent on: the text must not claim that nothing ran. */
  readonly sent?: boolean;
}

/** A refusal in three short lines: what and why, what it means, what can be done, with the reference. */
export function denialText(subject: string, { decision, outcome, note, sent }: Refusal): string {
  const { verb, advice } = OUTCOME_TEXT[outcome];
  const ran = sent === true ? 'It is not known whether it ran.' : 'The tool did not run.';
  const why = note ?? reasonsText(decision.reasons);
  return [
    `tameflare: ${subject} was ${verb}: ${why}.`,
    `${ran} ${advice}`,
    `Reference: ${decision.id}`,
  ].join('\n');
}

/** The authorization envelope of draft SEP-2643, for clients that read it. */
function authorizationMeta(decision: Decision, outcome: Outcome): JsonObject {
  const remediation = outcome === 'approval_pending' ? 'available' : 'undisclosed';
  return {
    [META.authorization]: { reason: outcome, remediation, authorizationContextId: decision.id },
  };
}

export interface Denial extends Refusal {
  readonly era: Era;
}

/** The JSON-RPC response a refused request gets. */
export function denialResponse(request: RpcRequest, denial: Denial): JsonObject {
  const { era, decision, outcome } = denial;
  const text = denialText(subjectOf(request), denial);
  if (request.method === 'tools/call') {
    const result: JsonObject = {
      content: [{ type: 'text', text }],
      isError: true,
      _meta: authorizationMeta(decision, outcome),
    };
    if (era === 'modern') result['resultType'] = 'complete';
    return resultResponse(request.id, result);
  }
  if (request.method === 'completion/complete')
    return resultResponse(request.id, emptyCompletion(era === 'modern'));
  const list = Object.hasOwn(LIST_METHODS, request.method)
    ? LIST_METHODS[request.method]
    : undefined;
  if (list !== undefined) return resultResponse(request.id, emptyList(list, era === 'modern'));
  return errorResponse(request.id, RPC_CODES.denied, text, { outcome, reference: decision.id });
}

/** The token a client gave for progress, if it wants any (MCP, utilities/progress). */
export function progressTokenOf(request: RpcRequest): string | number | undefined {
  const meta = request.params['_meta'];
  const token = isJsonObject(meta) ? meta[META.progressToken] : undefined;
  return typeof token === 'string' || typeof token === 'number' ? token : undefined;
}

/** A progress notification that keeps a waiting client's timer alive; values must grow. */
export function progressNotification(
  token: string | number,
  progress: number,
  message: string,
): JsonObject {
  return {
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: token, progress, message },
  };
}
