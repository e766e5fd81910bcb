import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; this long after the last one it is read. */
const SETTLE_MS = 100;

/** Something that ends with `close`. */
export interface Watching {
  close(): void;
}

function watchFile(file: string, changed: () => void): FSWatcher {
  // The folder is watched: an editor that renames a new file into place ends a watch on the old one.
  return watch(dirname(file), (_event, name) => {
    if (name === null || name === basename(file)) changed();
  });
}

function watchFolder(folder: string, changed: () => void): FSWatcher {
  return watch(folder, { recursive: true }, changed);
}

/** A file that is yet to come can be watched for; one in a folder that is yet to come can not. */
function isWatchable(file: string | undefined): file is string {
  return file !== undefined && existsSync(dirname(file));
}

/** Calls `changed` once after each burst of changes to one of the files or anything in the folders. */
export function watchSources(
  files: readonly (string | undefined)[],
  folders: readonly string[],
  changed: () => void,
): Watching {
  let timer: NodeJS.Timeout | undefined;
  const touched = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MS);
  };
  const watchers = [
    ...files.flatMap(file => (isWatchable(file) ? [watchFile(file, touched)] : [])),
    ...folders.filter(folder => existsSync(folder)).map(folder => watchFolder(folder, touched)),
  ];
  for (const watcher of watchers) watcher.on('error', touched);
  return {
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
