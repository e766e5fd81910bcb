/**
 * What servers listed, kept between runs: `tf pins` compares it with what was accepted. It decides nothing on
 * its own, so that trouble with it is told and goes on.
 */
import { messageOf } from '../base/errors.ts';
import { EMPTY_LOCK, type PinnedTool, type ToolLock } from '../mcp/tool-lock.ts';
import { readLockFile, writeLockFile } from './tool-lock-file.ts';

type Warn = (message: string) => void;

/** What earlier runs saw. */
export function readSeenTools(file: string, warn: Warn): ToolLock {
  try {
    return readLockFile(file).tools;
  } catch (error) {
    warn(`what servers listed before is forgotten: ${messageOf(error)}`);
    return EMPTY_LOCK;
  }
}

/** More servers than any project has: an agent that makes up servers does not fill the disk. */
const MAX_SERVERS = 200;

/** Keeps one server's whole list; other servers' lists stay as other runs wrote them. */
export function writeSeenTools(
  file: string,
  server: string,
  tools: ReadonlyMap<string, PinnedTool>,
  warn: Warn,
): void {
  try {
    const seen = readSeenTools(file, warn);
    if (seen.size < MAX_SERVERS || seen.has(server))
      writeLockFile(file, new Map([...seen, [server, tools]]));
  } catch (error) {
    warn(`what servers list is not kept: ${messageOf(error)}`);
  }
}
