/* What `tf policy test` prints, for people and for the tools that gather test results. */
import type { TestResult, TestStatus } from '../policy/tester.ts';

/** Text of some results; `verbose` shows passed tests where a format can leave them out. */
export type TestReport = (results: readonly TestResult[], verbose: boolean) => string;

const WORDS: Readonly<Record<TestStatus, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  error: 'ERROR',
  skipped: 'SKIP',
};

function nameOf(result: TestResult): string {
  return result.case === undefined ? result.name : `${result.name}[${JSON.stringify(result.case)}]`;
}

function count(results: readonly TestResult[], ...statuses: readonly TestStatus[]): number {
  return results.filter(({ status }) => statuses.includes(status)).length;
}

function line(result: TestResult): string {
  const why = result.message === undefined ? '' : `\n      ${result.message}`;
  const place = `${result.file}:${result.line}`;
  return `${WORDS[result.status].padEnd(5)} ${nameOf(result)} (${place}, ${result.ms.toFixed(2)} ms)${why}`;
}

function summary(results: readonly TestResult[]): string {
  const failed = count(results, 'fail', 'error');
  return `${count(results, 'pass')} passed, ${failed} failed, ${count(results, 'skipped')} skipped`;
}

const pretty: TestReport = (results, verbose) => {
  const shown = verbose ? results : results.filter(({ status }) => status !== 'pass');
  return [...shown.map(line), summary(results)].join('\n');
};

/** Test Anything Protocol, version 14. */
const tap: TestReport = results => {
  const points = results.map((result, index) => {
    const isFine = result.status === 'pass' || result.status === 'skipped';
    const directive = result.status === 'skipped' ? ' # SKIP' : '';
    const why =
      result.message === undefined
        ? []
        : ['  ---', `  message: ${JSON.stringify(result.message)}`, '  ...'];
    const escaped = nameOf(result).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
    return [`${isFine ? 'ok' : 'not ok'} ${index + 1} - ${escaped}${directive}`, ...why].join('\n');
  });
  return ['TAP version 14', `1..${results.length}`, ...points].join('\n');
};

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML has it; characters that XML has no form for become a question mark. */
function xml(text: string): string {
  return text
    .replace(/[&<>"']/g, character => XML_ENTITIES[character]!)
    .replace(/[^\t\n\r\u0020-\uffff]|[\ufffe\uffff]/gu, '?');
}

function junitCase(result: TestResult): string {
  const at = nameOf(result).lastIndexOf('.test_') + 1 || nameOf(result).lastIndexOf('.') + 1;
  const attributes = [
    `classname="${xml(nameOf(result).slice(0, Math.max(0, at - 1)))}"`,
    `name="${xml(nameOf(result).slice(at))}"`,
    `file="${xml(result.file)}"`,
    `line="${result.line}"`,
    `time="${(result.ms / 1000).toFixed(6)}"`,
  ].join(' ');
  const message = xml(result.message ?? 'the rule is not true');
  const inner: Readonly<Record<TestStatus, string>> = {
    pass: '',
    skipped: '<skipped/>',
    fail: `<failure message="${message}"/>`,
    error: `<error message="${message}"/>`,
  };
  return `    <testcase ${attributes}>${inner[result.status]}</testcase>`;
}

/** JUnit's XML, as CI systems read it. */
const junit: TestReport = results => {
  const totals = [
    `tests="${results.length}"`,
    `failures="${count(results, 'fail')}"`,
    `errors="${count(results, 'error')}"`,
    `skipped="${count(results, 'skipped')}"`,
  ].join(' ');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="tf policy test" ${totals}>`,
    ...results.map(junitCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
};

/** Workflow commands put a message beside the line of a pull request (GitHub: docs, "Workflow commands"). */
function githubEscape(text: string, ...more: readonly string[]): string {
  const special = ['%', '\r', '\n', ...more];
  return special.reduce(
    (escaped, character) =>
      escaped.replaceAll(
        character,
        `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      ),
    text,
  );
}

const github: TestReport = results => {
  const failed = results.filter(({ status }) => status === 'fail' || status === 'error');
  const commands = failed.map(result => {
    const file = githubEscape(result.file, ':', ',');
    const message = githubEscape(`${nameOf(result)}: ${result.message ?? 'the test failed'}`);
    return `::error file=${file},line=${result.line}::${message}`;
  });
  return [...commands, summary(results)].join('\n');
};

const json: TestReport = results => JSON.stringify({ results });

/** By the name that `--format` takes. */
export const TEST_REPORTS = { pretty, json, junit, tap, github } as const satisfies Readonly<
  Record<string, TestReport>
>;

export type TestFormat = keyof typeof TEST_REPORTS;
