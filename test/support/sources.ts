import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';

export const SRC = join(packageRoot, 'src');

/** Every TypeScript file below a folder of `src`; the runtime is AssemblyScript, another language. */
export function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === join(SRC, 'wasm', 'runtime') ? [] : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
