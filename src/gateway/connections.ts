/*
 * Tunnels and WebSockets: decided once, when they are asked for. What is governed is intercepted; a host that
 * may be reached is tunnelled unread; everything else is intercepted too, so that its refusal can be said
 * in words instead of as a failed CONNECT.
 */

import { denialText } from '../mcp/denial.ts';
import type { Decision, Outcome } from '../policy/decision.ts';
import type { AgentInfo, InputDocument } from '../policy/input.ts';
import type { RequestHead } from '../proxy/exchange.ts';
import type { ConnectRequest, ConnectVerdict, UpgradeVerdict } from '../proxy/options.ts';
import type { Config } from './config.ts';
import type { Shared } from './flow.ts';
import { httpInfo } from './http-info.ts';
import { recordEvent } from './record.ts';
import { addressedServer } from './server-info.ts';

/** Hosts whose traffic is looked into: servers, and what the configuration says. */
function isIntercepted(shared: Shared, config: Config, { host, port }: ConnectRequest): boolean {
  return (
    hasSecrets(shared, host, port) ||
    config.servers.some(server => server.host === host && server.port === port) ||
    config.intercept.some(pattern => pattern.matches(host, port))
  );
}

/** Where placeholders are swapped. */
function hasSecrets({ credentials }: Shared, host: string, port: number): boolean {
  const bindings = credentials?.bindings() ?? [];
  return bindings.some(({ origin }) => addressOf(origin) === `${host}:${port}`);
}

function addressOf(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const usual = protocol === 'https:' ? '443' : '80';
  return `${hostname.replace(/^\[|\]$/g, '')}:${port === '' ? usual : port}`;
}

function connectInput(agent: AgentInfo, { host, port }: ConnectRequest): InputDocument {
  return {
    version: 1,
    phase: 'connect',
    action: 'http.connect',
    agent,
    http: { method: 'CONNECT', scheme: 'https', host, port, path: '', query: {}, headers: {} },
  };
}

function recordTunnel(shared: Shared, input: InputDocument, decision: Decision): Outcome {
  return recordEvent(
    shared,
    { input, decision, startedAtMs: shared.clock.nowMs() },
    decision.outcome,
    {},
  );
}

/** What becomes of a CONNECT. Only tunnels are recorded here: what is intercepted is recorded by request. */
export function onConnect(
  shared: Shared,
  agent: AgentInfo,
  request: ConnectRequest,
): ConnectVerdict {
  const snapshot = shared.current();
  if (isIntercepted(shared, snapshot.config, request)) return { kind: 'intercept' };
  const input = connectInput(agent, request);
  const decision = snapshot.decide(input);
  if (decision.effect !== 'allow') return { kind: 'intercept' };
  if (recordTunnel(shared, input, decision) !== 'allowed')
    return { kind: 'deny', message: 'the tunnel could not be recorded' };
  shared.tunnels.set(request.connection, input);
  return { kind: 'tunnel', reach: snapshot.reachOf(request) };
}

/** A WebSocket is decided as a tunnel to its host: what flows in it can't be read. */
export function onUpgrade(shared: Shared, agent: AgentInfo, head: RequestHead): UpgradeVerdict {
  const snapshot = shared.current();
  const { server } = addressedServer(snapshot.config, head, head.origin, head.path);
  const input: InputDocument = {
    version: 1,
    phase: 'connect',
    action: 'http.upgrade',
    agent,
    server,
    http: httpInfo(head),
  };
  const decision = snapshot.decide(input);
  const outcome = recordTunnel(
    shared,
    input,
    decision.effect === 'require_approval' ? { ...decision, outcome: 'denied_by_rule' } : decision,
  );
  if (outcome === 'allowed') {
    shared.tunnels.set(head.connection, input);
    return { kind: 'tunnel', reach: snapshot.reachOf(head) };
  }
  return { kind: 'deny', message: denialText(`WebSocket to ${head.host}`, { decision, outcome }) };
}
