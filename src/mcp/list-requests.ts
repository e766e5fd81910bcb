import { LRUCache } from 'lru-cache';
import { looseIdKey, type RpcId } from './json-rpc.ts';
import { LIST_METHODS, type ListMethod } from './protocol.ts';

/** More list requests than this are open in no honest session. */
const MAX_REMEMBERED = 10_000;

/**
 * Which ids were list requests, so that their responses are known wherever they arrive: on the session's
 * GET stream, on a resumed one, on another request's. They stay known after an answer: a server
 * may answer twice, and another connection may use the id again while the first still waits.
 */
export class ListRequests {
  private readonly lists = new LRUCache<string, ListMethod>({ max: MAX_REMEMBERED });

  /** `scope` is what an id is unique in: a server's origin and the session. */
  record(scope: string, id: RpcId, method: string): void {
    const list = Object.hasOwn(LIST_METHODS, method) ? LIST_METHODS[method] : undefined;
    if (list !== undefined) this.lists.set(`${scope} ${looseIdKey(id)}`, list);
  }

  /** The list method that was last asked under this id. */
  find(scope: string, id: RpcId): ListMethod | undefined {
    return this.lists.get(`${scope} ${looseIdKey(id)}`);
  }
}
