/*
 * A project as it was: a folder, or a revision of the git repository that the working directory is in, taken out of
 * git into a folder of its own. Nothing in the repository is touched.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { CONFIG_FILE, findProject } from './project.ts';

export interface ProjectVersion {
  /** As the command line names it. */
  readonly name: string;
  readonly configFile: string;
  /** Removes what was taken out for it. */
  dispose(): void;
}

const KEPT = (): void => {};

function git(folder: string, args: readonly string[]): string {
  try {
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (cause) {
    const said = (cause as { stderr?: unknown }).stderr;
    const why = typeof said === 'string' && said !== '' ? said.trim() : messageOf(cause);
    throw new TfError('tf_usage', `git: ${why}`, { cause });
  }
}

function commitOf(folder: string, revision: string): string {
  try {
    return git(folder, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  } catch (cause) {
    const message = `\`${revision}\` is neither a folder with a ${CONFIG_FILE} nor a revision that git knows`;
    throw new TfError('tf_usage', message, { cause });
  }
}

/** The project's file in a folder that holds the revision. */
function takeOut(revision: string, configFile: string): ProjectVersion {
  const folder = dirname(configFile);
  const commit = commitOf(folder, revision);
  const root = git(folder, ['rev-parse', '--show-toplevel']);
  const at = mkdtempSync(join(tmpdir(), 'tf-revision-'));
  const dispose = () => rmSync(at, { recursive: true, force: true });
  try {
    const archive = join(at, '.archive.tar');
    git(root, ['archive', '--format=tar', `--output=${archive}`, commit]);
    execFileSync('tar', ['-xf', archive, '-C', at], { stdio: 'pipe' });
    const taken = join(at, relative(root, configFile));
    if (!existsSync(taken))
      throw new TfError('tf_usage', `\`${revision}\` has no \`${relative(root, configFile)}\``);
    return { name: revision, configFile: taken, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function fileAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return path;
  const file = join(path, CONFIG_FILE);
  return existsSync(file) ? file : undefined;
}

/** The working directory's own project. @throws TfError `tf_usage` */
export function currentVersion(config: string | undefined): ProjectVersion {
  const { configFile } = findProject(config);
  if (configFile === undefined)
    throw new TfError('tf_usage', `there is no \`${CONFIG_FILE}\` here or above; see \`tf init\``);
  return { name: 'the working directory', configFile, dispose: KEPT };
}

/**
 * A folder with a tameflare.yaml, such a file, or a revision that git knows.
 * @throws TfError `tf_usage`
 */
export function projectVersion(name: string, config: string | undefined): ProjectVersion {
  const file = fileAt(resolve(name));
  if (file !== undefined) return { name, configFile: file, dispose: KEPT };
  return takeOut(name, resolve(currentVersion(config).configFile));
}
