import { isJsonObject, type Json, type JsonObject } from '../base/plain-json.ts';
import { lookAlikeKey } from './json-rpc.ts';
import type { ListMethod } from './protocol.ts';

/** A list result with the items the caller may use, or undefined when it is no list at all. */
export interface FilteredList {
  readonly result: JsonObject;
  readonly hidden: number;
}

/**
 * Keeps order, cursors and unknown fields; drops items that are not visible or not readable.
 * Hints that let others reuse the answer are lowered, because it now depends on who asked
 * (2026-07-28, caching: `ttlMs`, `cacheScope`).
 */
export function filterList(
  result: Json,
  list: ListMethod,
  visible: (item: JsonObject) => boolean,
): FilteredList | undefined {
  if (!carriesList(result, list)) return undefined;
  const items = result[list.items];
  if (!Array.isArray(items) || lookAlikeKey(result, [list.items]) !== undefined) return undefined;
  const shown = items.filter(item => isJsonObject(item) && visible(item));
  const copy: JsonObject = { __proto__: null, ...result, [list.items]: shown } as JsonObject;
  if (Object.hasOwn(copy, 'ttlMs')) copy['ttlMs'] = 0;
  if (Object.hasOwn(copy, 'cacheScope')) copy['cacheScope'] = 'private';
  return { result: copy, hidden: items.length - shown.length };
}

/** Whether a result has a list of this kind, in whatever state. */
export function carriesList(result: Json, list: ListMethod): result is JsonObject {
  if (!isJsonObject(result)) return false;
  return Object.hasOwn(result, list.items) || lookAlikeKey(result, [list.items]) !== undefined;
}

/** The empty list a caller gets when listing itself is denied. */
export function emptyList(list: ListMethod, modern: boolean): JsonObject {
  return modern
    ? { resultType: 'complete', [list.items]: [], ttlMs: 0, cacheScope: 'private' }
    : { [list.items]: [] };
}

/** What a caller gets when completing is denied: nothing begins like that. */
export function emptyCompletion(modern: boolean): JsonObject {
  const completion = { values: [], total: 0, hasMore: false };
  return modern ? { resultType: 'complete', completion } : { completion };
}
