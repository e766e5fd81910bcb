import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { Reach } from './exchange.ts';
import { guardedLookup, literalOutOfReach } from './guarded-lookup.ts';
import type { HeaderList } from './headers.ts';

export interface UpstreamOptions {
  /** PEM certificates trusted besides Node's own. */
  readonly extraCa?: readonly string[];
  /** How long a connection may take to be made. Default 10 s. */
  readonly connectTimeoutMs?: number;
}

export interface UpstreamRequest {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: Buffer | Readable | null;
  readonly reach: Reach;
}

/** What a socket to a server is made with. */
export interface ConnectOptions {
  readonly lookup: LookupFunction;
  /** Milliseconds to connect. */
  readonly timeout: number;
  readonly secureContext?: SecureContext;
}

/** Connections to servers: kept alive, certificates always verified, addresses always checked. */
export interface Upstream {
  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void;
  /** For sockets of other makes; the caller checks hosts that are written as addresses. */
  connectOptions(reach: Reach): ConnectOptions;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Node's own roots and those of the user; without any of the latter, Node's own way to choose. */
function trusting(extraCa: readonly string[]): { secureContext?: SecureContext } {
  if (extraCa.length === 0) return {};
  return { secureContext: createSecureContext({ ca: [...rootCertificates, ...extraCa] }) };
}

/** A target written as an address never reaches the lookup: it is checked before connecting. */
function guardedConnector(options: ConnectOptions, reach: Reach): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    const error = literalOutOfReach(target.hostname.replace(/^\[|\]$/g, ''), reach);
    if (error === undefined) connect(target, callback);
    else callback(error, null);
  };
}

/** No timeouts of its own: streams stay open as long as both sides want. */
function agentWith(connect: buildConnector.connector): Agent {
  return new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect });
}

/** One pool of connections per reach: what was opened for a far reach serves no nearer one. */
export function createUpstream(options: UpstreamOptions = {}): Upstream {
  const { extraCa = [], connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const trust = trusting(extraCa);
  const connectOptions = (reach: Reach): ConnectOptions => ({
    ...trust,
    timeout: connectTimeoutMs,
    lookup: guardedLookup(reach),
  });
  const agents = new Map<Reach, Agent>();
  const agent = (reach: Reach): Agent => {
    const known = agents.get(reach);
    if (known !== undefined) return known;
    const made = agentWith(guardedConnector(connectOptions(reach), reach));
    agents.set(reach, made);
    return made;
  };
  return {
    connectOptions,
    dispatch({ origin, method, path, headers, body, reach }, handler) {
      agent(reach).dispatch({ origin, method, path, headers: headers as string[], body }, handler);
    },
    async close() {
      await Promise.all([...agents.values()].map(each => each.destroy()));
    },
  };
}
