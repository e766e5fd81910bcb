/*
 * A running gateway: the proxy, the pipeline behind it, the control socket beside it. One process has one;
 * it ends with the command it was started for, or when it is stopped.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApprovals } from '../approval/approvals.ts';
import { CallRegister } from '../approval/call-register.ts';
import { Continuations } from '../approval/continuations.ts';
import { HeldCalls } from '../approval/held-calls.ts';
import { operatorOf, readOperators } from '../approval/operators.ts';
import { openAuditLog } from '../audit/log.ts';
import { Bag } from '../base/bag.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { ToolCatalog } from '../mcp/catalog.ts';
import { ListRequests } from '../mcp/list-requests.ts';
import type { Outcome } from '../policy/decision.ts';
import type { AgentInfo, ServerInfo } from '../policy/input.ts';
import { openAuthority } from '../proxy/certificate-authority.ts';
import type { Exchange } from '../proxy/exchange.ts';
import { createProxy, type ProxyServer } from '../proxy/proxy.ts';
import { type Credentials, createCredentials } from '../vault/credentials.ts';
import type { Vault } from '../vault/vault.ts';
import { type Clients, oneClient, registeredClients } from './clients.ts';
import type { Config } from './config.ts';
import { onConnect, onUpgrade } from './connections.ts';
import { serveControl } from './control-server.ts';
import { checkCredentials, tokenFetch, withoutKeys } from './credentials.ts';
import { endKilled } from './end-killed.ts';
import type { Flow, Shared } from './flow.ts';
import { FlowAnswer } from './flow-answer.ts';
import { httpInfo } from './http-info.ts';
import { LegacyEndpoints } from './legacy-endpoints.ts';
import { liveKills } from './live-kills.ts';
import { type LiveSnapshot, liveSnapshot, type Reloaded } from './live-snapshot.ts';
import { createMetrics } from './metrics.ts';
import { serveMetrics } from './metrics-server.ts';
import { recordRefusal } from './operator-event.ts';
import { ensureOperator } from './operator-key.ts';
import type { PinMode } from './pin-gate.ts';
import { govern } from './pipeline.ts';
import { readSeenTools, writeSeenTools } from './seen-tools.ts';
import { type Addressed, addressedServer } from './server-info.ts';
import type { Snapshot } from './snapshot.ts';
import {
  makeStateFolder,
  type RunRecord,
  removeRun,
  type StateFolder,
  socketPath,
  writeRun,
} from './state-folder.ts';
import { bridgeStdio, type Pipe } from './stdio-bridge.ts';
import { createTasks } from './tasks.ts';

export interface GatewayOptions {
  /** Absent: the built-in configuration. */
  readonly configFile?: string;
  /** What relative paths start from. */
  readonly folder: string;
  readonly state: StateFolder;
  /** The server on stdio that runs under it, by name. */
  readonly stdioServer?: string;
  /** In place of the configuration's own `pins.mode`. */
  readonly pinMode?: PinMode;
  /** Who runs the agent, as the system knows them. */
  readonly user: string;
  /** What runs under it, for `tf status`. */
  readonly command: readonly string[];
  /** PEM certificates trusted towards servers, besides Node's own. */
  readonly extraCa?: readonly string[];
  readonly clock?: Clock;
  /** Serves the registered agents at this address, instead of the one agent that runs under it. */
  readonly listen?: { readonly host: string; readonly port: number };
  /** Serves health and metrics at this address. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** Secrets for requests, opened by whoever has the key. */
  readonly vault?: Vault;
  /** Told what an operator should know. */
  readonly warn: (message: string, details?: object) => void;
}

export interface Gateway {
  /** The run's id. */
  readonly run: string;
  /** With this run's credentials: what a child's HTTP_PROXY is set to. */
  readonly proxyUrl: string;
  /** Our authority's certificate, PEM. */
  readonly certificate: string;
  readonly auditFile: string;
  /** Where health and metrics are served: `127.0.0.1:9464`. */
  readonly metricsAddress?: string;
  /** Ended calls by outcome. */
  readonly counts: ReadonlyMap<Outcome, number>;
  /** Changes to a child's environment: placeholders in, what opens vault or control API out. */
  childVariables(base: NodeJS.ProcessEnv): Record<string, string | undefined>;
  /** What decides now. */
  snapshot(): Snapshot;
  /** Governs a server on stdio until it ends. */
  bridge(client: Pipe, server: Pipe): Promise<void>;
  /** Reads configuration and policies again; a broken one leaves the old in force. */
  reload(): Reloaded;
  /** Takes no more connections, and waits for what is under way as long as it may, in milliseconds; gives how much of it is left. */
  drain(timeoutMs: number): Promise<number>;
  close(): Promise<void>;
}

