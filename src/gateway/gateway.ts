/*
 * A running gateway: the proxy, the pipeline behind it, the control socket beside it, and the watch on
 * configuration and policies. One process has one; it ends with the command it was started for.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { createApprovals } from '../approval/approvals.ts';
import { type AuditLog, openAuditLog } from '../audit/log.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { newId } from '../base/id.ts';
import { ToolCatalog } from '../mcp/catalog.ts';
import { ListRequests } from '../mcp/list-requests.ts';
import type { Outcome } from '../policy/decision.ts';
import { createDecisionCache } from '../policy/decision-cache.ts';
import type { AgentInfo } from '../policy/input.ts';
import { openAuthority } from '../proxy/certificate-authority.ts';
import type { Exchange } from '../proxy/exchange.ts';
import { createProxy, type ProxyServer } from '../proxy/proxy.ts';
import { onConnect, onUpgrade } from './connections.ts';
import { serveControl } from './control-server.ts';
import type { Flow, Shared } from './flow.ts';
import { FlowAnswer } from './flow-answer.ts';
import { httpInfo } from './http-info.ts';
import { govern } from './pipeline.ts';
import { addressedServer } from './server-info.ts';
import { loadSnapshot, type Snapshot } from './snapshot.ts';
import {
  makeStateFolder,
  removeRun,
  type StateFolder,
  socketPath,
  writeRun,
} from './state-folder.ts';
import { type Watching, watchSources } from './watch.ts';

export interface GatewayOptions {
  readonly configFile?: string;
  readonly folder: string;
  readonly state: StateFolder;
  /** Who runs the agent, as the system knows them. */
  readonly user: string;
  /** What runs under it, for `tf status`. */
  readonly command: readonly string[];
  /** PEM certificates trusted towards servers, besides Node's own. */
  readonly extraCa?: readonly string[];
  readonly clock?: Clock;
  /** For what an operator should know. */
  readonly warn: (message: string, details?: object) => void;
}

/** What became of a reload. */
export interface Reloaded {
  readonly revision: string;
  /** Why the old revision stays. */
  readonly error?: string;
}

export interface Gateway {
  readonly run: string;
  /** With this run's credentials: what a child's HTTP_PROXY is set to. */
  readonly proxyUrl: string;
  /** Our authority's certificate, PEM. */
  readonly certificate: string;
  readonly auditFile: string;
  /** Ended calls by outcome. */
  readonly counts: ReadonlyMap<Outcome, number>;
  readonly snapshot: () => Snapshot;
  reload(): Promise<Reloaded>;
  close(): Promise<void>;
}

const USER_NAME = 'tf';

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

class RunningGateway implements Gateway {
  readonly run: string;
  readonly proxyUrl: string;
  readonly certificate: string;
  readonly auditFile: string;
  readonly counts: Map<Outcome, number>;
  private readonly options: GatewayOptions;
  private readonly parts: Parts;
  private readonly closers: (() => void | Promise<void>)[] = [];

  constructor(options: GatewayOptions, parts: Parts) {
    this.options = options;
    this.parts = parts;
    const { run, token, proxy } = parts;
    this.run = run;
    this.proxyUrl = `http://${USER_NAME}:${token}@${proxy.host}:${proxy.port}`;
    this.certificate = parts.certificate;
    this.auditFile = parts.shared.audit.file;
    this.counts = parts.shared.counts;
  }

  snapshot = (): Snapshot => this.parts.holder.current;

  /** Opens the control socket, announces the run and begins to watch. */
  async open(): Promise<void> {
    const { state, command } = this.options;
    const socket = socketPath(state, this.run);
    const control = await serveControl(socket, {
      approvals: this.parts.shared.approvals,
      status: () => this.status(),
      reload: () => this.reload(),
    });
    const { agent } = this.snapshot().config;
    const record = {
      id: this.run,
      pid: process.pid,
      socket,
      agent: agent.name,
      command,
      startedAt: new Date().toISOString(),
    };
    writeRun(state, record);
    this.closers.push(
      () => control.close(),
      () => removeRun(state, record),
    );
    this.watch();
  }

  async reload(): Promise<Reloaded> {
    const { holder, source } = this.parts;
    try {
      const before = holder.current;
      holder.current = loadSnapshot(source);
      if (String(before.config.policies) !== String(holder.current.config.policies)) this.watch();
      return { revision: holder.current.revision };
    } catch (error) {
      return { revision: holder.current.revision, error: messageOf(error) };
    }
  }

