/*
 * Which definition of each tool was accepted: the content of `tf-tools.lock`, and, in the same form, what
 * servers were last seen to list. It holds whole definitions beside their hashes, so that a change can be
 * read where it is reviewed.
 */
import { type Json, type JsonObject, prettyJson } from '../base/plain-json.ts';
import type { Pin, ServerInfo } from '../policy/input.ts';
import { definingFields, definitionHash } from './definition.ts';

/** One tool's definition and its hash. */
export interface PinnedTool {
  readonly sha256: string;
  readonly definition: JsonObject;
}

/** Server key → tool name → definition. */
export type ToolLock = ReadonlyMap<string, ReadonlyMap<string, PinnedTool>>;

export const EMPTY_LOCK: ToolLock = new Map();

/**
 * What tools are pinned under: a declared server's endpoint, or the origin of one that nobody declared, whose
 * path is the client's word.
 */
export function serverKey({ name, origin, path }: ServerInfo): string {
  return name === origin ? origin : `${origin}${path}`;
}

/** A listed tool as it is pinned. */
export function pinnedTool(tool: JsonObject): PinnedTool {
  return { sha256: definitionHash(tool), definition: definingFields(tool) };
}

/** How what is seen of a tool stands to what was accepted. `listed`: the server's list has been read to its end. */
export function pinState(
  accepted: string | undefined,
  seen: string | undefined,
  listed: boolean,
): Pin {
  if (seen === undefined) return accepted !== undefined && listed ? 'removed' : 'unknown';
  if (accepted === undefined) return 'new';
  return accepted === seen ? 'approved' : 'changed';
}

/** One tool of either side of a comparison. */
export interface PinEntry {
  readonly server: string;
  readonly tool: string;
  readonly state: Pin;
  readonly accepted?: PinnedTool;
  readonly seen?: PinnedTool;
}

/** Every tool of both, in order of server and name. A server that was never seen says nothing about its tools. */
export function comparePins(lock: ToolLock, seen: ToolLock): PinEntry[] {
  return sorted([...lock.keys(), ...seen.keys()]).flatMap(server => {
    const before = lock.get(server);
    const after = seen.get(server);
    return sorted([...(before?.keys() ?? []), ...(after?.keys() ?? [])]).map(tool =>
      entry(server, tool, before?.get(tool), after?.get(tool), after !== undefined),
    );
  });
}

function entry(
  server: string,
  tool: string,
  accepted: PinnedTool | undefined,
  seen: PinnedTool | undefined,
  listed: boolean,
): PinEntry {
  return {
    server,
    tool,
    state: pinState(accepted?.sha256, seen?.sha256, listed),
    ...(accepted !== undefined && { accepted }),
    ...(seen !== undefined && { seen }),
  };
}

/** The lock once these entries are accepted: what is seen of them, or nothing if they are gone. */
export function acceptPins(lock: ToolLock, entries: readonly PinEntry[]): ToolLock {
  const next = new Map([...lock].map(([server, tools]) => [server, new Map(tools)]));
  for (const { server, tool, state, seen } of entries) {
    const tools = next.get(server) ?? new Map<string, PinnedTool>();
    if (seen !== undefined) tools.set(tool, seen);
    else if (state === 'removed') tools.delete(tool);
    if (tools.size > 0) next.set(server, tools);
    else next.delete(server);
  }
  return next;
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** The file's text: sorted, indented, the same for the same content. */
export function printLock(lock: ToolLock): string {
  const servers = [...lock].map(([server, tools]) => [server, { tools: byName(tools) }]);
  return `${prettyJson({ version: 1, servers: Object.fromEntries(servers) })}\n`;
}

function byName(tools: ReadonlyMap<string, PinnedTool>): Json {
  return Object.fromEntries([...tools].map(([name, tool]) => [name, { ...tool }]));
}

/** The `servers` of a file whose form is right; `fault` is told of a hash that is not its definition's. */
export function lockOf(servers: JsonObject, fault: (message: string) => never): ToolLock {
  return new Map(
    Object.entries(servers).map(([server, value]) => {
      const tools = Object.entries((value as JsonObject)['tools'] as JsonObject);
      return [server, new Map(tools.map(([name, tool]) => [name, checked(name, tool, fault)]))];
    }),
  );
}

/** A merge that took one side's hash and the other's text accepts nothing. */
function checked(name: string, value: Json, fault: (message: string) => never): PinnedTool {
  const { sha256, definition } = value as unknown as PinnedTool;
  if (definition['name'] !== name) fault(`tool \`${name}\` is defined as another`);
  if (definitionHash(definition) !== sha256)
    fault(`\`sha256\` of tool \`${name}\` is not that of its definition`);
  return { sha256, definition };
}
