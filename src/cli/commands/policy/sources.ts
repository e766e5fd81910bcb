import { readFileSync } from 'node:fs';
import { messageOf, TfError } from '../../../base/errors.ts';
import { loadBundle, MAIN_FILE } from '../../../policy/bundle.ts';
import type { CompileOptions } from '../../../policy/compiler.ts';
import { readCapabilities, readSchemas } from '../../../policy/compiler-files.ts';
import { loadProject } from '../../load-project.ts';
import type { LanguageOptions } from './options.ts';

/** What the compiler is given for some paths, tests among the modules. */
export type Sources = Pick<
  CompileOptions,
  'modules' | 'data' | 'regoVersion' | 'maxErrors' | 'schemas' | 'capabilities'
> & {
  /** The modules' names that are tests. */
  readonly tests: ReadonlySet<string>;
  /** The module that is ours, where the paths bring none of that package. */
  readonly shipped: string | undefined;
  /** Texts of files with fixtures, by their names. */
  readonly fixtures: Readonly<Record<string, string>>;
};

function languageOf({ v0Compatible, maxErrors }: LanguageOptions) {
  const regoVersion = v0Compatible === true ? 0 : 1;
  return { regoVersion, ...(maxErrors === undefined ? {} : { maxErrors }) } as const;
}

/** The paths, or what the configuration names. */
export function pathsOrProject(paths: readonly string[]): readonly string[] {
  return paths.length > 0 ? paths : loadProject(undefined).config.policies;
}

/** The modules and data under the paths, or under what the configuration names. @throws TfError, RegoError */
export function sourcesOf(paths: readonly string[], options: LanguageOptions): Sources {
  const { schema, capabilities } = options;
  const language = languageOf(options);
  const { modules, tests, fixtures, data, shippedMain } = loadBundle(
    pathsOrProject(paths),
    process.cwd(),
    language,
  );
  return {
    modules: { ...modules, ...tests },
    tests: new Set(Object.keys(tests)),
    fixtures,
    shipped: shippedMain ? MAIN_FILE : undefined,
    data,
    ...language,
    ...(schema === undefined ? {} : { schemas: readSchemas(schema) }),
    ...(capabilities === undefined ? {} : { capabilities: readCapabilities(capabilities) }),
  };
}

/** A file's bytes; `-` is standard input, no name no input. @throws TfError `tf_usage` */
export function readInput(file: string | undefined): Uint8Array | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    throw new TfError('tf_usage', `the input can't be read: ${messageOf(cause)}`, { cause });
  }
}
