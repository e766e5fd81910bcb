import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../base/plain-json.ts';

/** What a tool's definition is: a change of any of these is a change of the tool. */
const DEFINING = [
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
] as const;

/** SHA-256, in hex, over canonical JSON (RFC 8785) of a tool's defining fields; the same in both eras. */
export function definitionHash(tool: JsonObject): string {
  const defining: JsonObject = {};
  for (const field of DEFINING) if (Object.hasOwn(tool, field)) defining[field] = tool[field]!;
  return createHash('sha256').update(canonicalJson(defining)).digest('hex');
}
