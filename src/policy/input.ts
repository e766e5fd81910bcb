/**
 * The input document: what policies see as `input`, one for every governed message.
 * Shape: schemas/input.schema.json. Nothing volatile (ids, times, client ports) is in it.
 */
import type { Json, JsonObject } from '../base/plain-json.ts';

export type Phase = 'list' | 'call' | 'message' | 'http' | 'connect';
export type Era = 'legacy' | 'modern';
export type Direction = 'client-to-server' | 'server-to-client';
export type Risk = 'low' | 'medium' | 'high';
export type Pin = 'new' | 'approved' | 'changed' | 'removed' | 'unknown';

export interface AgentInfo {
  readonly name: string;
  readonly run: string;
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ServerInfo {
  readonly name: string;
  readonly origin: string;
  readonly host: string;
  readonly path: string;
  readonly trusted: boolean;
  readonly transport: 'http' | 'stdio';
}

export interface McpInfo {
  readonly era: Era;
  readonly version: string;
  readonly method: string;
  readonly direction: Direction;
}

export interface ToolInfo {
  readonly name: string;
  /** Absent in phase `list`: arguments are not known yet. */
  readonly arguments?: Json;
  readonly annotations: JsonObject;
  readonly risk: Risk;
  readonly pin: Pin;
}

export interface HttpInfo {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** A safe, lower-cased subset: never Authorization, Cookie or Proxy-*. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface InputDocument {
  readonly version: 1;
  readonly phase: Phase;
  /** `mcp.tools.call`, `mcp.tools.list`, `http.get`, `http.connect`, …: never a tool's name. */
  readonly action: string;
  readonly agent: AgentInfo;
  readonly server?: ServerInfo;
  readonly mcp?: McpInfo;
  readonly tool?: ToolInfo;
  readonly resource?: { readonly uri: string };
  readonly prompt?: { readonly name: string; readonly arguments?: Json };
  /** Other messages' parameters, as sent. */
  readonly params?: Json;
  readonly http: HttpInfo;
}
