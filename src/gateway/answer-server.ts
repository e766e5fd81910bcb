import { messageOf } from '../base/errors.ts';
import { type JsonObject, stringifyJson } from '../base/plain-json.ts';
import { withHeader } from '../proxy/headers.ts';
import type { Flow } from './flow.ts';
import { injectedRequest } from './injected-request.ts';

/**
 * Posts a JSON-RPC response to a flow's server in the client's place, with the client's own headers: its session
 * and its authorization. Nobody waits for it; that it failed is told to the operator.
 */
export function answerServer(flow: Flow, response: JsonObject): void {
  if (flow.toServer !== undefined) return flow.toServer(response);
  post(flow, response).catch((error: unknown) => tellFailed(flow, error));
}

function tellFailed({ shared, exchange }: Flow, error: unknown): void {
  const { origin } = exchange.request;
  shared.warn(`a request of \`${origin}\` could not be answered: ${messageOf(error)}`);
}

async function post(flow: Flow, response: JsonObject): Promise<void> {
  const { request } = flow.exchange;
  const typed = withHeader(request.headers, 'content-type', 'application/json');
  const headers = withHeader(typed, 'accept', 'application/json, text/event-stream');
  const injected = await injectedRequest(flow, headers);
  const answer = {
    origin: request.origin,
    method: 'POST',
    path: injected?.path ?? request.path,
    headers: ['host', request.authority, ...(injected?.headers ?? headers)],
    body: Buffer.from(stringifyJson(response)),
    reach: flow.snapshot.reachOf(request),
  };
  flow.shared.upstream().dispatch(answer, {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData() {},
    onResponseEnd() {},
    onResponseError: (_controller, error) => tellFailed(flow, error),
  });
}
