import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import { definitionHash } from './definition.ts';

const NONE: JsonObject = Object.freeze(Object.create(null)) as JsonObject;

/** What is remembered of a tool between its listing and its calls, which carry none of it. */
interface KnownTool {
  readonly annotations: JsonObject;
  readonly definition: string;
}

/** The tools each server has shown. */
export class ToolCatalog {
  private readonly byServer = new Map<string, Map<string, KnownTool>>();
  private readonly maxTools: number;

  constructor(maxTools = 10_000) {
    this.maxTools = maxTools;
  }

  /** Remembers one definition as listed. Beyond the bound nothing new is kept: unknown is the worst case. */
  remember(serverOrigin: string, tool: JsonObject): void {
    const name = tool['name'];
    if (typeof name !== 'string') return;
    const tools = this.byServer.get(serverOrigin) ?? new Map<string, KnownTool>();
    if (tools.size >= this.maxTools && !tools.has(name)) return;
    tools.set(name, { annotations: annotationsOf(tool), definition: definitionHash(tool) });
    this.byServer.set(serverOrigin, tools);
  }

  /** The annotations last seen, or none. */
  annotations(serverOrigin: string, name: string): JsonObject {
    return this.byServer.get(serverOrigin)?.get(name)?.annotations ?? NONE;
  }

  /** The hash of the definition last seen; empty for a tool that was never listed. */
  definition(serverOrigin: string, name: string): string {
    return this.byServer.get(serverOrigin)?.get(name)?.definition ?? '';
  }
}

/** A tool definition's annotations as an object, whatever the server sent there. */
export function annotationsOf(tool: JsonObject): JsonObject {
  const annotations: Json | undefined = tool['annotations'];
  return isJsonObject(annotations) ? annotations : NONE;
}
