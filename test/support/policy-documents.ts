/** Input documents and rules for tests, made from the few things a test is about. */

import { compileCondition } from '../../src/cel/condition.ts';
import type { AccessRule } from '../../src/policy/access-rules.ts';
import type { InputDocument, ToolInfo } from '../../src/policy/input.ts';

const AGENT = { name: 'bot', run: 'run-1', user: 'alice', labels: {} };
const HTTP = {
  method: 'POST',
  scheme: 'https',
  host: 'api.example.com',
  port: 443,
  path: '/mcp',
  query: {},
  headers: { 'user-agent': 'test' },
} as const;

function server(name: string): NonNullable<InputDocument['server']> {
  return {
    name,
    origin: 'https://api.example.com',
    host: 'api.example.com',
    path: '/mcp',
    trusted: false,
    transport: 'http',
  };
}

function mcp(method: string): NonNullable<InputDocument['mcp']> {
  return { era: 'legacy', version: '2025-11-25', method, direction: 'client-to-server' };
}

/** A call of a tool on server `github`. */
export function callOf(tool: Partial<ToolInfo> = {}, serverName = 'github'): InputDocument {
  return {
    version: 1,
    phase: 'call',
    action: 'mcp.tools.call',
    agent: AGENT,
    server: server(serverName),
    mcp: mcp('tools/call'),
    tool: {
      name: 'get_issue',
      arguments: {},
      annotations: {},
      risk: 'low',
      pin: 'unknown',
      ...tool,
    },
    http: HTTP,
  };
}

/** Whether a tool may be shown: the call without its arguments. */
export function listed(tool: Partial<ToolInfo> = {}): InputDocument {
  const call = callOf(tool);
  const { arguments: _unknown, ...known } = call.tool!;
  return { ...call, phase: 'list', mcp: mcp('tools/list'), tool: known };
}

/** Another MCP message. */
export function messageOf(method: string): InputDocument {
  const { tool: _none, ...rest } = callOf();
  const action = `mcp.${method.replaceAll('/', '.')}`;
  return { ...rest, phase: 'message', action, mcp: mcp(method) };
}

/** A plain request to a host. */
export function requestTo(host: string, port = 443): InputDocument {
  const http = { ...HTTP, method: 'GET', host, port };
  return { version: 1, phase: 'http', action: 'http.get', agent: AGENT, http };
}

/** A rule as tests write it: `when` as text. */
export type RuleText = Omit<AccessRule, 'name' | 'when'> & { readonly when?: string };

/** Rules as a configuration would give them. */
export function rulesOf(...texts: readonly RuleText[]): AccessRule[] {
  return texts.map(({ when, ...rule }, index) => {
    const name = `rules[${index}]`;
    if (when === undefined) return { ...rule, name };
    const compiled = compileCondition({ name, text: when });
    if (compiled.kind === 'invalid') throw new Error(compiled.diagnostics[0]!.message);
    return { ...rule, name, when: compiled.condition };
  });
}
