import { type Classified, classify, type Refusal } from '../../mcp/classify.ts';
import { paramHeaderFault } from '../../mcp/param-headers.ts';
import { HEADERS, RPC_CODES, VERSION_WITHOUT_HEADER } from '../../mcp/protocol.ts';
import { serverKey } from '../../mcp/tool-lock.ts';
import { headerValues } from '../../proxy/headers.ts';
import { isLoginMetadata } from '../config-servers.ts';
import type { Flow, Step, Traffic } from '../flow.ts';
import { refuseMalformed } from '../malformed.ts';

function header(flow: Flow, name: string): string | undefined {
  const values = headerValues(flow.exchange.request.headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** MCP's own use of GET and DELETE on a server's endpoint (2025-03-26 … 2025-11-25, transports). */
function transportAction(flow: Flow): string | undefined {
  switch (flow.exchange.request.method) {
    case 'GET':
      if (flow.declared && isLoginMetadata(flow.http.path)) return 'mcp.metadata.get';
      return acceptsEvents(flow) && (flow.declared || header(flow, HEADERS.sessionId) !== undefined)
        ? 'mcp.stream.open'
        : undefined;
    case 'DELETE':
      return header(flow, HEADERS.sessionId) === undefined ? undefined : 'mcp.session.close';
    default:
      return undefined;
  }
}

/** A client that takes anything takes event streams too. */
function acceptsEvents(flow: Flow): boolean {
  const accept = header(flow, 'accept')?.toLowerCase() ?? '*/*';
  return accept.includes('text/event-stream') || accept.includes('*/*');
}

/** Whatever the method, a body may be a message: servers differ in which methods they read one from. */
function classifyBody(flow: Flow, body: Uint8Array): Classified {
  const { method } = flow.exchange.request;
  const classified = classify({
    header: name => header(flow, name),
    body,
    declaredServer: flow.declared && method === 'POST',
    bare: flow.server.transport === 'stdio',
    maxDepth: flow.snapshot.config.limits.maxJsonDepth,
  });
  if (classified.kind !== 'mcp') return classified;
  if (method !== 'POST') return refused(`messages are sent by POST, not ${method}`);
  const repeated = Object.values(HEADERS).find(
    name => headerValues(flow.exchange.request.headers, name).length > 1,
  );
  return repeated === undefined ? classified : refused(`header ${repeated} is repeated`);
}

function refused(message: string): Refusal {
  return { kind: 'refused', status: 400, code: RPC_CODES.invalidRequest, message, era: 'legacy' };
}

/** What the exchange is: MCP messages, MCP's transport, or other HTTP. Anything ambiguous is refused with its reason. */
export function classifyTraffic(flow: Flow): Step {
  const { body, method } = flow.exchange.request;
  const bytes = body.kind === 'complete' ? body.bytes : new Uint8Array();
  if (bytes.length > 0 || method === 'POST') {
    const classified = classifyBody(flow, bytes);
    if (classified.kind === 'refused') return refuseMalformed(flow, classified);
    if (classified.kind === 'mcp') {
      const mismatch = paramMismatch(flow, classified);
      if (mismatch !== undefined) return refuseMalformed(flow, mismatch);
      flow.traffic = classified;
      return 'next';
    }
  }
  flow.traffic = transportTraffic(flow);
  return 'next';
}

/** A modern call whose `Mcp-Param-*` headers say other than its arguments, as far as its tool was listed. */
function paramMismatch(
  flow: Flow,
  { era, messages: [message] }: Extract<Classified, { kind: 'mcp' }>,
): Refusal | undefined {
  if (flow.server.transport === 'stdio') return undefined;
  if (era !== 'modern' || message?.kind !== 'request' || message.method !== 'tools/call')
    return undefined;
  const { name, arguments: args } = message.params;
  const tool = flow.shared.catalog.tool(serverKey(flow.server), String(name));
  const fault = paramHeaderFault(tool?.definition['inputSchema'], args, key => header(flow, key));
  if (fault === undefined) return undefined;
  const { id } = message;
  return { ...refused(fault), code: RPC_CODES.headerMismatch, era, id };
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
