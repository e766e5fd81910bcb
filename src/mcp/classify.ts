/*
 * From a POST's bytes to MCP messages, or to the reason why not.
 *
 * The body is the truth. The era is read from it (`params._meta` names a protocol version in the
 * modern era, and only there); headers may repeat what the body says and must then agree. A text is
 * looked at whatever its content type claims, because servers differ in what they accept. What
 * claims to be JSON-RPC and can't be classified is refused, never passed.
 */

import { JsonError } from '../base/json.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../base/plain-json.ts';
import type { Era } from '../policy/input.ts';
import { decodeHeader } from './header-value.ts';
import {
  claimsJsonRpc,
  lookAlikeKey,
  looseIdKey,
  type RpcFault,
  type RpcId,
  type RpcMessage,
  readMessage,
} from './json-rpc.ts';
import { nameFault, uriFault } from './names.ts';
import {
  BATCH_VERSION,
  borrowsAction,
  HEADERS,
  isMcpMethod,
  META,
  MODERN_VERSION,
  NAMED_METHODS,
  RPC_CODES,
  TASK_METHODS,
  VERSION_WITHOUT_HEADER,
} from './protocol.ts';

/** What of an HTTP POST classification looks at. */
export interface PostedBody {
  /** A header's value by lower-case name; several values joined by a comma as RFC 9110 5.3 says. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
  /** The target is a server named in the configuration: everything posted to it must be MCP. */
  readonly declaredServer: boolean;
  /** It came without headers, on stdio: none repeats what the body says. */
  readonly bare?: boolean;
  /** How deep the body may nest; absent: the reader's own limit. */
  readonly maxDepth?: number;
}

export type Classified =
  | { readonly kind: 'not-mcp' }
  | {
      readonly kind: 'mcp';
      readonly era: Era;
      readonly version: string;
      readonly batch: boolean;
      readonly messages: readonly RpcMessage[];
    }
  | Refusal;

/** A message that is not forwarded: answered with this status and a JSON-RPC error. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly era: Era;
  /** The request's own id, where it could be read. */
  readonly id?: RpcId;
}

function refuse(
  message: string,
  code: number = RPC_CODES.invalidRequest,
  era: Era = 'legacy',
): Refusal {
  return { kind: 'refused', status: 400, code, message, era };
}

/** The protocol version a request carries in its own body, which makes it modern. */
export function bodyVersion(message: RpcMessage): string | undefined {
  if (message.kind === 'response') return undefined;
  const meta = message.params['_meta'];
  if (!isJsonObject(meta)) return undefined;
  const version = meta[META.protocolVersion];
  return typeof version === 'string' ? version : undefined;
}

/** Classifies a POST. */
export function classify(post: PostedBody): Classified {
  if (!post.declaredServer && !mayBeJson(post.body)) return { kind: 'not-mcp' };
  const parsed = parse(post);
  if (parsed instanceof JsonError) return unparsable(post, parsed);
  if (!post.declaredServer && isOtherTraffic(parsed)) return { kind: 'not-mcp' };
  if (Array.isArray(parsed)) return classifyBatch(post, parsed);
  const message = readMessage(parsed);
  if (message.kind === 'fault') return refuse(message.message);
  const classified = classifySingle(post, message);
  return classified.kind === 'refused' && message.kind === 'request'
    ? { ...classified, id: message.id }
    : classified;
}

/** JSON that is neither JSON-RPC nor an MCP call which forgot to say so, or JSON-RPC of another protocol throughout. */
function isOtherTraffic(value: Json): boolean {
  if (Array.isArray(value)) return value.every(isOtherTraffic);
  if (!isJsonObject(value)) return true;
  const { method } = value;
  if (typeof method === 'string' && method.includes('/') && isMcpMethod(method)) return false;
  return !claimsJsonRpc(value) || isOtherRpc(value);
}

/** A call of another protocol's method: its parameters are not for us to judge, but who it is for must be plain. */
function isOtherRpc(value: JsonObject): boolean {
  const { method } = value;
  const isCall = typeof method === 'string' && !isMcpMethod(method) && !borrowsAction(method);
  return isCall && lookAlikeKey(value, ['jsonrpc', 'method']) === undefined;
}

