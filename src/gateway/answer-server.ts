import { type JsonObject, stringifyJson } from '../base/plain-json.ts';
import { withHeader } from '../proxy/headers.ts';
import type { Flow } from './flow.ts';

/**
 * Posts a JSON-RPC response to a flow's server in the client's place, with the client's own headers: its session
 * and its authorization. Nobody waits for it; that it failed is told to the operator.
 */
export function answerServer(flow: Flow, response: JsonObject): void {
  if (flow.toServer !== undefined) return flow.toServer(response);
  const { request } = flow.exchange;
  const typed = withHeader(request.headers, 'content-type', 'application/json');
  const headers = withHeader(typed, 'accept', 'application/json, text/event-stream');
  const post = {
    origin: request.origin,
    method: 'POST',
    path: request.path,
    headers: ['host', request.authority, ...headers],
    body: Buffer.from(stringifyJson(response)),
    reach: flow.snapshot.reachOf(request),
  };
  flow.shared.upstream().dispatch(post, {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData() {},
    onResponseEnd() {},
    onResponseError: (_controller, error) =>
      flow.shared.warn(
        `a request of \`${request.origin}\` could not be answered: ${error.message}`,
      ),
  });
}
