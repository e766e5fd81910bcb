import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../base/plain-json.ts';
import { GENESIS, isSealed } from './log.ts';
import { firstSegment, logFiles } from './segments.ts';

/** What is wrong with a log, and where; lines start at 1. */
interface ChainFault {
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

/** What a log's text holds, and the hash that a next record would name. */
interface Walk {
  readonly records: number;
  readonly faults: readonly ChainFault[];
  readonly last: string;
}

/**
 * Walks the chain of a file's text. A torn line is reported and does not break the chain after it.
 * @param before what the first record names; undefined when that is not known, and whatever it names is taken
 */
function walk(text: string, before: string | undefined): Walk {
  const faults: ChainFault[] = [];
  let prev = before;
  let records = 0;
  text.split('\n').forEach((line, index) => {
    if (line === '') return;
    const event = readLine(line);
    const message =
      event === undefined
        ? 'this line is no record'
        : faultOf(line, event, prev ?? String(event['prev']));
    if (message !== undefined) faults.push({ line: index + 1, message });
    if (event === undefined) return;
    records += 1;
    prev = String(event['hash']);
  });
  return { records, faults, last: prev ?? GENESIS };
}

/** Whether the chain of a log holds: the file that is written and the older ones. */
export interface LogCheck {
  readonly records: number;
  readonly faults: readonly (ChainFault & { readonly file: string })[];
  /** The oldest file, when there were older ones that are not there any more; what they held can't be checked. */
  readonly from?: string;
}

/** Walks the chain through all files of a log. */
export function verifyLog(file: string): LogCheck {
  const files = logFiles(file);
  const isWhole = firstSegment(file) === 1;
  const faults: (ChainFault & { file: string })[] = [];
  let before = isWhole ? GENESIS : undefined;
  let records = 0;
  for (const name of files) {
    const walked = walk(readFileSync(name, 'utf8'), before);
    records += walked.records;
    faults.push(...walked.faults.map(fault => ({ file: name, ...fault })));
    before = walked.last;
  }
  return { records, faults, ...(isWhole ? {} : { from: files[0]! }) };
}
