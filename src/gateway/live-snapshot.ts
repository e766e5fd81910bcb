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

/** What is watched for a snapshot, to tell whether that has changed. */
function watched({ config }: Snapshot): string {
  return [config.pins.file, ...config.policies].join('\n');
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
    const { policies, pins } = current.config;
    watching = watchSources([source.configFile, pins.file], policies, changed);
  }

  function reload(): Reloaded {
    try {
      source.refresh?.();
      const before = watched(current);
      const next = loadSnapshot(source);
      // The same files again: the snapshot in force stays, with the decisions it remembers.
      if (next.revision === current.revision && next.lock.sha256 === current.lock.sha256)
        return { revision: current.revision };
      current = next;
      if (watched(current) !== before) watch();
      return { revision: current.revision };
    } catch (error) {
      return { revision: current.revision, error: messageOf(error) };
    }
  }

  function changed(): void {
    const before = current;
    const { revision, error } = reload();
    if (error !== undefined)
      tell(`the edit is not in force; revision ${revision} stays:\n${error}`);
    else if (revision !== before.revision) tell(`revision ${revision} is in force`);
    else if (current !== before) tell('the accepted tool definitions are in force');
  }

  watch();
  return { current: () => current, reload, close: () => watching?.close() };
}
