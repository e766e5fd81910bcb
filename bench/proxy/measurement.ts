/*
 * What a governed call costs: the gateway, a bare forwarder and no proxy at all, each in a process of its own,
 * take turns with the same load. Processor time of a proxy is compared by its lower quartile over rounds: other
 * work on the machine only ever adds to it.
 */
import { quantile } from '../quantile.ts';
import type { Latency, Opening, Run } from './load.ts';
import { type Peer, startPeer } from './peer.ts';
import type { ProxyPlace, Scheme, UpstreamPlace } from './traffic.ts';

export interface ProxyEffort {
  readonly rounds: number;
  /** Requests of one contender in one round. */
  readonly requests: number;
  /** Node flags for the gateway's process. */
  readonly gatewayFlags?: readonly string[];
}

export const CONNECTIONS = 32;
const WARM_UP_REQUESTS = 6000;
const SCHEMES: readonly Scheme[] = ['http', 'https'];

export interface ProxyMeasured {
  readonly scheme: Scheme;
  readonly name: string;
  /** Processor microseconds of the proxy per request; absent without a proxy. */
  readonly cpu?: number;
  /** Microseconds a client waits: medians over rounds of each round's quantile. */
  readonly p50: number;
  readonly p90: number;
}

/** One way to the upstream under measurement. */
interface Contender {
  readonly scheme: Scheme;
  readonly name: string;
  /** What the load process calls it. */
  readonly route: string;
  readonly proxy?: Peer;
  readonly cpu: number[];
  readonly latencies: Latency[];
}

export const GATEWAY = 'tameflare';
export const FORWARDER = 'bare forwarder';
export const DIRECT = 'direct';

async function round(load: Peer, contender: Contender, requests: number): Promise<void> {
  const { route, proxy, cpu, latencies } = contender;
  const before = await proxy?.cpuMicros();
  const latency = (await load.ask('run', { name: route, requests } satisfies Run)) as Latency;
  const after = await proxy?.cpuMicros();
  latencies.push(latency);
  if (before !== undefined && after !== undefined) cpu.push((after - before) / requests);
}

function summary({ scheme, name, cpu, latencies }: Contender): ProxyMeasured {
  const median = (q: keyof Latency) =>
    quantile(
      latencies.map(latency => latency[q]),
      0.5,
    );
  return {
    scheme,
    name,
    ...(cpu.length > 0 && { cpu: quantile(cpu, 0.25) }),
    p50: median('p50'),
    p90: median('p90'),
  };
}

/** The processes of one measurement. */
interface Peers {
  readonly upstream: Peer;
  readonly forwarder: Peer;
  readonly gateway: Peer;
  readonly load: Peer;
}

function startPeers(gatewayFlags: readonly string[]): Peers {
  return {
    upstream: startPeer(new URL('./upstream.js', import.meta.url)),
    forwarder: startPeer(new URL('./forwarder.js', import.meta.url)),
    gateway: startPeer(new URL('./gateway.js', import.meta.url), gatewayFlags),
    load: startPeer(new URL('./load.js', import.meta.url)),
  };
}

/** Opens connections along every way, for each scheme. */
async function contenders(peers: Peers): Promise<Contender[]> {
  const upstream = (await peers.upstream.ask('start')) as UpstreamPlace;
  const ways: readonly (readonly [name: string, proxy?: Peer])[] = [
    [DIRECT],
    [FORWARDER, peers.forwarder],
    [GATEWAY, peers.gateway],
  ];
  const opened: Contender[] = [];
  for (const [name, proxy] of ways) {
    const place = (await proxy?.ask('start', upstream)) as ProxyPlace | undefined;
    for (const scheme of SCHEMES) {
      const route = `${name} ${scheme}`;
      const opening: Opening = {
        name: route,
        connections: CONNECTIONS,
        scheme,
        upstreamPort: upstream.ports[scheme],
        ca: (place ?? upstream).ca,
        ...(place === undefined ? {} : { proxy: place }),
      };
      await peers.load.ask('open', opening);
      const counted = { scheme, name, route, cpu: [], latencies: [] };
      opened.push(proxy === undefined ? counted : { ...counted, proxy });
    }
  }
  return opened;
}

/** Every call must have been let through, or it was not the governed call that was measured. */
async function checkCounts(gateway: Peer, expected: number): Promise<void> {
  const counts = (await gateway.ask('counts')) as Record<string, number>;
  if (counts['allowed'] !== expected || Object.keys(counts).length !== 1) {
    throw new Error(`the gateway allowed not just ${expected} calls: ${JSON.stringify(counts)}`);
  }
}

/** Measures all ways in turns; `progress` is told of each round. */
export async function measureProxies(
  { rounds, requests, gatewayFlags = [] }: ProxyEffort,
  progress: (text: string) => void,
): Promise<ProxyMeasured[]> {
  const peers = startPeers(gatewayFlags);
  try {
    const all = await contenders(peers);
    for (const { route } of all) {
      await peers.load.ask('run', { name: route, requests: WARM_UP_REQUESTS } satisfies Run);
    }
    for (let done = 0; done < rounds; done++) {
      const order = done % 2 === 0 ? all : [...all].reverse();
      for (const contender of order) await round(peers.load, contender, requests);
      progress(`proxy: round ${done + 1} of ${rounds}`);
    }
    await checkCounts(peers.gateway, SCHEMES.length * (WARM_UP_REQUESTS + rounds * requests));
    return all.map(summary);
  } finally {
    await Promise.all(Object.values(peers).map((peer: Peer) => peer.stop()));
  }
}