  async close(): Promise<void> {
    this.parts.holder.watching?.close();
    for (const close of this.closers) await close();
    await this.parts.proxy.close();
    this.parts.shared.audit.close();
  }

  private watch(): void {
    const { holder } = this.parts;
    holder.watching?.close();
    holder.watching = watchSources(
      this.options.configFile,
      holder.current.config.policies,
      () => void this.reloadChanged(),
    );
  }

  /** A change on disk: says what came of it, because nobody asked. */
  private async reloadChanged(): Promise<void> {
    const before = this.snapshot().revision;
    const { revision, error } = await this.reload();
    if (error !== undefined)
      this.options.warn(`the edit is not in force; revision ${revision} stays:\n${error}`);
    else if (revision !== before) this.options.warn(`revision ${revision} is in force`);
  }

  private status(): object {
    const { shared, cache, proxy } = this.parts;
    const snapshot = this.snapshot();
    return {
      run: this.run,
      agent: snapshot.config.agent.name,
      proxy: `${proxy.host}:${proxy.port}`,
      revision: snapshot.revision,
      counts: Object.fromEntries(shared.counts),
      cache: cache.counters(),
      connections: proxy.counters,
      pending: shared.approvals.list().filter(approval => approval.status === 'pending').length,
    };
  }
}

/** What the gateway's parts are, once each of them could be made. */
interface Parts {
  readonly run: string;
  readonly token: string;
  readonly proxy: ProxyServer;
  readonly certificate: string;
  readonly shared: Shared;
  readonly cache: ReturnType<typeof createDecisionCache>;
  readonly source: Parameters<typeof loadSnapshot>[0];
  readonly holder: { current: Snapshot; watching?: Watching };
}

function flowOf(shared: Shared, exchange: Exchange, agent: AgentInfo): Flow {
  const snapshot = shared.current();
  const { request } = exchange;
  return {
    shared,
    snapshot,
    exchange,
    answer: new FlowAnswer(exchange),
    startedAtMs: shared.clock.nowMs(),
    agent,
    ...addressedServer(snapshot.config, request, request.origin, request.path),
    http: httpInfo(request),
    traffic: { kind: 'http' },
    calls: [],
  };
}

function openAudit(snapshot: Snapshot, state: StateFolder): AuditLog {
  return openAuditLog(snapshot.config.audit.file ?? state.audit);
}

/**
 * Starts a gateway: everything that can be wrong is found before the proxy listens.
 * @throws ConfigError, RegoError, TfError
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { state, folder, configFile, user, warn, clock = systemClock } = options;
  makeStateFolder(state);
  const cache = createDecisionCache();
  const source = { ...(configFile === undefined ? {} : { configFile }), folder, cache, clock };
  const holder: Parts['holder'] = { current: loadSnapshot(source) };
  const run = newId(clock);
  const token = randomBytes(24).toString('base64url');
  const authority = openAuthority(join(state.path, 'ca'));
  const shared: Shared = {
    clock,
    audit: openAudit(holder.current, state),
    approvals: createApprovals(clock),
    catalog: new ToolCatalog(),
    listRequests: new ListRequests(),
    upstream: () => proxy.upstream,
    counts: new Map(),
    current: () => holder.current,
    warn,
  };
  const agent = (): AgentInfo => ({ ...holder.current.config.agent, run, user });
  const proxy = await createProxy({
    authority,
    authenticate: ({ username, password }) =>
      username === USER_NAME && sameText(password, token) ? run : undefined,
    onConnect: request => onConnect(shared, agent(), request),
    onUpgrade: head => onUpgrade(shared, agent(), head),
    onExchange: exchange => govern(flowOf(shared, exchange, agent())),
    onTrouble: trouble => warn(`proxy trouble: ${trouble.kind}`, trouble),
    maxBodyBytes: holder.current.config.limits.maxBodyBytes,
    upstream: { extraCa: options.extraCa ?? [] },
  });
  const gateway = new RunningGateway(options, {
    run,
    token,
    proxy,
    certificate: authority.certificate,
    shared,
    cache,
    source,
    holder,
  });
  await gateway.open();
  return gateway;
}