/** The server a request goes to; one of 2024-11-05 takes messages where its stream says. */
function addressed({ current, endpoints }: Shared, request: Exchange['request']): Addressed {
  const { config } = current();
  const { origin, path } = request;
  const found = addressedServer(config, request, origin, path);
  const server = found.declared ? undefined : endpoints.find(config, origin, path);
  return server === undefined ? found : { server, declared: true };
}

function flowOf(shared: Shared, exchange: Exchange, agent: AgentInfo): Flow {
  const snapshot = shared.current();
  const { request } = exchange;
  return {
    shared,
    snapshot,
    exchange,
    answer: new FlowAnswer(exchange, shared.endpoints.stream(request.origin, request.path)),
    startedAtMs: shared.clock.nowMs(),
    agent,
    ...addressed(shared, request),
    http: httpInfo(request),
    traffic: { kind: 'http' },
    calls: [],
  };
}

interface ProxyParts {
  readonly options: GatewayOptions;
  readonly shared: Shared;
  readonly clients: Clients;
  readonly authority: ReturnType<typeof openAuthority>;
}

type BridgeParts = Pick<ProxyParts, 'options' | 'shared' | 'clients'>;

/** A server on stdio is known by the name that the command line gives it. */
function stdioServerInfo(name: string): ServerInfo {
  return { name, origin: `stdio:${name}`, host: '', path: '', trusted: false, transport: 'stdio' };
}

function bridge({ options, shared, clients }: BridgeParts, client: Pipe, server: Pipe) {
  return bridgeStdio({
    client,
    server,
    info: stdioServerInfo(options.stdioServer ?? 'stdio'),
    maxLineBytes: shared.current().config.limits.maxBodyBytes,
    flow: ({ exchange, server: info, answerServer, writeMessage }) => ({
      ...flowOf(shared, exchange, clients.infoOf(undefined)),
      answer: new FlowAnswer(exchange, { message: writeMessage, comment: () => {} }),
      server: info,
      declared: true,
      toServer: answerServer,
    }),
    warn: options.warn,
  });
}

function startProxy({ options, shared, clients, authority }: ProxyParts): Promise<ProxyServer> {
  const { infoOf } = clients;
  return createProxy({
    ...options.listen,
    authority,
    authenticate: clients.authenticate,
    onConnect: request => onConnect(shared, infoOf(request.run), request),
    onUpgrade: head => onUpgrade(shared, infoOf(head.run), head),
    onExchange: exchange => govern(flowOf(shared, exchange, infoOf(exchange.request.run))),
    onClosed: connection => void shared.tunnels.delete(connection),
    onTrouble: trouble => options.warn(`proxy trouble: ${trouble.kind}`, trouble),
    maxBodyBytes: shared.current().config.limits.maxBodyBytes,
    upstream: { extraCa: options.extraCa ?? [] },
  });
}

interface ControlParts {
  readonly options: GatewayOptions;
  readonly shared: Shared;
  readonly run: string;
  readonly proxy: ProxyServer;
  readonly live: LiveSnapshot;
  readonly refreshKills: () => void;
}

function pendingIn({ approvals }: Shared): number {
  return approvals.list().filter(({ status }) => status === 'pending').length;
}

function statusOf({ shared, run, proxy }: ControlParts): object {
  const { config, revision, cacheCounters } = shared.current();
  return {
    run,
    agent: config.agent.name,
    proxy: `${proxy.host}:${proxy.port}`,
    revision,
    counts: Object.fromEntries(shared.counts),
    cache: cacheCounters(),
    connections: proxy.counters,
    pending: pendingIn(shared),
  };
}

/** Opens the control socket and announces the run; gives what takes both back. */
async function openControl(parts: ControlParts): Promise<() => Promise<void>> {
  const { options, shared, run, live } = parts;
  const { state, command } = options;
  const socket = socketPath(state, run);
  const control = await serveControl(socket, {
    approvals: shared.approvals,
    status: () => statusOf(parts),
    reload: async () => live.reload(),
    operatorOf: key => operatorOf(readOperators(state.operators), key),
    refused: action => recordRefusal(shared, run, action),
    refreshKills: parts.refreshKills,
  });
  const startedAt = new Date(shared.clock.nowMs()).toISOString();
  const { name } = shared.current().config.agent;
  const { host, port } = parts.proxy;
  const record: RunRecord = {
    id: run,
    pid: process.pid,
    socket,
    agent: name,
    command,
    startedAt,
    ...(options.listen === undefined ? {} : { listens: `${host}:${port}` }),
  };
  writeRun(state, record);
  return async () => {
    await control.close();
    removeRun(state, record);
  };
}

/** What servers listed before, and where what they list from now on is kept. */
function openCatalog(file: string, live: LiveSnapshot, warn: GatewayOptions['warn']): ToolCatalog {
  return new ToolCatalog({
    lock: () => live.current().lock.tools,
    seen: readSeenTools(file, warn),
    onChange: (server, tools) => writeSeenTools(file, server, tools, warn),
  });
}

/** Ends something that was opened. */
type Close = () => void | Promise<void>;

