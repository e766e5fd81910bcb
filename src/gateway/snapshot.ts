import type { Clock } from '../base/clock.ts';
import { newId } from '../base/id.ts';
import { LIFECYCLE_ACTIONS } from '../mcp/protocol.ts';
import type { Decision } from '../policy/decision.ts';
import { type CacheCounters, createDecisionCache } from '../policy/decision-cache.ts';
import { createEngine } from '../policy/engine.ts';
import type { InputDocument } from '../policy/input.ts';
import type { Kill } from '../policy/kill-switch.ts';
import { loadPolicies } from '../policy/loaded-policies.ts';
import type { Reach } from '../proxy/exchange.ts';
import { type Config, defaultConfig, loadConfig } from './config.ts';
import { explainDefault } from './config-hints.ts';
import { heldToPin, type PinMode } from './pin-gate.ts';
import { type LockFile, readLockFile } from './tool-lock-file.ts';

/** What a connection goes to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Configuration and policies as they were at one moment: what decides is never half old and half new. */
export interface Snapshot {
  readonly config: Config;
  readonly revision: string;
  /** The accepted tool definitions. */
  readonly lock: LockFile;
  decide(input: InputDocument): Decision;
  /** Hits and misses of this revision's decision cache. */
  cacheCounters(): CacheCounters;
  /** How far a request may go: only what the configuration names may be on this machine or its network. */
  reachOf(endpoint: Endpoint): Reach;
}

/** Where a snapshot comes from. */
export interface SnapshotSource {
  readonly configFile?: string;
  /** Where relative paths start when there is no file. */
  readonly folder: string;
  readonly clock: Clock;
  /** A server that the command line names, beside those of the configuration. */
  readonly stdioServer?: string;
  /** In place of the configuration's own `pins.mode`. */
  readonly pinMode?: PinMode;
  /** Looks for what the rest of the gateway can't do with a configuration. @throws TfError */
  readonly checkConfig?: (config: Config) => void;
  /** Takes over what changed beside the configuration, before it is read again. @throws TfError */
  readonly refresh?: () => void;
  /** What an operator has switched off. */
  readonly kills?: () => readonly Kill[];
}

function reachIn(config: Config, { host, port }: Endpoint): Reach {
  const isServer = config.servers.some(server => server.host === host && server.port === port);
  const isListed = config.egress.allow.some(
    pattern => pattern.text !== '*' && pattern.matches(host, port),
  );
  return isServer || isListed ? 'local' : 'public';
}

function declaredNames({ servers }: Config, stdioServer: string | undefined): ReadonlySet<string> {
  return new Set([
    ...servers.map(({ name }) => name),
    ...(stdioServer === undefined ? [] : [stdioServer]),
  ]);
}

/**
 * Reads configuration and policies and makes them ready to decide.
 * @throws ConfigError, RegoError, TfError: then nothing has changed
 */
export function loadSnapshot(source: SnapshotSource): Snapshot {
  const { configFile, folder, clock, pinMode, stdioServer, kills } = source;
  const config = configFile === undefined ? defaultConfig(folder) : loadConfig(configFile);
  source.checkConfig?.(config);
  const lock = readLockFile(config.pins.file);
  const mode = pinMode ?? config.pins.mode;
  const policies = loadPolicies(config.policies, folder);
  const cache = createDecisionCache(config.limits.cache);
  const engine = createEngine({
    rules: config.rules,
    rulesRevision: config.revision,
    egress: config.egress,
    // Without a file nobody could declare a server: the built-in rules hold for every one.
    ...(configFile === undefined ? {} : { servers: declaredNames(config, stdioServer) }),
    lifecycleActions: LIFECYCLE_ACTIONS,
    ...(policies === undefined ? {} : { policies: policies.module, locate: policies.locate }),
    cache,
    ...(kills === undefined ? {} : { kills }),
    clock,
    ids: () => newId(clock),
    explainDefault: explainDefault(config),
  });
  return {
    config,
    revision: engine.revision,
    lock,
    decide: input => heldToPin(mode, input, engine.decide(input)),
    cacheCounters: () => cache.counters(),
    reachOf: endpoint => reachIn(config, endpoint),
  };
}
