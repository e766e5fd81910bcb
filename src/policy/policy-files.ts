/*
 * Finds the files of a policy folder: Rego modules, base documents named data.json, data.yaml or
 * data.yml, and fixtures named like x.fixture.yaml. Other files and names that begin with a dot are no policy.
 *
 * A symbolic link to a file is followed when it leads to a file below the folder (Kubernetes mounts
 * volumes that way); any other link is an error rather than a policy that is silently missing.
 */
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { LIMITS } from '../base/limits.ts';

export interface PolicyFile {
  /** Path below the folder, with `/` whatever the system. */
  readonly path: string;
  readonly kind: 'module' | 'test' | 'data' | 'fixture';
  readonly bytes: Buffer;
}

const MAX_FILES = 10_000;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 32;

function fail(message: string, cause?: unknown): never {
  throw new TfError('tf_policy_load', message, { cause });
}

function kindOf(name: string): PolicyFile['kind'] | undefined {
  if (name.endsWith('_test.rego')) return 'test';
  if (name.endsWith('.rego')) return 'module';
  if (/\.fixture\.(json|ya?ml)$/.test(name)) return 'fixture';
  return /^data\.(json|ya?ml)$/.test(name) ? 'data' : undefined;
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    return fail(`${path} can't be read: ${messageOf(cause)}`, cause);
  }
}

/** What a directory entry leads to; a link out of the folder leads nowhere. */
function entryKind(root: string, path: string, entry: Dirent): 'file' | 'folder' | 'other' {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return 'other';
  const target = attempt(path, () => realpathSync(path));
  const isInside = target.startsWith(root + sep);
  if (isInside && statSync(target).isFile()) return 'file';
  return fail(`${path} is a symbolic link to ${target}: only files below ${root} may be linked to`);
}

/** Paths of the policy files below a folder, sorted at each level: every machine sees one order. */
function walk(root: string, folder: string, below: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return fail(`${folder} is nested deeper than ${MAX_DEPTH} folders`);
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  const visit = (entry: Dirent): string[] => {
    const path = join(folder, entry.name);
    const kind = entryKind(root, path, entry);
    if (kind === 'folder') return walk(root, path, `${below}${entry.name}/`, depth + 1);
    return kind === 'file' && kindOf(entry.name) !== undefined ? [below + entry.name] : [];
  };
  return entries
    .filter(entry => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(visit);
}

function readFile(folder: string, path: string): PolicyFile {
  const file = join(folder, path);
  const { size } = attempt(file, () => statSync(file));
  if (size > LIMITS.maxPolicyBytes) {
    return fail(`${file} is larger than ${LIMITS.maxPolicyBytes} bytes`);
  }
  const kind = kindOf(path.slice(path.lastIndexOf('/') + 1));
  return { path, kind: kind ?? 'module', bytes: attempt(file, () => readFileSync(file)) };
}

/** A file that was named itself: a module whatever its name, unless it is named like a test or data. */
function readNamedFile(path: string): PolicyFile[] {
  return [readFile(dirname(path), basename(path))];
}

/**
 * The policy files of a folder, sorted by path; of a file, that file.
 * @throws TfError `tf_policy_load`
 */
export function readPolicies(folder: string): PolicyFile[] {
  const root = attempt(folder, () => realpathSync(folder));
  if (attempt(root, () => statSync(root)).isFile()) return readNamedFile(root);
  const paths = walk(root, root, '', 0);
  if (paths.length > MAX_FILES) fail(`${folder} has more than ${MAX_FILES} policy files`);
  const files = paths.map(path => readFile(root, path));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > MAX_TOTAL_BYTES) fail(`${folder} has more than ${MAX_TOTAL_BYTES} bytes of policy`);
  return files;
}
