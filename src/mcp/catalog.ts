/*
 * The tools each server has shown: what calls carry nothing of (annotations, the definition) is remembered
 * from lists. A list replaces the one before it once it has been read to its end, over all its pages.
 */
import { LRUCache } from 'lru-cache';
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '../base/plain-json.ts';
import type { Pin } from '../policy/input.ts';
import { definingFields } from './definition.ts';
import { EMPTY_LOCK, type PinnedTool, pinnedTool, pinState, type ToolLock } from './tool-lock.ts';

const NONE: JsonObject = Object.freeze(Object.create(null)) as JsonObject;

/** More servers than any agent talks to: names that a hostile agent makes up must not fill the memory. */
const MAX_SERVERS = 1000;

/** One server's tools by name. */
interface KnownServer {
  tools: Map<string, PinnedTool>;
  /** Each tool's definition as it was written last: the same text needs no new hash. */
  texts: Map<string, string>;
  /** The list that is being read, from its first page on. */
  listing: Set<string>;
  /** A list was read to its end. */
  listed: boolean;
  /** Something differs from what `onChange` was told last. */
  changed: boolean;
}

export interface CatalogOptions {
  readonly maxTools?: number;
  /** What was accepted; asked each time, because it may change. */
  readonly lock?: () => ToolLock;
  /** What earlier runs saw. */
  readonly seen?: ToolLock;
  /** Told when a whole list differs from the one before. */
  readonly onChange?: (server: string, tools: ReadonlyMap<string, PinnedTool>) => void;
}

/** Where a page of a list stands in it. */
export interface ListPage {
  readonly first: boolean;
  readonly last: boolean;
}

/** The tools each server has shown, by the server's key. */
export class ToolCatalog {
  private readonly servers = new LRUCache<string, KnownServer>({ max: MAX_SERVERS });
  private readonly options: CatalogOptions;

  constructor(options: CatalogOptions = {}) {
    this.options = options;
    for (const [server, tools] of options.seen ?? [])
      this.servers.set(server, { ...newServer(), tools: new Map(tools), listed: true });
  }

  private server(key: string): KnownServer {
    const known = this.servers.get(key) ?? newServer();
    this.servers.set(key, known);
    return known;
  }

  /** Remembers one definition as listed. Beyond the bound nothing new is kept: unknown is the worst case. */
  remember(key: string, tool: JsonObject): void {
    const name = tool['name'];
    if (typeof name !== 'string') return;
    const server = this.server(key);
    const { tools, listing } = server;
    if (tools.size >= (this.options.maxTools ?? 10_000) && !tools.has(name)) return;
    listing.add(name);
    const text = stringifyJson(definingFields(tool));
    if (server.texts.get(name) === text) return;
    server.texts.set(name, text);
    const pinned = pinnedTool(tool);
    if (tools.get(name)?.sha256 === pinned.sha256) return;
    tools.set(name, pinned);
    server.changed = true;
  }

  /**
   * Runs what remembers a page's tools; after the last page, tools that were on none are forgotten. A page that can't
   * be read (`undefined`) ends nothing.
   */
  page<T>(key: string, { first, last }: ListPage, read: () => T | undefined): T | undefined {
    const server = this.server(key);
    if (first) server.listing = new Set();
    const result = read();
    if (last && result !== undefined) this.endList(key, server);
    return result;
  }

  private endList(key: string, server: KnownServer): void {
    for (const name of server.tools.keys()) {
      if (server.listing.has(name)) continue;
      server.tools.delete(name);
      server.texts.delete(name);
      server.changed = true;
    }
    if (server.changed || !server.listed) this.options.onChange?.(key, server.tools);
    server.listed = true;
    server.changed = false;
  }

  /** The annotations last seen, or none. */
  annotations(key: string, name: string): JsonObject {
    const tool = this.servers.get(key)?.tools.get(name);
    return tool === undefined ? NONE : annotationsOf(tool.definition);
  }

  /** The definition last seen, as the server wrote it. */
  tool(key: string, name: string): PinnedTool | undefined {
    return this.servers.get(key)?.tools.get(name);
  }

  /** How the definition last seen stands to the accepted one. */
  pin(key: string, name: string): Pin {
    const server = this.servers.get(key);
    const accepted = (this.options.lock?.() ?? EMPTY_LOCK).get(key)?.get(name)?.sha256;
    return pinState(accepted, server?.tools.get(name)?.sha256, server?.listed ?? false);
  }
}

function newServer(): KnownServer {
  return { tools: new Map(), texts: new Map(), listing: new Set(), listed: false, changed: false };
}

/** A tool definition's annotations as an object, whatever the server sent there. */
export function annotationsOf(tool: JsonObject): JsonObject {
  const annotations: Json | undefined = tool['annotations'];
  return isJsonObject(annotations) ? annotations : NONE;
}
