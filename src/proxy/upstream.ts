import type { Readable } from 'node:stream';
import { createSecureContext, rootCertificates } from 'node:tls';
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

/** Connections to servers: kept alive, certificates always verified, addresses always checked. */
export interface Upstream {
  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** What sockets to servers have in common. */
export function connectOptions(options: UpstreamOptions, reach: Reach) {
  const { extraCa = [], connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const trust =
    extraCa.length === 0
      ? {}
      : { secureContext: createSecureContext({ ca: [...rootCertificates, ...extraCa] }) };
  return { ...trust, timeout: connectTimeoutMs, lookup: guardedLookup(reach) };
}

/** A target written as an address never reaches the lookup: it is checked before connecting. */
function guardedConnector(options: UpstreamOptions, reach: Reach): buildConnector.connector {
  const connect = buildConnector(connectOptions(options, reach));
  return (target, callback) => {
    const error = literalOutOfReach(target.hostname.replace(/^\[|\]$/g, ''), reach);
    if (error === undefined) connect(target, callback);
    else callback(error, null);
  };
}

/** No timeouts of its own: streams stay open as long as both sides want. */
function agentFor(options: UpstreamOptions, reach: Reach): Agent {
  const connect = guardedConnector(options, reach);
  return new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect });
}

/** One pool of connections per reach: what was opened for a far reach serves no nearer one. */
export function createUpstream(options: UpstreamOptions = {}): Upstream {
  const agents = new Map<Reach, Agent>();
  const agent = (reach: Reach): Agent => {
    const known = agents.get(reach);
    if (known !== undefined) return known;
    const made = agentFor(options, reach);
    agents.set(reach, made);
    return made;
  };
  return {
    dispatch({ origin, method, path, headers, body, reach }, handler) {
      agent(reach).dispatch({ origin, method, path, headers: headers as string[], body }, handler);
    },
    async close() {
      await Promise.all([...agents.values()].map(each => each.destroy()));
    },
  };
}
