import { isJsonObject, type Json, type JsonObject, parseJson } from '../base/plain-json.ts';
import { GENESIS, isSealed } from './log.ts';

/** What is wrong with a log, and where; lines start at 1. */
export interface ChainFault {
  readonly line: number;
  readonly message: string;
}

function readLine(line: string): JsonObject | undefined {
  try {
    const value: Json = parseJson(line, { maxDepth: 1024 });
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(line: string, event: JsonObject, prev: string): string | undefined {
  if (event['prev'] !== prev) return 'a record before this line is missing or was changed';
  return isSealed(line) ? undefined : 'this record was changed';
}

/** Walks the chain of a log's text. A torn line is reported and does not break the chain after it. */
export function verifyChain(text: string): {
  readonly records: number;
  readonly faults: readonly ChainFault[];
} {
  const faults: ChainFault[] = [];
  let prev = GENESIS;
  let records = 0;
  text.split('\n').forEach((line, index) => {
    if (line === '') return;
    const event = readLine(line);
    const message = event === undefined ? 'this line is no record' : faultOf(line, event, prev);
    if (message !== undefined) faults.push({ line: index + 1, message });
    if (event === undefined) return;
    records += 1;
    prev = String(event['hash']);
  });
  return { records, faults };
}
