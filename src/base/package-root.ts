import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json not found above the compiled code');
    folder = parent;
  }
  return folder;
}

/** The installed package's folder, where `policies/` and `schemas/` lie. */
export const packageRoot: string = findRoot();
