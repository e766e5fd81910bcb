import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { messageOf } from '../base/errors.ts';
import type { Kill } from '../policy/kill-switch.ts';
import { readKills } from './kill-file.ts';

/** What is switched off, as the file says now. */
export interface LiveKills {
  current(): readonly Kill[];
  /** Reads the file again. */
  refresh(): void;
  close(): void;
}

/** A file that can't be read may switch anything off: so everything is. */
function killsIn(file: string, warn: (message: string) => void): readonly Kill[] {
  try {
    return readKills(file);
  } catch (error) {
    warn(`${messageOf(error)}; everything is switched off until it can`);
    return [{ scope: 'all', reason: 'the kill switch can not be read' }];
  }
}

function watchKills(file: string, changed: () => void): FSWatcher | undefined {
  if (!existsSync(dirname(file))) return undefined;
  const watcher = watch(dirname(file), (_event, name) => {
    if (name === null || name === basename(file)) changed();
  });
  return watcher.on('error', changed);
}

/** Follows the file; `onChange` is called when something was switched. */
export function liveKills(
  file: string,
  onChange: () => void,
  warn: (message: string) => void,
): LiveKills {
  let kills = killsIn(file, warn);

  function refresh(): void {
    const before = JSON.stringify(kills);
    kills = killsIn(file, warn);
    if (JSON.stringify(kills) !== before) onChange();
  }

  const watcher = watchKills(file, refresh);
  return { current: () => kills, refresh, close: () => watcher?.close() };
}
