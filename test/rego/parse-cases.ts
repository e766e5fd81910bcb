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
