import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type StateFolder, stateFolder } from '../gateway/state-folder.ts';

export const CONFIG_FILE = 'tameflare.yaml';

/** Where a command works: the configuration that applies, and the state beside it. */
export interface Project {
  /** Absent when there is no file: the built-in defaults apply. */
  readonly configFile?: string;
  readonly folder: string;
  readonly state: StateFolder;
}

/** The nearest `tameflare.yaml` in a folder or above it, as git finds its repository. */
function findUpwards(folder: string): string | undefined {
  const file = join(folder, CONFIG_FILE);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent);
}

/** The project of the working directory, or of the file that `--config` names. */
export function findProject(config: string | undefined, cwd = process.cwd()): Project {
  const configFile = config === undefined ? findUpwards(cwd) : resolve(cwd, config);
  const folder = configFile === undefined ? cwd : dirname(configFile);
  return {
    ...(configFile === undefined ? {} : { configFile }),
    folder,
    state: stateFolder(folder),
  };
}
