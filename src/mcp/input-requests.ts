import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import { lookAlikeKey, type RpcFault, type RpcRequest } from './json-rpc.ts';

const KEY = 'inputRequests';

/**
 * What a server asks of the client inside a result (2026-07-28, multi round-trip requests): the modern
 * form of its sampling, elicitation and roots requests, keyed by the name each is answered under.
 * Undefined when the result asks nothing; a fault when what it asks can't be read.
 */
export function inputRequestsOf(result: Json): readonly RpcRequest[] | RpcFault | undefined {
  if (!isJsonObject(result)) return undefined;
  const twin = lookAlikeKey(result, [KEY]);
  if (twin !== undefined) return unreadable(`\`${twin}\` reads like \`${KEY}\``);
  if (!Object.hasOwn(result, KEY)) return undefined;
  const asked = result[KEY]!;
  if (!isJsonObject(asked)) return unreadable(`\`${KEY}\` must be an object`);
  const requests = Object.entries(asked).map(([name, value]) => requestOf(name, value));
  const fault = requests.find((request): request is RpcFault => request.kind === 'fault');
  return fault ?? (requests as RpcRequest[]);
}

function requestOf(name: string, value: Json): RpcRequest | RpcFault {
  if (!isJsonObject(value) || lookAlikeKey(value, ['method', 'params']) !== undefined)
    return unreadable(`\`${KEY}.${name}\` is no request`);
  const { method, params = Object.create(null) as JsonObject } = value;
  if (typeof method !== 'string' || !isJsonObject(params))
    return unreadable(`\`${KEY}.${name}\` is no request`);
  return { kind: 'request', id: name, method, params, raw: value };
}

function unreadable(message: string): RpcFault {
  return { kind: 'fault', message };
}
