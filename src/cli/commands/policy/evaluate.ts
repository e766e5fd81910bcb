import { compile, load } from '../../../policy/compiler.ts';
import { EXIT } from '../../exit-codes.ts';
import { valueQuery } from '../../value-query.ts';
import { type LanguageOptions, print } from './options.ts';
import { readInput, sourcesOf } from './sources.ts';

export interface EvaluateOptions extends LanguageOptions {
  readonly input?: string;
}

/** `tf policy eval`. */
export function evaluate(query: string, paths: readonly string[], options: EvaluateOptions): void {
  const policy = load(compile({ ...sourcesOf(paths, options), query: valueQuery(query) }));
  const result = policy.evaluateJson(readInput(options.input));
  if (result.kind === 'defined') print(result.value);
  else if (result.kind === 'undefined') print('undefined');
  else {
    process.stderr.write(`${result.error.code}: ${result.error.message}\n`);
    process.exitCode = EXIT.failure;
  }
}
