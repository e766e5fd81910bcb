import { compile } from '../../../policy/compiler.ts';
import { errorsJson } from '../../error-json.ts';
import { EXIT } from '../../exit-codes.ts';
import { type LanguageOptions, print } from './options.ts';
import { sourcesOf } from './sources.ts';

export interface CheckOptions extends LanguageOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** The names of the modules that compile together. */
function checkedModules(paths: readonly string[], options: CheckOptions): readonly string[] {
  const sources = sourcesOf(paths, options);
  compile({ ...sources, strict: options.strict === true, entrypoints: ['data'] });
  return Object.keys(sources.modules);
}

/** `tf policy check`. */
export function check(paths: readonly string[], options: CheckOptions): void {
  try {
    const modules = checkedModules(paths, options);
    if (options.json === true) print(JSON.stringify({ modules, errors: [] }));
    else print(`${modules.length} module${modules.length === 1 ? ' is' : 's are'} valid`);
  } catch (thrown) {
    if (options.json !== true) throw thrown;
    print(JSON.stringify(errorsJson(thrown)));
    process.exitCode = EXIT.failure;
  }
}
