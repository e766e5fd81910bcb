import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';

/** Sources whose trees, or whose messages, golden files show. Each is one statement or a few. */
export interface ParseCase {
  readonly source: string;
  readonly options?: { readonly regoVersion?: 0 | 1; readonly experimentalKeywords?: string[] };
}

/** Text of a golden file: each source under a rule, then what came of it. */
export function goldenText(cases: readonly ParseCase[], show: (one: ParseCase) => string): string {
  return cases.map(one => `──── ${optionText(one)}\n${one.source}\n→\n${show(one)}\n`).join('\n');
}

function optionText({ options }: ParseCase): string {
  return options === undefined ? '' : JSON.stringify(options);
}

/** The message a statement in a module is refused with. */
export function errorMessage({ source, options }: ParseCase): string {
  try {
    parseModule(`package a\n${source}`, 'a.rego', options);
    return 'no error';
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown.message;
    throw thrown;
  }
}
