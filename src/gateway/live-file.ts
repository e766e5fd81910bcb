/** A small file whose content is in force as soon as it changes. It must be alone in its folder, or nearly: that is watched. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface LiveFile<T> {
  current(): T;
  /** Reads the file again. */
  refresh(): void;
  close(): void;
}

function watchFile(file: string, changed: () => void): FSWatcher | undefined {
  if (!existsSync(dirname(file))) return undefined;
  const watcher = watch(dirname(file), (_event, name) => {
    if (name === null || name === basename(file)) changed();
  });
  return watcher.on('error', changed);
}

/** Follows a file; `onChange` is called when it says something else. */
export function liveFile<T>(
  file: string,
  read: (file: string) => T,
  onChange: () => void,
): LiveFile<T> {
  let value = read(file);

  function refresh(): void {
    const before = JSON.stringify(value);
    value = read(file);
    if (JSON.stringify(value) !== before) onChange();
  }

  const watcher = watchFile(file, refresh);
  return { current: () => value, refresh, close: () => watcher?.close() };
}
