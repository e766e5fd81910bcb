import { compile } from '../../../policy/compiler.ts';
import { errorsJson } from '../../error-json.ts';
import { EXIT } from '../../exit-codes.ts';
import { readFixtures } from '../../fixtures/fixture-file.ts';
import { type LanguageOptions, print } from './options.ts';
import { sourcesOf } from './sources.ts';

export interface CheckOptions extends LanguageOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** The modules that compile together, and the files of fixtures that say what they must. */
interface Checked {
  readonly modules: readonly string[];
  readonly fixtures: readonly string[];
}

/** @throws TfError, RegoError with what is wrong */
function checked(paths: readonly string[], options: CheckOptions): Checked {
  const { fixtures, ...sources } = sourcesOf(paths, options);
  compile({ ...sources, strict: options.strict === true, entrypoints: ['data'] });
  for (const [name, text] of Object.entries(fixtures)) readFixtures({ name, text });
  return { modules: Object.keys(sources.modules), fixtures: Object.keys(fixtures) };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function checkedText({ modules, fixtures }: Checked): string {
  const parts = [counted(modules.length, 'module')];
  if (fixtures.length > 0) parts.push(counted(fixtures.length, 'fixture file'));
  const one = modules.length + fixtures.length === 1;
  return `${parts.join(' and ')} ${one ? 'is' : 'are'} valid`;
}

/** `tf policy check`. */
export function check(paths: readonly string[], options: CheckOptions): void {
  try {
    const all = checked(paths, options);
    print(options.json === true ? JSON.stringify({ ...all, errors: [] }) : checkedText(all));
  } catch (thrown) {
    if (options.json !== true) throw thrown;
    print(JSON.stringify(errorsJson(thrown)));
    process.exitCode = EXIT.failure;
  }
}
