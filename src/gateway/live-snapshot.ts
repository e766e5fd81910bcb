import { messageOf } from '../base/errors.ts';
import { loadSnapshot, type Snapshot, type SnapshotSource } from './snapshot.ts';
import { type Watching, watchSources } from './watch.ts';

/** What became of a reload. */
export interface Reloaded {
  /** The revision in force now. */
  readonly revision: string;
  /** Why the old revision stays. */
  readonly error?: string;
}

/** The snapshot in force. It is swapped as a whole, and only for one that could be made. */
export interface LiveSnapshot {
  current(): Snapshot;
  /** Reads everything again. */
  reload(): Reloaded;
  close(): void;
}

/**
 * Loads the first snapshot and follows changes on disk from then on.
 * @param tell what came of a change that nobody asked about
 * @throws ConfigError, RegoError, TfError when the first can't be made
 */
export function liveSnapshot(
  source: SnapshotSource,
  tell: (message: string) => void,
): LiveSnapshot {
  let current = loadSnapshot(source);
  let watching: Watching | undefined;

  function watch(): void {
    watching?.close();
    watching = watchSources(source.configFile, current.config.policies, changed);
  }

  function reload(): Reloaded {
    try {
      const folders = current.config.policies.join('\n');
      const next = loadSnapshot(source);
      // The same files again: the snapshot in force stays, with the decisions it remembers.
      if (next.revision === current.revision) return { revision: current.revision };
      current = next;
      if (current.config.policies.join('\n') !== folders) watch();
      return { revision: current.revision };
    } catch (error) {
      return { revision: current.revision, error: messageOf(error) };
    }
  }

  function changed(): void {
    const before = current.revision;
    const { revision, error } = reload();
    if (error !== undefined)
      tell(`the edit is not in force; revision ${revision} stays:\n${error}`);
    else if (revision !== before) tell(`revision ${revision} is in force`);
  }

  watch();
  return { current: () => current, reload, close: () => watching?.close() };
}
