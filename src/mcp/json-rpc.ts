import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';

/** A request's id; MCP forbids null. */
export type RpcId = string | number;

/** One JSON-RPC 2.0 message (https://www.jsonrpc.org/specification), as it stood. */
export type RpcMessage =
  | {
      readonly kind: 'request';
      readonly id: RpcId;
      readonly method: string;
      readonly params: JsonObject;
      readonly raw: JsonObject;
    }
  | {
      readonly kind: 'notification';
      readonly method: string;
      readonly params: JsonObject;
      readonly raw: JsonObject;
    }
  | {
      readonly kind: 'response';
      readonly id: RpcId | null;
      readonly result?: Json;
      readonly error?: Json;
      readonly raw: JsonObject;
    };

export type RpcRequest = Extract<RpcMessage, { kind: 'request' }>;

export type RpcNotification = Extract<RpcMessage, { kind: 'notification' }>;

export type RpcResponse = Extract<RpcMessage, { kind: 'response' }>;

/** What is wrong with something that claims to be a message. */
export interface RpcFault {
  readonly kind: 'fault';
  readonly message: string;
}

function fault(message: string): RpcFault {
  return { kind: 'fault', message };
}

function isId(value: Json | undefined): value is RpcId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
}

const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'] as const;

/** A key as readers see it that ignore case, as Go's encoding/json does: `ſ` and the Kelvin sign fold into ASCII too. */
function folded(key: string): string {
  return key.toUpperCase().toLowerCase();
}

/** A key that some readers take for one of `names` and others don't. */
export function lookAlikeKey(object: JsonObject, names: readonly string[]): string | undefined {
  return Object.keys(object).find(
    key => !names.includes(key) && names.some(name => folded(name) === folded(key)),
  );
}

/** Whether a value says it is JSON-RPC: what claims to be so is classified or refused, never passed. */
export function claimsJsonRpc(value: Json): boolean {
  if (Array.isArray(value)) return value.some(claimsJsonRpc);
  return isJsonObject(value) && Object.keys(value).some(key => folded(key) === 'jsonrpc');
}

/** Reads one message strictly: exactly one of request, notification, result, error. */
export function readMessage(value: Json): RpcMessage | RpcFault {
  if (!isJsonObject(value)) return fault('a JSON-RPC message must be an object');
  const twin = lookAlikeKey(value, MEMBERS);
  if (twin !== undefined) return fault(`\`${twin}\` reads like a member of JSON-RPC but is none`);
  if (value['jsonrpc'] !== '2.0') return fault('`jsonrpc` must be "2.0"');
  const hasResult = Object.hasOwn(value, 'result');
  const hasError = Object.hasOwn(value, 'error');
  if (!Object.hasOwn(value, 'method')) return readResponse(value, hasResult, hasError);
  if (hasResult || hasError) return fault('a message cannot be a request and a response');
  return readCall(value);
}

function readCall(value: JsonObject): RpcMessage | RpcFault {
  const { method, id, params = Object.create(null) as JsonObject } = value;
  if (typeof method !== 'string' || method === '')
    return fault('`method` must be a non-empty string');
  if (!isJsonObject(params)) return fault('`params` must be an object');
  if (!Object.hasOwn(value, 'id')) return { kind: 'notification', method, params, raw: value };
  if (!isId(id)) return fault('`id` must be a string or an integer');
  return { kind: 'request', id, method, params, raw: value };
}

function readResponse(
  value: JsonObject,
  hasResult: boolean,
  hasError: boolean,
): RpcMessage | RpcFault {
  if (hasResult === hasError) return fault('a response must have either `result` or `error`');
  const id = value['id'];
  // Only an error may answer a request whose id could not be read.
  if (!isId(id) && !(hasError && (id === null || id === undefined))) {
    return fault('`id` must be a string or an integer');
  }
  const body = hasResult ? { result: value['result']! } : { error: value['error']! };
  return { kind: 'response', id: isId(id) ? id : null, ...body, raw: value };
}

/** An error response; `id` is null where the request's id could not be read. */
export function errorResponse(
  id: RpcId | null,
  code: number,
  message: string,
  data?: JsonObject,
): JsonObject {
  return {
    jsonrpc: '2.0',
    id,
    error: data === undefined ? { code, message } : { code, message, data },
  };
}

/** A result response. */
export function resultResponse(id: RpcId, result: JsonObject): JsonObject {
  return { jsonrpc: '2.0', id, result };
}

/** An id as lenient clients compare it: some take 1, "1" and "01" for one. */
export function looseIdKey(id: RpcId): string {
  const number = Number(id);
  return Number.isNaN(number) ? String(id) : String(number);
}