async function closeAll(opened: readonly Close[]): Promise<void> {
  for (const close of opened.toReversed()) await close();
}

/**
 * Starts a gateway: what can be wrong is found before the proxy listens. What was opened is closed again when
 * something after it fails.
 * @throws ConfigError, RegoError, TfError
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const opened: Close[] = [];
  try {
    return await openGateway(options, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

function credentialsOf(
  { vault, extraCa = [], warn }: GatewayOptions,
  clock: Clock,
): Credentials | undefined {
  if (vault === undefined) return undefined;
  return createCredentials({ vault, clock, fetch: tokenFetch(extraCa), warn });
}

const DRAIN_POLL_MS = 20;

/** Waits until nothing is under way; gives how much still is when the time is up. */
async function drained({ inFlight }: Shared, timeoutMs: number): Promise<number> {
  const endMs = performance.now() + timeoutMs;
  while (inFlight.members().length > 0 && performance.now() < endMs) await sleep(DRAIN_POLL_MS);
  return inFlight.members().length;
}

async function openGateway(options: GatewayOptions, opened: Close[]): Promise<Gateway> {
  const { state, folder, configFile, pinMode, stdioServer, warn, clock = systemClock } = options;
  makeStateFolder(state);
  const credentials = credentialsOf(options, clock);
  const kills = liveKills(state.kills, () => endKilled(shared), warn);
  opened.push(kills.close);
  const run = newId(clock);
  const parts = { run, user: options.user, agent: () => live.current().config.agent };
  const only = options.listen === undefined ? oneClient(parts) : undefined;
  const clients = only ?? registeredClients(state.agents, parts, () => endKilled(shared), warn);
  opened.push(clients.close);
  const switchedOff =
    only === undefined ? () => [...clients.revoked(), ...kills.current()] : kills.current;
  const source = {
    ...(configFile !== undefined && { configFile }),
    ...(pinMode !== undefined && { pinMode }),
    ...(stdioServer !== undefined && { stdioServer }),
    folder,
    clock,
    kills: switchedOff,
    refresh: () => credentials?.refresh(),
    checkConfig: (config: Config) => checkCredentials(config, credentials),
  };
  const live = liveSnapshot(source, warn);
  opened.push(live.close);
  ensureOperator(state, options.user);
  const counts = new Map<Outcome, number>();
  const { file = state.audit, rotation } = live.current().config.audit;
  const audit = openAuditLog(file, rotation);
  opened.push(audit.close);
  const metrics =
    options.metrics &&
    createMetrics({
      counts,
      counters: () => {
        const { activeExchanges: _, ...counters } = proxy.counters;
        return counters;
      },
      cache: () => live.current().cacheCounters(),
      pendingApprovals: () => pendingIn(shared),
      inFlight: () => shared.inFlight.members().length,
      revision: () => live.current().revision,
      auditHealthy: audit.healthy,
    });
  const shared: Shared = {
    clock,
    audit,
    approvals: createApprovals(clock),
    continuations: new Continuations(clock),
    sentCalls: new CallRegister(clock),
    heldCalls: new HeldCalls(),
    catalog: openCatalog(state.tools, live, warn),
    listRequests: new ListRequests(),
    tasks: createTasks(),
    endpoints: new LegacyEndpoints(),
    upstream: () => proxy.upstream,
    counts,
    ...(metrics === undefined ? {} : { observe: metrics.observe }),
    kills: switchedOff,
    inFlight: new Bag(),
    tunnels: new Map(),
    endTunnel: connection => proxy.endConnection(connection),
    ...(credentials === undefined ? {} : { credentials }),
    current: live.current,
    warn,
  };
  const authority = openAuthority(join(state.path, 'ca'));
  const proxy = await startProxy({ options, shared, clients, authority });
  opened.push(proxy.close);
  let draining = false;
  const trouble = (): string | undefined => {
    if (!audit.healthy()) return 'the audit can not be written';
    return draining ? 'it is being stopped' : undefined;
  };
  const served = metrics && (await serveMetrics({ ...options.metrics!, metrics, trouble }));
  if (served !== undefined) opened.push(served.close);
  const refreshKills = () => {
    clients.refresh();
    kills.refresh();
  };
  opened.push(await openControl({ options, shared, run, proxy, live, refreshKills }));
  return {
    run,
    proxyUrl: `http://${only?.userInfo ?? ''}${proxy.host}:${proxy.port}`,
    certificate: authority.certificate,
    auditFile: audit.file,
    ...(served === undefined ? {} : { metricsAddress: served.address }),
    counts: shared.counts,
    childVariables: base => ({ ...credentials?.environment(base), ...withoutKeys() }),
    snapshot: live.current,
    bridge: (client, server) => bridge({ options, shared, clients }, client, server),
    reload: live.reload,
    drain: async timeoutMs => {
      draining = true;
      proxy.stopListening();
      return drained(shared, timeoutMs);
    },
    close: () => closeAll(opened),
  };
}
