import assert from 'node:assert/strict';
import test from 'node:test';
import { coverageText, lcov } from '../../src/cli/coverage-reports.ts';
import type { CoverageReport } from '../../src/policy/coverage.ts';
import { projectFolder, runTf } from '../support/tf-command.ts';

const range = (start: number, end = start) => ({ start: { row: start }, end: { row: end } });

const REPORT: CoverageReport = {
  files: {
    'a.rego': {
      covered: [range(1), range(4, 5)],
      not_covered: [range(2, 3)],
      covered_lines: 3,
      not_covered_lines: 2,
      coverage: 60,
    },
    'b.rego': {
      covered: [range(9)],
      not_covered: [],
      covered_lines: 1,
      not_covered_lines: 0,
      coverage: 100,
    },
  },
  covered_lines: 4,
  not_covered_lines: 2,
  coverage: 200 / 3,
};

test('for people: each file with what is missing, and the whole', () => {
  assert.equal(
    coverageText(REPORT),
    '  60.0 %  a.rego  not: 2-3\n 100.0 %  b.rego\n66.7 % of 6 lines are covered',
  );
});

test('for editors: a tracefile of lcov', () => {
  assert.equal(
    lcov(REPORT),
    [
      'TN:',
      'SF:a.rego',
      'DA:1,1',
      'DA:2,0',
      'DA:3,0',
      'DA:4,1',
      'DA:5,1',
      'LF:5',
      'LH:3',
      'end_of_record',
      'TN:',
      'SF:b.rego',
      'DA:9,1',
      'LF:1',
      'LH:1',
      'end_of_record',
    ].join('\n'),
  );
});

test('tf policy test says what is covered, and fails below the threshold', async () => {
  const folder = projectFolder({
    'p.rego': 'package p\n\na if input.x\n\nb if input.y\n',
    'p_test.rego': 'package p_test\n\nimport data.p\n\ntest_a if p.a with input.x as 1\n',
  });
  const run = (...args: string[]) => runTf(folder, ['policy', 'test', '.', ...args]);
  const pretty = await run('--coverage');
  assert.equal(pretty.code, 0);
  assert.match(
    pretty.out,
    /^1 passed.*\n {2}50\.0 % {2}p\.rego {2}not: 5\n 100\.0 % {2}p_test\.rego\n66\.7 % of 3/,
  );
  const fails = await run('--threshold', '66.7');
  assert.equal(fails.code, 2);
  assert.equal(fails.err, 'tf: 66.67 % of the lines are covered, not 66.7 %\n');
  assert.equal((await run('--threshold', '66')).code, 0);
  assert.match((await run('--format', 'lcov')).out, /^TN:\nSF:p\.rego\nDA:3,1\nDA:5,0\n/);
  const { coverage } = JSON.parse((await run('--coverage', '--json')).out);
  assert.deepEqual(Object.keys(coverage.files), ['p.rego', 'p_test.rego']);
  assert.equal((await run('--threshold', '101')).code, 1);
});
