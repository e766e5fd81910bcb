import { messageOf } from '../base/errors.ts';
import type { Kill } from '../policy/kill-switch.ts';
import { readKills } from './kill-file.ts';
import { type LiveFile, liveFile } from './live-file.ts';

/** A file that can't be read may switch anything off: so everything is. */
function killsIn(file: string, warn: (message: string) => void): readonly Kill[] {
  try {
    return readKills(file);
  } catch (error) {
    warn(`${messageOf(error)}; everything is switched off until it can`);
    return [{ scope: 'all', reason: 'the kill switch can not be read' }];
  }
}

/** Follows what is switched off; `onChange` is called when something was switched. */
export function liveKills(
  file: string,
  onChange: () => void,
  warn: (message: string) => void,
): LiveFile<readonly Kill[]> {
  return liveFile(file, name => killsIn(name, warn), onChange);
}
