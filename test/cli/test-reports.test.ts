import assert from 'node:assert/strict';
import test from 'node:test';
import { TEST_REPORTS } from '../../src/cli/test-reports.ts';
import type { TestResult } from '../../src/policy/tester.ts';

const at = { file: 'p/a,b_test.rego', line: 3, ms: 1.5 };
const RESULTS: readonly TestResult[] = [
  { name: 'data.p.test_ok', status: 'pass', ...at },
  { name: 'data.p.test_cases', case: 'a "b" <c>#1', status: 'fail', ...at },
  {
    name: 'data.p.test_error',
    status: 'error',
    message: 'eval_conflict_error: 50% & <more>',
    ...at,
  },
  { name: 'data.p.todo_test_later', status: 'skipped', ...at },
];

test('for people: what failed, and how many', () => {
  const text = TEST_REPORTS.pretty(RESULTS, false);
  assert.equal(
    text,
    [
      'FAIL  data.p.test_cases["a \\"b\\" <c>#1"] (p/a,b_test.rego:3, 1.50 ms)',
      'ERROR data.p.test_error (p/a,b_test.rego:3, 1.50 ms)',
      '      eval_conflict_error: 50% & <more>',
      'SKIP  data.p.todo_test_later (p/a,b_test.rego:3, 1.50 ms)',
      '1 passed, 2 failed, 1 skipped',
    ].join('\n'),
  );
  assert.match(TEST_REPORTS.pretty(RESULTS, true), /^PASS {2}data\.p\.test_ok /);
});

test('TAP escapes its signs', () => {
  assert.deepEqual(TEST_REPORTS.tap(RESULTS, false).split('\n'), [
    'TAP version 14',
    '1..4',
    'ok 1 - data.p.test_ok',
    'not ok 2 - data.p.test_cases["a \\\\"b\\\\" <c>\\#1"]',
    'not ok 3 - data.p.test_error',
    '  ---',
    '  message: "eval_conflict_error: 50% & <more>"',
    '  ...',
    'ok 4 - data.p.todo_test_later # SKIP',
  ]);
});

test('JUnit is XML, whatever names and messages are', () => {
  const lines = TEST_REPORTS.junit(RESULTS, false).split('\n');
  assert.match(lines[2]!, /tests="4" failures="1" errors="1" skipped="1"/);
  assert.match(lines[4]!, /classname="data\.p" name="test_cases\[&quot;a .*&lt;c&gt;#1&quot;\]"/);
  assert.match(lines[5]!, /<error message="eval_conflict_error: 50% &amp; &lt;more&gt;"\/>/);
  assert.match(lines[6]!, /name="todo_test_later".*<skipped\/>/);
  const odd = TEST_REPORTS.junit([{ ...RESULTS[2]!, message: 'a\0b\u{1f600}' }], false);
  assert.match(odd, /message="a\?b\?"/);
});

test('GitHub is told the line of what failed', () => {
  assert.deepEqual(TEST_REPORTS.github(RESULTS, false).split('\n'), [
    '::error file=p/a%2Cb_test.rego,line=3::data.p.test_cases["a \\"b\\" <c>#1"]: the test failed',
    '::error file=p/a%2Cb_test.rego,line=3::data.p.test_error: eval_conflict_error: 50%25 & <more>',
    '1 passed, 2 failed, 1 skipped',
  ]);
});

test('JSON has it all', () => {
  assert.deepEqual(JSON.parse(TEST_REPORTS.json(RESULTS, false)), { results: RESULTS });
});
