import { LRUCache } from 'lru-cache';
import { looseIdKey, type RpcId, type RpcRequest } from './json-rpc.ts';
import { LIST_METHODS, type ListMethod } from './protocol.ts';

/** More list requests than this are open in no honest session. */
const MAX_REMEMBERED = 10_000;

/** What a list request asked for: a list, from its beginning or from a cursor on. */
export interface AskedList {
  readonly list: ListMethod;
  readonly first: boolean;
}

/** The list that a request asks for, if it is a list request. */
export function askedList({ method, params }: RpcRequest): AskedList | undefined {
  if (!Object.hasOwn(LIST_METHODS, method)) return undefined;
  return { list: LIST_METHODS[method]!, first: !('cursor' in params) };
}

/**
 * Which ids were list requests, so that their responses are known wherever they arrive: on the session's
 * GET stream, on a resumed one, on another request's. They stay known after an answer: a server
 * may answer twice, and another connection may use the id again while the first still waits.
 */
export class ListRequests {
  private readonly lists = new LRUCache<string, AskedList>({ max: MAX_REMEMBERED });

  /** `scope` is what an id is unique in: a server's origin and the session. */
  record(scope: string, request: RpcRequest): void {
    const asked = askedList(request);
    if (asked !== undefined) this.lists.set(`${scope} ${looseIdKey(request.id)}`, asked);
  }

  /** The list that was last asked for under this id. */
  find(scope: string, id: RpcId): AskedList | undefined {
    return this.lists.get(`${scope} ${looseIdKey(id)}`);
  }
}
