import { LRUCache } from 'lru-cache';
import { idKey, type RpcId } from './json-rpc.ts';
import { LIST_METHODS, type ListMethod } from './protocol.ts';

/** More open list requests than this belong to no honest client. */
const MAX_OPEN = 10_000;

/**
 * Which list requests are open, so that their responses are known by id wherever they arrive: on the
 * POST's own answer, on the session's GET stream, or on a resumed one.
 */
export class ListRequests {
  private readonly open = new LRUCache<string, ListMethod>({ max: MAX_OPEN });

  /** `scope` is what an id is unique in: a server's origin and the session. */
  record(scope: string, id: RpcId, method: string): void {
    const list = Object.hasOwn(LIST_METHODS, method) ? LIST_METHODS[method] : undefined;
    if (list !== undefined) this.open.set(`${scope} ${idKey(id)}`, list);
  }

  /** The list method a response answers, if it answers one. */
  find(scope: string, id: RpcId): ListMethod | undefined {
    return this.open.get(`${scope} ${idKey(id)}`);
  }

  /** Forgets a request that got its answer, so that its id can be used again for something else. */
  answered(scope: string, id: RpcId): void {
    this.open.delete(`${scope} ${idKey(id)}`);
  }
}
