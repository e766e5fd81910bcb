import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { logFiles } from '../audit/segments.ts';
import { messageOf, TfError } from '../base/errors.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../base/plain-json.ts';
import type { RecordedCall } from '../policy/decision-diff.ts';
import type { InputDocument } from '../policy/input.ts';
import { schemaErrors } from '../policy/schemas.ts';

/** Audit lines nest as deep as the calls in them. */
const MAX_DEPTH = 1024;

function isList(value: Json | undefined): value is Json[] {
  return Array.isArray(value);
}

function callOf(event: JsonObject): RecordedCall | undefined {
  const { decision_id: id, timestamp, input, masked } = event;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || !isJsonObject(input))
    return undefined;
  const timeMs = Date.parse(timestamp);
  if (Number.isNaN(timeMs) || schemaErrors('input', input).length > 0) return undefined;
  return {
    id,
    timeMs,
    input: input as unknown as InputDocument,
    isMasked: isList(masked) && masked.length > 0,
  };
}

/** The call that a line records; undefined when it is none that can be decided again. */
export function recordedCall(line: string): RecordedCall | undefined {
  const event = parsed(line);
  return event && callOf(event);
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = parseJson(line, { maxDepth: MAX_DEPTH });
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The calls of an audit log, and how many lines of it hold none. */
export interface RecordedCalls {
  readonly calls: readonly RecordedCall[];
  readonly unreadable: number;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Reads an audit log: the file and those that were written before it. @throws TfError `tf_usage` */
export async function readRecordedCalls(file: string): Promise<RecordedCalls> {
  const calls: RecordedCall[] = [];
  const files = logFiles(file);
  let unreadable = 0;
  try {
    for (const name of files.length > 0 ? files : [file])
      for await (const line of linesOf(name)) {
        if (line === '') continue;
        const call = recordedCall(line);
        if (call === undefined) unreadable += 1;
        else calls.push(call);
      }
  } catch (cause) {
    throw new TfError('tf_usage', `\`${file}\` can't be read: ${messageOf(cause)}`, { cause });
  }
  return { calls, unreadable };
}
