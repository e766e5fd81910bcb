import { emptyObject, type JsonObject, parseJson, stringifyJson } from '../../base/plain-json.ts';

/**
 * Records as events of OPA's decision log (OPA docs, "Decision Logs"), for what gathers those. What OPA has no key for
 * is under `custom`, which OPA leaves to whoever writes the log.
 */

/** Keys of OPA's events that ours have in the same meaning. */
const OPA_KEYS: ReadonlySet<string> = new Set([
  'labels',
  'decision_id',
  'bundles',
  'path',
  'input',
  'result',
  'erased',
  'masked',
  'requested_by',
  'timestamp',
  'metrics',
]);

/** As deep as calls nest that are recorded. */
const MAX_DEPTH = 1024;

/** @param line a record of the audit; numbers keep their digits */
export function opaDecisionLog(line: string): string {
  const record = parseJson(line, { maxDepth: MAX_DEPTH }) as JsonObject;
  const event = emptyObject();
  const own = emptyObject();
  for (const [key, value] of Object.entries(record)) (OPA_KEYS.has(key) ? event : own)[key] = value;
  return stringifyJson({ ...event, custom: { tameflare: own } });
}
