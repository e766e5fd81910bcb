import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import { TfError } from '../../../base/errors.ts';
import { decodeUtf8 } from '../../../base/json.ts';
import { readPolicies } from '../../../policy/policy-files.ts';
import { formatModule } from '../../../rego/format/module.ts';
import { RegoError } from '../../../rego/rego-error.ts';
import { replaceFile } from '../../../store/atomic-file.ts';
import { errorsJson } from '../../error-json.ts';
import { EXIT } from '../../exit-codes.ts';
import { unifiedDiff } from '../../unified-diff.ts';
import { print } from './options.ts';
import { readInput } from './sources.ts';

export interface FmtOptions {
  readonly v0Compatible?: boolean;
  readonly write?: boolean;
  readonly list?: boolean;
  readonly diff?: boolean;
  readonly fail?: boolean;
  readonly json?: boolean;
}

/** A file, or standard input, which can't be written. */
interface Unformatted {
  readonly name: string;
  readonly file?: string;
  readonly text: string;
}

interface Formatted extends Unformatted {
  readonly formatted: string;
}

const STDIN = 'stdin';

/** @throws TfError */
function read(name: string, bytes: Uint8Array, file?: string): Unformatted {
  try {
    return { name, text: decodeUtf8(bytes), ...(file === undefined ? {} : { file }) };
  } catch (cause) {
    throw new TfError('tf_policy_load', `${name} is not UTF-8`, { cause });
  }
}

/** The Rego files under a path, tests too. @throws TfError */
function filesUnder(path: string): Unformatted[] {
  if (path === '-') return [read(STDIN, readInput('-')!)];
  const files = readPolicies(path).filter(({ kind }) => kind === 'module' || kind === 'test');
  const isFile = statSync(path).isFile();
  return files.map(({ path: below, bytes }) => {
    const file = isFile ? path : join(path, below);
    return read(file, bytes, file);
  });
}

/** All of them, or none. @throws RegoError with what is wrong in any of them, TfError */
function formatAll(sources: readonly Unformatted[], regoVersion: 0 | 1): Formatted[] {
  const diagnostics: Diagnostic[] = [];
  const all = sources.flatMap(source => {
    try {
      return [{ ...source, formatted: formatModule(source.text, source.name, { regoVersion }) }];
    } catch (thrown) {
      if (!(thrown instanceof RegoError)) throw thrown;
      diagnostics.push(...thrown.diagnostics);
      return [];
    }
  });
  if (diagnostics.length > 0) throw new RegoError(diagnostics);
  return all;
}

function save({ file, formatted }: Formatted): void {
  if (file === undefined)
    throw new TfError('tf_usage', 'standard input can not be written: name files');
  const target = realpathSync(file);
  replaceFile(target, formatted, statSync(target).mode & 0o777);
}

function formatPaths(paths: readonly string[], options: FmtOptions): void {
  const sources = (paths.length === 0 ? ['-'] : paths).flatMap(filesUnder);
  const all = formatAll(sources, options.v0Compatible === true ? 0 : 1);
  const changed = all.filter(({ text, formatted }) => text !== formatted);
  if (options.write === true) changed.forEach(save);
  report(all, changed, options);
  if (options.fail === true && changed.length > 0) process.exitCode = EXIT.notFormatted;
}

function report(
  all: readonly Formatted[],
  changed: readonly Formatted[],
  { write, list, diff, fail, json }: FmtOptions,
): void {
  const names = changed.map(({ name }) => name);
  if (json === true) return print(JSON.stringify({ files: names, errors: [] }));
  const onlyFails = fail === true && write !== true && diff !== true;
  if (list === true || onlyFails) names.forEach(print);
  if (diff === true) {
    for (const { name, text, formatted } of changed) print(unifiedDiff(name, text, formatted));
  }
  const isQuiet = write === true || list === true || diff === true || onlyFails;
  if (!isQuiet) for (const { formatted } of all) process.stdout.write(formatted);
}

/** `tf policy fmt`. */
export function fmt(paths: readonly string[], options: FmtOptions): void {
  try {
    formatPaths(paths, options);
  } catch (thrown) {
    if (options.json !== true) throw thrown;
    print(JSON.stringify(errorsJson(thrown)));
    process.exitCode = EXIT.failure;
  }
}
