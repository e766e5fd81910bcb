import { HEADERS } from '../mcp/protocol.ts';
import { headerValue } from '../proxy/headers.ts';
import type { Flow } from './flow.ts';

/** What a request's id is unique in: the server and, where there is one, the session. */
export function idScope(flow: Flow): string {
  const session = headerValue(flow.exchange.request.headers, HEADERS.sessionId) ?? '';
  return `${flow.agent.run} ${flow.server.origin} ${session}`;
}
