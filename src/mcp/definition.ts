import { createHash } from 'node:crypto';
import { canonicalJson, emptyObject, type JsonObject } from '../base/plain-json.ts';

/** What a tool's definition is: a change of any of these is a change of the tool. */
export const DEFINING = [
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
] as const;

/** A listed tool without what does not define it. */
export function definingFields(tool: JsonObject): JsonObject {
  const defining = emptyObject();
  for (const field of DEFINING) if (Object.hasOwn(tool, field)) defining[field] = tool[field]!;
  return defining;
}

/** SHA-256, in hex, over canonical JSON (RFC 8785) of a tool's defining fields; the same in both eras. */
export function definitionHash(tool: JsonObject): string {
  return createHash('sha256')
    .update(canonicalJson(definingFields(tool)))
    .digest('hex');
}
