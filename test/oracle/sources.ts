/* The policies of this repository: `opa check` and our compiler both have to accept them, `opa fmt` and our formatter lay them out alike. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';
import type { Difference } from './compare.ts';
import { compareLayouts } from './layouts.ts';
import { compileFiles } from './ours.ts';
import { isRefusal } from './outcome.ts';

/** Folders that are loaded together. */
const SETS: readonly (readonly string[])[] = [
  ['policies/tameflare'],
  ['policies/tameflare', 'policies/examples'],
  ['policies/tameflare', 'demo/policies'],
  ['bench/policies'],
];

function regoFiles(folder: string): string[] {
  return readdirSync(join(packageRoot, folder))
    .filter(name => name.endsWith('.rego'))
    .map(name => join(packageRoot, folder, name));
}

/** What `opa` and we say of one set of folders, if it is not the same. */
function compareSet(folders: readonly string[]): Difference | undefined {
  const files = folders.flatMap(regoFiles);
  const { status, stderr } = spawnSync('opa', ['check', ...files], { encoding: 'utf8' });
  const ours = compileFiles(
    Object.fromEntries(files.map(file => [file, readFileSync(file, 'utf8')])),
  );
  if ((status === 0) === !isRefusal(ours)) return undefined;
  return {
    subject: 'module',
    about: folders.join(' '),
    engine: 'compiler',
    opa: status === 0 ? 'accepted' : stderr,
    ours: ours?.message ?? 'accepted',
  };
}

export function compareSources(): readonly Difference[] {
  const files = new Set(SETS.flat().flatMap(regoFiles));
  return [...SETS.flatMap(set => compareSet(set) ?? []), ...compareLayouts([...files])];
}
