import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf, TfError } from '../base/errors.ts';
import { isJsonObject, type Json, parseJson } from '../base/plain-json.ts';
import { EMPTY_LOCK, lockOf, printLock, type ToolLock } from '../mcp/tool-lock.ts';
import { schemaErrors } from '../policy/schemas.ts';
import { replaceFile } from '../store/atomic-file.ts';

/** A file of tool definitions, and the hash of its text. */
export interface LockFile {
  readonly tools: ToolLock;
  readonly sha256: string;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TfError('tf_lock_invalid', messageOf(error), { cause: error });
  }
}

function parsed(text: string, invalid: (message: string) => never): Json {
  try {
    return parseJson(text);
  } catch (error) {
    return invalid(messageOf(error));
  }
}

/** Reads accepted definitions; a file that is not there accepts nothing. @throws TfError tf_lock_invalid */
export function readLockFile(file: string): LockFile {
  const text = textOf(file);
  if (text === undefined) return { tools: EMPTY_LOCK, sha256: '' };
  const invalid = (message: string): never => {
    throw new TfError('tf_lock_invalid', `\`${file}\`: ${message}`);
  };
  const value = parsed(text, invalid);
  const [error] = schemaErrors('tool-lock', value);
  if (error !== undefined) invalid(`\`${error.instancePath || '/'}\` ${error.message}`);
  const servers = isJsonObject(value) ? value['servers'] : undefined;
  if (!isJsonObject(servers)) return invalid('`servers` must be an object');
  return {
    tools: lockOf(servers, invalid),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** Writes definitions as a whole: a reader sees the old file or the new one. @throws TfError tf_lock_invalid */
export function writeLockFile(file: string, tools: ToolLock, mode?: number): void {
  try {
    replaceFile(file, printLock(tools), mode);
  } catch (cause) {
    throw new TfError('tf_lock_invalid', `cannot write \`${file}\`: ${messageOf(cause)}`, {
      cause,
    });
  }
}
