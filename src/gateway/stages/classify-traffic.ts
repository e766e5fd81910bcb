import { type Classified, classify } from '../../mcp/classify.ts';
import { HEADERS, VERSION_WITHOUT_HEADER } from '../../mcp/protocol.ts';
import { headerValues } from '../../proxy/headers.ts';
import type { Flow, Step, Traffic } from '../flow.ts';
import { refuseMalformed } from '../malformed.ts';

function header(flow: Flow, name: string): string | undefined {
  const values = headerValues(flow.exchange.request.headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** MCP's own use of GET and DELETE on a server's endpoint (2025-03-26 … 2025-11-25, transports). */
function transportAction(flow: Flow): string | undefined {
  const streams = header(flow, 'accept')?.includes('text/event-stream') ?? false;
  switch (flow.exchange.request.method) {
    case 'GET':
      return streams && (flow.declared || header(flow, HEADERS.sessionId) !== undefined)
        ? 'mcp.stream.open'
        : undefined;
    case 'DELETE':
      return header(flow, HEADERS.sessionId) === undefined ? undefined : 'mcp.session.close';
    default:
      return undefined;
  }
}

function classifyPost(flow: Flow): Classified {
  const { body } = flow.exchange.request;
  const bytes = body.kind === 'complete' ? body.bytes : new Uint8Array();
  return classify({
    header: name => header(flow, name),
    body: bytes,
    declaredServer: flow.declared,
  });
}

/** What the exchange is: MCP messages, MCP's transport, or other HTTP. Anything ambiguous is refused with its reason. */
export function classifyTraffic(flow: Flow): Step {
  if (flow.exchange.request.method !== 'POST') {
    flow.traffic = transportTraffic(flow);
    return 'next';
  }
  const classified = classifyPost(flow);
  if (classified.kind === 'refused')
    return refuseMalformed(flow, classified.status, classified.code, classified.message);
  flow.traffic = classified.kind === 'mcp' ? classified : { kind: 'http' };
  return 'next';
}

function transportTraffic(flow: Flow): Traffic {
  const action = transportAction(flow);
  if (action === undefined) return { kind: 'http' };
  return {
    kind: 'transport',
    action,
    version: header(flow, HEADERS.protocolVersion) ?? VERSION_WITHOUT_HEADER,
  };
}
