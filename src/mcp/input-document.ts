/*
 * From one MCP message to the input document policies see. Everything here comes from the body and
 * the target; ids, times and client ports stay out, so that the same call has the same document on
 * every transport.
 */
import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import type {
  AgentInfo,
  Direction,
  Era,
  HttpInfo,
  InputDocument,
  Phase,
  ServerInfo,
  ToolInfo,
} from '../policy/input.ts';
import type { ToolCatalog } from './catalog.ts';
import { annotationsOf } from './catalog.ts';
import type { RpcMessage } from './json-rpc.ts';
import { actionOf } from './protocol.ts';
import { riskOf } from './risk.ts';
import { serverKey } from './tool-lock.ts';

/** What a message came with. */
export interface MessageContext {
  readonly agent: AgentInfo;
  readonly server: ServerInfo;
  readonly http: HttpInfo;
  readonly era: Era;
  readonly version: string;
  readonly direction: Direction;
  readonly catalog: ToolCatalog;
}

/** What a message is about, where policies are told more of it than its method. */
type Subject = Pick<InputDocument, 'tool' | 'prompt' | 'resource' | 'params'>;

const NO_SUBJECT: Subject = {};

function base(
  context: MessageContext,
  phase: Phase,
  method: string,
  subject: Subject,
  action = actionOf(method),
): InputDocument {
  const { agent, server, http, era, version, direction } = context;
  return {
    version: 1,
    phase,
    action,
    agent,
    server,
    mcp: { era, version, method, direction },
    http,
    ...subject,
  };
}

function toolInfo(
  context: MessageContext,
  name: string,
  annotations: JsonObject,
  args?: Json,
): ToolInfo {
  const risk = riskOf(name, annotations, context.server.trusted);
  return {
    name,
    ...(args === undefined ? {} : { arguments: args }),
    annotations,
    risk,
    pin: context.catalog.pin(serverKey(context.server), name),
  };
}

/** The document for a message as sent. */
export function messageInput(context: MessageContext, message: RpcMessage): InputDocument {
  if (message.kind === 'response') return base(context, 'message', 'response', NO_SUBJECT);
  const { method, params } = message;
  switch (method) {
    case 'tools/call':
      return base(context, 'call', method, { tool: calledTool(context, params) });
    case 'prompts/get':
      return base(context, 'message', method, { prompt: namedPrompt(params) });
    case 'resources/read':
    case 'resources/subscribe':
    case 'resources/unsubscribe':
      return base(context, 'message', method, { resource: { uri: text(params['uri']) } });
    default:
      return base(context, 'message', method, { params: withoutMeta(params) });
  }
}

/**
 * The document that asks whether a listed tool may be shown: whether some call of it could be allowed.
 * Its action is the call's, so that whatever allows listing as such shows no tool nobody may call.
 */
export function listedToolInput(context: MessageContext, tool: JsonObject): InputDocument {
  const info = toolInfo(context, text(tool['name']), annotationsOf(tool));
  return base(context, 'list', 'tools/call', { tool: info });
}

/** The document that asks whether a listed prompt or resource may be shown. */
export function listedItemInput(
  context: MessageContext,
  item: 'prompt' | 'resource',
  name: string,
): InputDocument {
  return item === 'prompt'
    ? base(context, 'list', 'prompts/get', { prompt: { name } })
    : base(context, 'list', 'resources/read', { resource: { uri: name } });
}

/** The document for a transport action without a message: opening a stream, closing a session. */
export function transportInput(context: MessageContext, action: string): InputDocument {
  return base(context, 'message', '', NO_SUBJECT, action);
}

function calledTool(context: MessageContext, params: JsonObject): ToolInfo {
  const name = text(params['name']);
  const annotations = context.catalog.annotations(serverKey(context.server), name);
  return toolInfo(context, name, annotations, params['arguments'] ?? {});
}

function namedPrompt(params: JsonObject): { name: string; arguments?: Json } {
  const args = params['arguments'];
  return { name: text(params['name']), ...(args === undefined ? {} : { arguments: args }) };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** `_meta` carries progress tokens and trace ids: volatile, and no business of a policy's. */
function withoutMeta(params: JsonObject): JsonObject {
  if (!isJsonObject(params['_meta'])) return params;
  const { _meta, ...rest } = params;
  return rest;
}
