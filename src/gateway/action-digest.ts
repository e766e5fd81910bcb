/** What makes two calls the same: for approvals, for calls that go on, and for repeats of calls that may have run. */
import { actionDigest } from '../approval/digest.ts';
import { emptyObject, type JsonObject } from '../base/plain-json.ts';
import type { RpcRequest } from '../mcp/json-rpc.ts';
import { serverKey } from '../mcp/tool-lock.ts';
import type { Flow } from './flow.ts';

/** A call's parameters but for what is new each time. */
function lastingParams({ params }: RpcRequest): JsonObject {
  const { _meta, ...rest } = params;
  return rest;
}

function digestOf(flow: Flow, { method, params }: RpcRequest, args: JsonObject): string {
  const { agent, server, shared, snapshot } = flow;
  const tool = typeof params['name'] === 'string' ? params['name'] : '';
  return actionDigest({
    principal: `${agent.name}/${agent.user}`,
    server: serverKey(server),
    method,
    tool,
    definition: shared.catalog.tool(serverKey(server), tool)?.sha256 ?? '',
    arguments: args,
    revision: snapshot.revision,
  });
}

/** What an approval is bound to. */
export function approvedDigest(flow: Flow, request: RpcRequest): string {
  return digestOf(flow, request, lastingParams(request));
}

/** The same call whatever was decided about it and whenever: it finds what may have run already. */
export function repeatDigest(flow: Flow, request: RpcRequest): string {
  const { agent, server } = flow;
  return actionDigest({
    principal: `${agent.name}/${agent.user}`,
    server: serverKey(server),
    method: request.method,
    tool: '',
    definition: '',
    arguments: lastingParams(request),
    revision: '',
  });
}

/** Whether a request answers what its server asked in the result of an earlier one. */
export function goesOn({ params }: RpcRequest): boolean {
  return 'inputResponses' in params || 'requestState' in params;
}

/** A call that goes on: the call itself, and the state that its server gave with the question. */
export function continuedDigest(flow: Flow, request: RpcRequest, given?: JsonObject): string {
  const { inputResponses, requestState, ...rest } = lastingParams(request);
  const state = given === undefined ? requestState : given['requestState'];
  const continued = { ...rest, ...(state === undefined ? {} : { requestState: state }) };
  return digestOf(flow, request, { ...emptyObject(), ...continued, continues: true });
}
