/** What a schema can't check: addresses, host patterns, conditions, and keys that need one another. */
import type { Diagnostic } from '../base/diagnostic.ts';
import { nearest } from '../base/nearest.ts';
import { positionOf } from '../base/source.ts';
import { type Condition, compileCondition } from '../cel/condition.ts';
import type { AccessRule } from '../policy/access-rules.ts';
import { type HostPattern, parseHostPattern } from '../policy/host-pattern.ts';
import type { ServerConfig } from './config.ts';
import type { ConfigFile, RuleEntry, ServerEntry } from './config-file.ts';
import { durationMs } from './config-quantity.ts';
import { pathText } from './config-schema.ts';
import type { KeyPath, YamlDocument } from './config-yaml.ts';

/** What a list of entries means; entries with a mistake are told and left out. */
export interface Resolved<T> {
  readonly values: readonly T[];
  readonly diagnostics: readonly Diagnostic[];
}

type Report = (message: string, path: KeyPath, hint?: string) => void;

/** Collects diagnostics while a list is resolved. */
function resolveEach<E, T>(
  document: YamlDocument,
  entries: readonly E[],
  resolve: (entry: E, index: number, report: Report) => T | undefined,
): Resolved<T> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (message, path, hint) => {
    const span = document.span(path);
    const found = { code: 'tf_config_invalid', message, span };
    diagnostics.push(hint === undefined ? found : { ...found, hint });
  };
  const values = entries.flatMap((entry, index) => resolve(entry, index, report) ?? []);
  return { values, diagnostics };
}

/** An endpoint's address without user, query and fragment; anything else would be lost or leak. */
function endpointUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '';
  return plain && url.search === '' && url.hash === '' ? url : undefined;
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

function serverOf(entry: ServerEntry, url: URL): ServerConfig {
  return {
    name: entry.name,
    origin: url.origin,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(url),
    path: url.pathname,
    trusted: entry.trusted ?? false,
    ...(entry.credential !== undefined && { credential: entry.credential }),
  };
}

/** Servers with their addresses taken apart; two may share neither a name nor an endpoint. */
export function resolveServers(
  document: YamlDocument,
  entries: readonly ServerEntry[],
): Resolved<ServerConfig> {
  const names = new Set<string>();
  const endpoints = new Set<string>();
  return resolveEach(document, entries, (entry, index, report) => {
    const at = (key: string): KeyPath => ['servers', index, key];
    if (names.has(entry.name)) report(`another server is named \`${entry.name}\``, at('name'));
    names.add(entry.name);
    const url = endpointUrl(entry.url);
    if (url === undefined) {
      report('an MCP endpoint is an origin and a path, without user, query or `#`', at('url'));
      return undefined;
    }
    if (endpoints.has(url.href)) report(`another server has the address \`${url}\``, at('url'));
    endpoints.add(url.href);
    return serverOf(entry, url);
  });
}

/** Host patterns of a list. */
export function resolveHosts(
  document: YamlDocument,
  path: KeyPath,
  entries: readonly string[],
): Resolved<HostPattern> {
  return resolveEach(document, entries, (entry, index, report) => {
    const pattern = parseHostPattern(entry);
    if (pattern === undefined) report(`\`${entry}\` is no host pattern`, [...path, index]);
    return pattern;
  });
}

/** Policy folders, as written. */
export function resolveFolders(
  document: YamlDocument,
  entries: readonly string[],
): Resolved<string> {
  return resolveEach(document, entries, (entry, index, report) => {
    if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(entry)) return entry;
    const path = ['policies', index];
    const what = 'bundles from an address are not available in this version; name a folder';
    report(`\`${pathText(path)}\`: ${what}`, path);
    return undefined;
  });
}

/** Diagnostics of a condition lie in its own text; they are told at its place in the file. */
function conditionAt(
  document: YamlDocument,
  path: KeyPath,
  text: string,
): { readonly condition?: Condition; readonly diagnostics: readonly Diagnostic[] } {
  const compiled = compileCondition({ name: pathText(path), text });
  if (compiled.kind === 'condition') return { condition: compiled.condition, diagnostics: [] };
  const diagnostics = compiled.diagnostics.map(({ span, message, ...rest }) => ({
    ...rest,
    code: 'tf_config_invalid',
    message: `\`${pathText(path)}\`: ${message}`,
    span: document.spanWithin(path, span?.start ?? 0, span?.end ?? text.length),
  }));
  return { diagnostics };
}

function ruleOf(
  entry: RuleEntry,
  name: string,
  place: { readonly file: string; readonly line: number },
  condition: Condition | undefined,
): AccessRule {
  const { expires, when, ...fields } = entry;
  return {
    ...fields,
    name,
    ...place,
    ...(condition !== undefined && { when: condition }),
    ...(expires !== undefined && { expiresMs: durationMs(expires) }),
  };
}

/** A rule for a server that is nearly, but not quite, the name of a declared one never matches. */
function misspelt(server: string | undefined, declared: readonly string[]): string | undefined {
  if (server === undefined || /[*?]/.test(server) || declared.includes(server)) return undefined;
  return nearest(server, declared);
}

/** Access rules with their conditions compiled. */
export function resolveRules(
  document: YamlDocument,
  written: ConfigFile,
  file: string,
): Resolved<AccessRule> {
  const declared = (written.servers ?? []).map(({ name }) => name);
  const conditions: Diagnostic[] = [];
  const resolved = resolveEach(document, written.rules ?? [], (entry, index, report) => {
    const at = (key: string): KeyPath => ['rules', index, key];
    const meant = misspelt(entry.server, declared);
    if (meant !== undefined) {
      report(`no server is named \`${entry.server}\``, at('server'), `did you mean \`${meant}\`?`);
    }
    for (const key of ['approvers', 'expires'] as const) {
      if (entry[key] === undefined || entry.effect === 'require_approval') continue;
      report(`\`${key}\` goes with \`effect: require_approval\` only`, at(key));
    }
    const place = { file, line: positionOf(document.span(['rules', index])).line };
    const name = `rules[${index}]`;
    if (entry.when === undefined) return ruleOf(entry, name, place, undefined);
    const { condition, diagnostics } = conditionAt(document, at('when'), entry.when);
    conditions.push(...diagnostics);
    return condition === undefined ? undefined : ruleOf(entry, name, place, condition);
  });
  return { ...resolved, diagnostics: [...resolved.diagnostics, ...conditions] };
}
