/*
 * The configuration: tameflare.yaml read, checked and resolved.
 *
 *   text → YAML with places → schema → meaning (addresses, patterns, conditions) → Config
 *
 * A stage that finds mistakes tells all of them, with line and caret, and the next one does not
 * run. What is not written has its default here, so that nobody else needs to know defaults.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Rotation } from '../audit/log.ts';
import { byPlace, type Diagnostic, formatDiagnostic } from '../base/diagnostic.ts';
import { messageOf, TfError } from '../base/errors.ts';
import { decodeUtf8 } from '../base/json.ts';
import { LIMITS } from '../base/limits.ts';
import { positionOf, type Source } from '../base/source.ts';
import type { AccessRule } from '../policy/access-rules.ts';
import { type CacheLimits, DEFAULT_CACHE_LIMITS } from '../policy/decision-cache.ts';
import type { Egress } from '../policy/egress.ts';
import { compileGlob, type Glob } from '../policy/glob.ts';
import type { HostPattern } from '../policy/host-pattern.ts';
import type { ConfigFile } from './config-file.ts';
import { resolveFolders, resolveHosts, resolveRules, resolveServers } from './config-meaning.ts';
import { durationMs, sizeBytes } from './config-quantity.ts';
import { schemaDiagnostics } from './config-schema.ts';
import { type KeyPath, readYaml, type YamlDocument } from './config-yaml.ts';
import { DEFAULT_CONFIG } from './default-config.ts';
import type { PinMode } from './pin-gate.ts';

export interface ServerConfig {
  readonly name: string;
  readonly origin: string;
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** The endpoint's path, as written. */
  readonly path: string;
  readonly trusted: boolean;
  /** The vault's entry that is put into its requests. */
  readonly credential?: string;
}

/** How long a call is held for a client that gave no progress token, and for one that did. */
export interface WaitBudget {
  readonly waitMs: number;
  readonly waitWithProgressMs: number;
}

export interface Config {
  /** Absolute; absent for the built-in configuration. */
  readonly file?: string;
  /** What relative paths start from. */
  readonly folder: string;
  /** SHA-256 of the text. */
  readonly revision: string;
  readonly agent: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly servers: readonly ServerConfig[];
  readonly rules: readonly AccessRule[];
  /** Folders of Rego, absolute. */
  readonly policies: readonly string[];
  readonly intercept: readonly HostPattern[];
  readonly egress: Egress;
  readonly audit: {
    /** Absolute; absent for the place beside the other state. */
    readonly file?: string;
    readonly arguments: 'redacted' | 'full' | 'none';
    readonly rotation: Rotation;
  };
  readonly approvals: WaitBudget & {
    /** Clients that can wait longer or shorter than others; the first that matches counts. */
    readonly clients: readonly (WaitBudget & { readonly userAgent: Glob })[];
    readonly expiresMs: number;
    /** How long a call of unknown outcome keeps identical ones from running unasked; 0 for not at all. */
    readonly repeatWindowMs: number;
  };
  readonly pins: {
    readonly mode: PinMode;
    /** Absolute: the accepted tool definitions. */
    readonly file: string;
  };
  readonly limits: {
    readonly maxBodyBytes: number;
    readonly maxJsonDepth: number;
    readonly cache: CacheLimits;
  };
  /** The line of a key, for messages that say where to add something. */
  lineOf(path: KeyPath): number | undefined;
}

/** A configuration that can't be used, with everything wrong in it. */
export class ConfigError extends TfError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const ordered = byPlace(diagnostics);
    super('tf_config_invalid', ordered.map(formatDiagnostic).join('\n'));
    this.diagnostics = ordered;
  }
}

const DEFAULTS = {
  agent: 'agent',
  wait: '50s',
  waitWithProgress: '5m',
  expires: '10m',
  repeatWindow: '5m',
  lockFile: 'tf-tools.lock',
} as const;

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new ConfigError(diagnostics);
}

/** The document once its form is right. @throws ConfigError */
function readDocument(source: Source): YamlDocument {
  const result = readYaml(source);
  if (result.kind === 'invalid') throw new ConfigError(result.diagnostics);
  refuse(schemaDiagnostics(result.document));
  return result.document;
}

function agentOf({ agent = DEFAULTS.agent }: ConfigFile): Config['agent'] {
  return typeof agent === 'string' ? { name: agent, labels: {} } : { labels: {}, ...agent };
}

function budgetOf(entry: { readonly wait: string; readonly waitWithProgress: string }): WaitBudget {
  return {
    waitMs: durationMs(entry.wait),
    waitWithProgressMs: durationMs(entry.waitWithProgress),
  };
}

