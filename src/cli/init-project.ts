import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TfError } from '../base/errors.ts';
import { GITIGNORE, INIT_FILES } from './init-files.ts';

/** What happened to one file. */
export interface InitStep {
  readonly path: string;
  readonly done: 'wrote' | 'added' | 'kept';
}

function ignoreState(folder: string): InitStep {
  const file = join(folder, GITIGNORE.path);
  const existing = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\/?\.tameflare\/?$/m.test(existing)) return { path: GITIGNORE.path, done: 'kept' };
  const separator = existing === '' || existing.endsWith('\n') ? '' : '\n';
  appendFileSync(file, separator + GITIGNORE.text);
  return { path: GITIGNORE.path, done: existing === '' ? 'wrote' : 'added' };
}

/**
 * Writes the starting files. Nothing is replaced unless forced: if any file exists, none is written.
 * @throws TfError `tf_usage`, naming the files
 */
export function initProject(folder: string, force: boolean): InitStep[] {
  const existing = INIT_FILES.filter(file => existsSync(join(folder, file.path))).map(
    file => file.path,
  );
  if (existing.length > 0 && !force) {
    throw new TfError(
      'tf_usage',
      `${existing.join(', ')} already there; nothing was written (\`--force\` replaces)`,
    );
  }
  for (const { path, text } of INIT_FILES) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return [
    ...INIT_FILES.map(file => ({ path: file.path, done: 'wrote' as const })),
    ignoreState(folder),
  ];
}
