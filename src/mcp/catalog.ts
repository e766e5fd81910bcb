import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';

const NONE: JsonObject = Object.freeze(Object.create(null)) as JsonObject;

/** The tools each server has shown, with the annotations it gave them: calls don't carry any. */
export class ToolCatalog {
  private readonly byServer = new Map<string, Map<string, JsonObject>>();
  private readonly maxTools: number;

  constructor(maxTools = 10_000) {
    this.maxTools = maxTools;
  }

  /** Remembers one tool definition as listed. Beyond the bound nothing new is kept: unknown is the worst case. */
  remember(serverOrigin: string, tool: JsonObject): void {
    const name = tool['name'];
    if (typeof name !== 'string') return;
    const tools = this.byServer.get(serverOrigin) ?? new Map<string, JsonObject>();
    if (tools.size >= this.maxTools && !tools.has(name)) return;
    tools.set(name, annotationsOf(tool));
    this.byServer.set(serverOrigin, tools);
  }

  /** The annotations last seen, or none. */
  annotations(serverOrigin: string, name: string): JsonObject {
    return this.byServer.get(serverOrigin)?.get(name) ?? NONE;
  }
}

/** A tool definition's annotations as an object, whatever the server sent there. */
export function annotationsOf(tool: JsonObject): JsonObject {
  const annotations: Json | undefined = tool['annotations'];
  return isJsonObject(annotations) ? annotations : NONE;
}