/** JSON texts that are objects or arrays begin with a bracket, after white space or a byte order mark of whatever kind. */
function mayBeJson(body: Uint8Array): boolean {
  for (const byte of body) {
    if (byte === 0x7b || byte === 0x5b) return true;
    if (byte > 0x20 && byte < 0x80) return false;
  }
  return false;
}

function parse({ body, maxDepth }: PostedBody): Json | JsonError {
  try {
    return parseJson(body, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
}

/** What a laxer parser behind us would see: letters written as escapes, or with zero bytes between them (UTF-16, UTF-32). */
function laxText(body: Uint8Array): string {
  return Buffer.from(body)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/\\u00([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

/** A word of JSON-RPC, or the beginning of one of MCP's methods. */
const CLAIM =
  /jsonrpc|"(?:completion|elicitation|logging|notifications|prompts|resources|roots|sampling|server|subscriptions|tasks|tools)\\?\/[a-z]/i;

/** Bytes that claim to be a message but are no JSON could be read by a laxer parser behind us. */
function unparsable(post: PostedBody, error: JsonError): Classified {
  if (!post.declaredServer && !CLAIM.test(laxText(post.body))) return { kind: 'not-mcp' };
  return refuse(`the body is not valid JSON: ${error.message}`, RPC_CODES.parseError);
}

/** Parameters that decide what is done. */
const DECISIVE = ['name', 'uri', 'arguments', '_meta'] as const;

/** Why a message can't be judged although it is sound JSON-RPC. */
function callFault(message: RpcMessage): string | undefined {
  if (message.kind === 'response') return undefined;
  const { kind, method, params } = message;
  if (borrowsAction(method)) return `\`${method}\` reads like a method of MCP but is none`;
  if (kind === 'request' && method.startsWith('notifications/'))
    return `\`${method}\` is a notification and has no \`id\``;
  const twin = lookAlikeKey(params, DECISIVE);
  if (twin !== undefined) return `\`params.${twin}\` reads like another parameter`;
  return versionFault(params) ?? subjectFault(method, params);
}

/** A version that is no text would be modern to some and legacy to others. */
function versionFault(params: JsonObject): string | undefined {
  const { _meta: meta } = params;
  if (meta === undefined) return undefined;
  if (!isJsonObject(meta)) return '`params._meta` must be an object';
  const version = meta[META.protocolVersion];
  return version === undefined || typeof version === 'string'
    ? undefined
    : `\`${META.protocolVersion}\` must be a string`;
}

/** A call of nothing can't be decided: the schema requires these parameters. */
function subjectFault(method: string, params: JsonObject): string | undefined {
  if (!Object.hasOwn(NAMED_METHODS, method)) return undefined;
  const parameter = NAMED_METHODS[method]!;
  const subject = params[parameter];
  if (typeof subject !== 'string') return `\`${method}\` needs \`params.${parameter}\`, a string`;
  const fault = parameter === 'uri' ? uriFault(subject) : nameFault(subject);
  return fault === undefined ? undefined : `\`params.${parameter}\` ${fault}`;
}

function classifySingle(post: PostedBody, message: RpcMessage): Classified {
  const version = bodyVersion(message);
  const era: Era = version === undefined ? 'legacy' : 'modern';
  const fault = callFault(message);
  if (fault !== undefined) return refuse(fault, RPC_CODES.invalidRequest, era);
  const undescribed = missingVersion(post, message, version);
  if (undescribed !== undefined) return refuse(undescribed, RPC_CODES.invalidParams, 'modern');
  const mismatch = headerMismatch(post, message, version);
  if (mismatch !== undefined) return refuse(mismatch, RPC_CODES.headerMismatch, 'modern');
  return {
    kind: 'mcp',
    era,
    version: version ?? legacyVersion(post, message),
    batch: false,
    messages: [message],
  };
}

function legacyVersion(post: PostedBody, message: RpcMessage): string {
  const asked =
    message.kind === 'request' && message.method === 'initialize'
      ? message.params['protocolVersion']
      : undefined;
  return (
    post.header(HEADERS.protocolVersion) ??
    (typeof asked === 'string' ? asked : VERSION_WITHOUT_HEADER)
  );
}

/** A request that is modern by its header alone lacks what the modern era demands of its body (2026-07-28, `_meta`). */
function missingVersion(
  post: PostedBody,
  message: RpcMessage,
  version: string | undefined,
): string | undefined {
  const claimed = post.bare === true ? undefined : post.header(HEADERS.protocolVersion);
  if (version !== undefined || message.kind !== 'request') return undefined;
  if (claimed === undefined || claimed < MODERN_VERSION) return undefined;
  return `header MCP-Protocol-Version says \`${claimed}\` but the body carries no protocol version`;
}

/** Says which mirrored header disagrees with the body; modern requests must carry them (2026-07-28, transports). */
function headerMismatch(
  post: PostedBody,
  message: RpcMessage,
  version: string | undefined,
): string | undefined {
  if (post.bare === true) return undefined;
  const headerVersion = post.header(HEADERS.protocolVersion);
  if (version !== undefined && headerVersion !== version) {
    return `header MCP-Protocol-Version must equal the body's \`${version}\``;
  }
  if (message.kind === 'response') return unmirrored(post);
  const required = version !== undefined && message.kind === 'request';
  return (
    mirrored(post, HEADERS.method, message.method, required) ??
    nameMismatch(post, message.method, message.params, required)
  );
}

/** What has no method of its own, a response or a batch, has nothing that a header could repeat. */
function unmirrored(post: PostedBody): string | undefined {
  const header = [HEADERS.method, HEADERS.name].find(name => post.header(name) !== undefined);
  return header === undefined ? undefined : `header ${header} disagrees with the body`;
}

function nameMismatch(
  post: PostedBody,
  method: string,
  params: JsonObject,
  required: boolean,
): string | undefined {
  if (TASK_METHODS.has(method)) return taskMismatch(post, params);
  const parameter = Object.hasOwn(NAMED_METHODS, method) ? NAMED_METHODS[method] : undefined;
  const name = parameter === undefined ? undefined : params[parameter];
  return typeof name === 'string' ? mirrored(post, HEADERS.name, name, required) : undefined;
}

/** Tasks are an extension of 2026-07-28: its clients name the task in the header, others may not. */
function taskMismatch(post: PostedBody, { taskId }: JsonObject): string | undefined {
  return typeof taskId === 'string' ? mirrored(post, HEADERS.name, taskId, false) : undefined;
}

function mirrored(
  post: PostedBody,
  header: string,
  value: string,
  required: boolean,
): string | undefined {
  const sent = post.header(header);
  if (sent === undefined) return required ? `header ${header} is missing` : undefined;
  return decodeHeader(sent) === value ? undefined : `header ${header} disagrees with the body`;
}

function classifyBatch(post: PostedBody, items: readonly Json[]): Classified {
  const version = post.header(HEADERS.protocolVersion) ?? VERSION_WITHOUT_HEADER;
  if (version !== BATCH_VERSION) return refuse(`protocol version ${version} has no batches`);
  if (items.length === 0) return refuse('a batch must not be empty');
  const messages = items.map(readMessage);
  const fault = messages.find((message): message is RpcFault => message.kind === 'fault');
  if (fault !== undefined) return refuse(fault.message);
  const calls = messages as RpcMessage[];
  const unsound = calls.map(callFault).find(text => text !== undefined);
  if (unsound !== undefined) return refuse(unsound);
  const mismatch = unmirrored(post);
  if (mismatch !== undefined) return refuse(mismatch, RPC_CODES.headerMismatch);
  return classifyBatchMessages(version, calls);
}

function classifyBatchMessages(version: string, messages: readonly RpcMessage[]): Classified {
  const ids = messages.flatMap(message =>
    message.kind === 'request' ? [looseIdKey(message.id)] : [],
  );
  if (new Set(ids).size < ids.length) return refuse('two requests of a batch share an id');
  if (messages.some(message => bodyVersion(message) !== undefined)) {
    return refuse(
      'a request that names its protocol version cannot be in a batch',
      RPC_CODES.invalidRequest,
      'modern',
    );
  }
  return { kind: 'mcp', era: 'legacy', version, batch: true, messages };
}
