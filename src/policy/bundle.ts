/*
 * Policies as they lie on disk, read and ready to compile: modules, their tests, base documents,
 * and a revision that two machines with the same files agree on.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { messageOf, TfError } from '../base/errors.ts';
import { decodeUtf8 } from '../base/json.ts';
import { packageRoot } from '../base/package-root.ts';
import type { Module } from '../rego/ast.ts';
import type { ParseOptions } from '../rego/parse.ts';
import { RegoError } from '../rego/rego-error.ts';
import type { RegoObject } from '../value/value.ts';
import { type DataFile, mergeDocuments } from './base-documents.ts';
import { parseModules } from './compiler.ts';
import { contractProblems } from './contract.ts';
import { type PolicyFile, readPolicies } from './policy-files.ts';

export interface Bundle {
  /** Sources by file name, in order. */
  readonly modules: Readonly<Record<string, string>>;
  /** `*_test.rego`: never part of what decides. */
  readonly tests: Readonly<Record<string, string>>;
  /** `*.fixture.yaml` and the like: calls and what is to be decided about them. */
  readonly fixtures: Readonly<Record<string, string>>;
  /** The modules' syntax trees, for finding where a rule is written. */
  readonly parsed: readonly Module[];
  readonly data: RegoObject;
  /** Whether the shipped `tameflare/main.rego` combines the packages; policies may bring their own. */
  readonly shippedMain: boolean;
  /** SHA-256 over names and contents. */
  readonly revision: string;
}

/** The package that gives `data.tameflare.decision`; ours unless the policies bring their own. */
const MAIN_PACKAGE = 'tameflare';
export const MAIN_FILE = 'tameflare/main.rego';

interface NamedFile extends PolicyFile {
  /** What messages call it: its path from the project, where it lies there. */
  readonly name: string;
}

function shownName(folder: string, path: string, project: string): string {
  // A file that was named itself has no path below it.
  const file = basename(folder) === path ? folder : join(folder, path);
  const short = relative(project, file);
  return short.startsWith('..') || isAbsolute(short) ? file : short;
}

function namedFiles(folders: readonly string[], project: string): NamedFile[] {
  return folders.flatMap(folder =>
    readPolicies(folder).map(file => ({
      ...file,
      name: shownName(folder, file.path, project),
    })),
  );
}

function sources(files: readonly NamedFile[], kind: PolicyFile['kind']): Record<string, string> {
  const chosen = files.filter(file => file.kind === kind);
  return Object.fromEntries(chosen.map(file => [file.name, text(file)]));
}

function text({ name, bytes }: NamedFile): string {
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    throw new TfError('tf_policy_load', `${name}: ${messageOf(cause)}`, { cause });
  }
}

function isMain({ package: { path } }: Module): boolean {
  return path.length === 1 && path[0] === MAIN_PACKAGE;
}

/** The module that combines all packages, as shipped. */
export function shippedMain(): string {
  return readFileSync(join(packageRoot, 'policies', MAIN_FILE), 'utf8');
}

/** Lengths stand before contents, so that no two lists of files hash alike. */
function revisionOf(parts: readonly (readonly [name: string, content: Uint8Array | string])[]) {
  const hash = createHash('sha256');
  for (const [name, content] of parts) {
    hash.update(`${Buffer.byteLength(name)}:${Buffer.byteLength(content)}:`);
    hash.update(name).update(content);
  }
  return hash.digest('hex');
}

function dataFiles(files: readonly NamedFile[]): DataFile[] {
  return files.filter(file => file.kind === 'data');
}

/**
 * Reads policy folders.
 * @param project the folder that file names are shown from
 * @param options how the modules are parsed
 * @throws TfError `tf_policy_load`, RegoError
 */
export function loadBundle(
  folders: readonly string[],
  project: string,
  options: ParseOptions = {},
): Bundle {
  const files = namedFiles(folders, project);
  const own = sources(files, 'module');
  const parsedOwn = parseModules(own, options);
  const problems = contractProblems(parsedOwn);
  if (problems.length > 0) throw new RegoError(problems);
  const isShipped = !parsedOwn.some(isMain);
  const main = isShipped ? { [MAIN_FILE]: shippedMain() } : {};
  const deciding = files.filter(({ kind }) => kind === 'module' || kind === 'data');
  return {
    modules: { ...main, ...own },
    tests: sources(files, 'test'),
    fixtures: sources(files, 'fixture'),
    parsed: [...parseModules(main, options), ...parsedOwn],
    data: mergeDocuments(dataFiles(files)),
    shippedMain: isShipped,
    revision: revisionOf([
      ...Object.entries(main),
      ...deciding.map(({ path, bytes }) => [path, bytes] as const),
    ]),
  };
}
