import type { CoverageReport } from '../../../policy/coverage.ts';
import { runTests, type TestResult } from '../../../policy/tester.ts';
import { coverageText, lcov } from '../../coverage-reports.ts';
import { EXIT } from '../../exit-codes.ts';
import { runFixtures } from '../../fixtures/run-fixtures.ts';
import { findProject } from '../../project.ts';
import { TEST_REPORTS, type TestFormat } from '../../test-reports.ts';
import { type LanguageOptions, print } from './options.ts';
import { sourcesOf } from './sources.ts';

export interface TestCommandOptions extends LanguageOptions {
  readonly format?: TestFormat | 'lcov';
  readonly engine?: 'wasm' | 'interpreter';
  /** Both engines, compared. */
  readonly verify?: boolean;
  readonly coverage?: boolean;
  /** Percent of the lines. */
  readonly threshold?: number;
  readonly json?: boolean;
  readonly run?: RegExp;
  readonly verbose?: boolean;
  readonly failOnEmpty?: boolean;
}

function hasFailed(results: readonly TestResult[], { failOnEmpty }: TestCommandOptions): boolean {
  if (results.length === 0) return failOnEmpty === true;
  return results.some(({ status }) => status === 'fail' || status === 'error');
}

function textOf(
  results: readonly TestResult[],
  coverage: CoverageReport | undefined,
  format: TestFormat | 'lcov',
  verbose: boolean,
): string {
  if (format === 'lcov') return lcov(coverage!);
  if (format === 'json') return JSON.stringify({ results, coverage });
  const text = TEST_REPORTS[format](results, verbose);
  return format === 'pretty' && coverage !== undefined
    ? `${text}\n${coverageText(coverage)}`
    : text;
}

/** `tf policy test`. */
export function testPolicies(paths: readonly string[], options: TestCommandOptions): void {
  const { run, threshold, format = options.json === true ? 'json' : 'pretty' } = options;
  const { fixtures, shipped, ...sources } = sourcesOf(paths, options);
  const isCoverageAsked = options.coverage === true || threshold !== undefined || format === 'lcov';
  const { results: tested, coverage } = runTests({
    ...sources,
    ...(run === undefined ? {} : { run }),
    engine: options.verify === true ? 'both' : (options.engine ?? 'wasm'),
    ...(isCoverageAsked ? { coverage: (file: string) => file !== shipped } : {}),
  });
  const results = [...tested, ...runFixtures(fixtures, findProject(undefined), run)];
  print(textOf(results, coverage, format, options.verbose === true));
  if (hasFailed(results, options)) process.exitCode = EXIT.testsFailed;
  if (coverage === undefined || threshold === undefined || coverage.coverage >= threshold) return;
  process.stderr.write(
    `tf: ${coverage.coverage.toFixed(2)} % of the lines are covered, not ${threshold} %\n`,
  );
  process.exitCode = EXIT.testsFailed;
}
