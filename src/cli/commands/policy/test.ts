import { runTests, type TestResult } from '../../../policy/tester.ts';
import { EXIT } from '../../exit-codes.ts';
import { runFixtures } from '../../fixtures/run-fixtures.ts';
import { findProject } from '../../project.ts';
import { TEST_REPORTS, type TestFormat } from '../../test-reports.ts';
import { type LanguageOptions, print } from './options.ts';
import { sourcesOf } from './sources.ts';

export interface TestCommandOptions extends LanguageOptions {
  readonly format?: TestFormat;
  readonly json?: boolean;
  readonly run?: RegExp;
  readonly verbose?: boolean;
  readonly failOnEmpty?: boolean;
}

function hasFailed(results: readonly TestResult[], { failOnEmpty }: TestCommandOptions): boolean {
  if (results.length === 0) return failOnEmpty === true;
  return results.some(({ status }) => status === 'fail' || status === 'error');
}

/** `tf policy test`. */
export function testPolicies(paths: readonly string[], options: TestCommandOptions): void {
  const { run, verbose = false, json = false } = options;
  const { fixtures, ...sources } = sourcesOf(paths, options);
  const results = [
    ...runTests({ ...sources, ...(run === undefined ? {} : { run }) }),
    ...runFixtures(fixtures, findProject(undefined), run),
  ];
  const report = TEST_REPORTS[options.format ?? (json ? 'json' : 'pretty')];
  print(report(results, verbose));
  if (hasFailed(results, options)) process.exitCode = EXIT.testsFailed;
}