function approvalsOf({ approvals = {} }: ConfigFile): Config['approvals'] {
  const { clients = [], ...times } = { ...DEFAULTS, ...approvals };
  return {
    ...budgetOf(times),
    clients: clients.map(({ userAgent, ...own }) => ({
      userAgent: compileGlob(userAgent),
      ...budgetOf({ ...times, ...own }),
    })),
    expiresMs: durationMs(times.expires),
    repeatWindowMs: times.repeatWindow === 'off' ? 0 : durationMs(times.repeatWindow),
  };
}

function pinsOf({ pins = {} }: ConfigFile, folder: string): Config['pins'] {
  const { mode = 'changes', file = DEFAULTS.lockFile } = pins;
  return { mode, file: resolve(folder, file) };
}

function limitsOf({ limits = {} }: ConfigFile): Config['limits'] {
  return {
    maxBodyBytes: sizeBytes(limits.body ?? LIMITS.maxBodyBytes),
    maxJsonDepth: limits.depth ?? LIMITS.maxJsonDepth,
    cache: {
      maxEntries: limits.cacheEntries ?? DEFAULT_CACHE_LIMITS.maxEntries,
      maxBytes: sizeBytes(limits.cacheMemory ?? DEFAULT_CACHE_LIMITS.maxBytes),
    },
  };
}

/** A file that editors and `grep` still open with ease. */
const AUDIT_FILE_BYTES = 128 * 1024 ** 2;

function auditOf({ audit = {} }: ConfigFile, folder: string): Config['audit'] {
  const mode = audit.arguments ?? 'redacted';
  const rotation = {
    maxBytes: sizeBytes(audit.rotate ?? AUDIT_FILE_BYTES),
    ...(audit.keep === undefined ? {} : { keep: audit.keep }),
  };
  if (audit.file === undefined) return { arguments: mode, rotation };
  return { file: resolve(folder, audit.file), arguments: mode, rotation };
}

/** What reasons call the file: they reach agents and logs, which have no use for a machine's folders. */
function shownName(source: Source, folder: string, file: string | undefined): string {
  return file === undefined ? source.name : relative(folder, file);
}

function lineFinder(document: YamlDocument): Config['lineOf'] {
  return path => {
    const parent = path.slice(0, -1).reduce<unknown>(member, document.value);
    if (member(parent, path.at(-1) ?? '') === undefined) return undefined;
    return positionOf(document.keySpan(path)).line;
  };
}

function member(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string | number, unknown>>)[step]
    : undefined;
}

/**
 * Reads a configuration text.
 * @param folder what relative paths start from
 * @throws ConfigError with every mistake of the stage that found some
 */
export function parseConfig(source: Source, folder: string, file?: string): Config {
  const document = readDocument(source);
  const written = document.value as ConfigFile;
  const servers = resolveServers(document, written.servers ?? []);
  const rules = resolveRules(document, written, shownName(source, folder, file));
  const policies = resolveFolders(document, written.policies ?? []);
  const intercept = resolveHosts(document, ['intercept'], written.intercept ?? []);
  const allow = resolveHosts(document, ['egress', 'allow'], written.egress?.allow ?? []);
  const parts = [servers, rules, policies, intercept, allow];
  refuse(parts.flatMap(part => part.diagnostics));
  return {
    ...(file !== undefined && { file }),
    folder,
    revision: createHash('sha256').update(source.text).digest('hex'),
    agent: agentOf(written),
    servers: servers.values,
    rules: rules.values,
    policies: policies.values.map(path => resolve(folder, path)),
    intercept: intercept.values,
    egress: { allow: allow.values, default: written.egress?.default ?? 'deny' },
    audit: auditOf(written, folder),
    approvals: approvalsOf(written),
    pins: pinsOf(written, folder),
    limits: limitsOf(written),
    lineOf: lineFinder(document),
  };
}

/** The configuration when there is no file. */
export function defaultConfig(folder: string): Config {
  return parseConfig({ name: 'built-in configuration', text: DEFAULT_CONFIG }, folder);
}

/** A configuration larger than this is not one. */
const MAX_CONFIG_BYTES = 1024 * 1024;

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const code = missing ? 'tf_config_missing' : 'tf_config_invalid';
    throw new TfError(code, `${file} can't be read: ${messageOf(cause)}`, { cause });
  }
  if (bytes.length > MAX_CONFIG_BYTES) {
    throw new TfError('tf_config_invalid', `${file} is larger than ${MAX_CONFIG_BYTES} bytes`);
  }
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    throw new TfError('tf_config_invalid', `${file} is not UTF-8`, { cause });
  }
}

/**
 * Reads a configuration file.
 * @throws ConfigError; TfError `tf_config_missing` or `tf_config_invalid` when it can't be read
 */
export function loadConfig(file: string): Config {
  const path = resolve(file);
  return parseConfig({ name: file, text: readText(file) }, dirname(path), path);
}
