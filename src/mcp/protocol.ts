/**
 * What MCP's dated schemas fix: versions, header and `_meta` names, error codes, methods.
 * Sources: modelcontextprotocol docs/specification and schema of 2024-11-05 … 2026-07-28.
 */

/** The first version in which each request describes itself (the modern era). */
export const MODERN_VERSION = '2026-07-28';
/** What a legacy request means when it has no MCP-Protocol-Version header. */
export const VERSION_WITHOUT_HEADER = '2025-03-26';
/** The only version whose transport takes JSON-RPC batches. */
export const BATCH_VERSION = '2025-03-26';

export const HEADERS = {
  protocolVersion: 'mcp-protocol-version',
  sessionId: 'mcp-session-id',
  method: 'mcp-method',
  name: 'mcp-name',
} as const;

export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  progressToken: 'progressToken',
  /** Draft SEP-2643: the authorization envelope on a denial. */
  authorization: 'io.modelcontextprotocol/authorization',
} as const;

/** JSON-RPC 2.0's codes, the spec's, and our own (outside every reserved range). */
export const RPC_CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  headerMismatch: -32020,
  /** A policy refused the message. */
  denied: -31403,
  /** The proxy could not do its part: upstream or audit trouble. */
  gateway: -31502,
} as const;

/** A list method: where its items are, what names one, and the call that the item is for. */
export interface ListMethod {
  readonly items: string;
  readonly itemKey: string;
  readonly item: 'tool' | 'prompt' | 'resource' | 'task';
}

export const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  'tools/list': { items: 'tools', itemKey: 'name', item: 'tool' },
  'prompts/list': { items: 'prompts', itemKey: 'name', item: 'prompt' },
  'resources/list': { items: 'resources', itemKey: 'uri', item: 'resource' },
  'resources/templates/list': {
    items: 'resourceTemplates',
    itemKey: 'uriTemplate',
    item: 'resource',
  },
  'tasks/list': { items: 'tasks', itemKey: 'taskId', item: 'task' },
};

/** Methods about one task: decided as the call that made it. */
export const TASK_METHODS: ReadonlySet<string> = new Set([
  'tasks/get',
  'tasks/result',
  'tasks/update',
  'tasks/cancel',
]);

/** Methods whose modern request mirrors a parameter in the Mcp-Name header. */
export const NAMED_METHODS: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const METHODS: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'completion/complete',
  'logging/setLevel',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'tools/list',
  'tools/call',
  'tasks/get',
  'tasks/list',
  'tasks/cancel',
  'tasks/result',
  'tasks/update',
  'server/discover',
  'subscriptions/listen',
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
]);

/** Whether a method is one MCP defines; notifications all share a prefix. */
export function isMcpMethod(method: string): boolean {
  return METHODS.has(method) || method.startsWith('notifications/');
}

/** The action policies see: `tools/call` is `mcp.tools.call`. */
export function actionOf(method: string): string {
  return `mcp.${method.replaceAll('/', '.')}`;
}

/** Actions that only these methods, or the transport itself, may have. */
const TAKEN_ACTIONS: ReadonlySet<string> = new Set([
  ...[...METHODS].map(actionOf),
  'mcp.response',
  'mcp.stream.open',
  'mcp.session.close',
  'mcp.metadata.get',
  'mcp.malformed',
]);

/** Whether another method would be judged as one of MCP's: `tools.call` has the action of `tools/call`. */
export function borrowsAction(method: string): boolean {
  if (isMcpMethod(method)) return false;
  const action = actionOf(method);
  return TAKEN_ACTIONS.has(action) || action.startsWith('mcp.notifications.');
}

/** Messages that only keep the protocol going; allowed unless a rule says otherwise. */
export const LIFECYCLE_ACTIONS: readonly string[] = [
  'mcp.initialize',
  'mcp.ping',
  'mcp.server.discover',
  'mcp.notifications.*',
  'mcp.response',
  'mcp.stream.open',
  'mcp.subscriptions.listen',
  'mcp.session.close',
  'mcp.metadata.get',
];
