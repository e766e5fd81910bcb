import assert from 'node:assert/strict';
import test from 'node:test';
import { runTests } from '../../src/policy/tester.ts';

const modules = {
  'p.rego': 'package p\n\nallow if input.x == data.limit\n',
  'p_test.rego': `package p_test

import data.p

test_allowed if p.allow with input as {"x": 7}

test_other_data if p.allow with input as {"x": 1} with data.limit as 1

test_wrong if p.allow with input as {"x": 8}

todo_test_later if false

helper if true
`,
};

test('tests pass, fail or are skipped, in the order of the file', () => {
  const { results } = runTests({ modules, data: { limit: 7 } });
  assert.deepEqual(
    results.map(({ name, line, status }) => `${name}:${line} ${status}`),
    [
      'data.p_test.test_allowed:5 pass',
      'data.p_test.test_other_data:7 pass',
      'data.p_test.test_wrong:9 fail',
      'data.p_test.todo_test_later:11 skipped',
    ],
  );
});

test('a pattern chooses tests; none is no error', () => {
  assert.deepEqual(
    runTests({ modules, data: { limit: 7 }, run: /allowed/ }).results.map(result => result.status),
    ['pass'],
  );
  assert.deepEqual(runTests({ modules, run: /nothing/ }).results, []);
});

test('an evaluation error is told as one', () => {
  const {
    results: [result],
  } = runTests({
    modules: {
      'a_test.rego':
        'package a\n\ntest_conflict if {\n\tp == 1\n}\n\np := x if {\n\tsome x in [1, 2]\n}\n',
    },
  });
  assert.equal(result?.status, 'error');
  assert.match(result?.message ?? '', /^eval_conflict_error: /);
});

test('a test with cases is a test for each case that it tries', () => {
  const { results } = runTests({
    modules: {
      'cases_test.rego': `package a

test_even[tc.note] if {
	some tc in [{"note": "two", "n": 2}, {"note": "three", "n": 3}, {"note": "four", "n": 4}]
	tc.n % 2 == 0
}

test_two_names[kind][n] if {
	some kind, ns in {"odd": [1, 4], "even": [2]}
	some n in ns
	n < 3
}

test_nothing[x] if {
	some x in []
}

test_plain if true
`,
    },
  });
  assert.deepEqual(
    results.map(({ name, case: tried = '-', status }) => `${name} ${tried} ${status}`).sort(),
    [
      'data.a.test_even four pass',
      'data.a.test_even three fail',
      'data.a.test_even two pass',
      'data.a.test_nothing - fail',
      'data.a.test_plain - pass',
      'data.a.test_two_names even/2 pass',
      'data.a.test_two_names odd/1 pass',
      'data.a.test_two_names odd/4 fail',
    ],
  );
});

for (const engine of ['wasm', 'interpreter', 'both'] as const)
  test(`tests of time and chance give the same in one run of ${engine}`, () => {
    const { results } = runTests({
      engine,
      modules: {
        'x_test.rego': `package x_test

test_time if time.now_ns() == 5

test_chance if rand.intn("a", 1000) == rand.intn("a", 1000)

test_fails if input.never

test_error if 1 / 0 == 1

test_case[name] if { some name in ["a", "b"]; name == "a" }
`,
      },
      now: 5n,
    });
    assert.deepEqual(
      results.map(result => [result.name, result.case, result.status]),
      [
        ['data.x_test.test_time', undefined, 'pass'],
        ['data.x_test.test_chance', undefined, 'pass'],
        ['data.x_test.test_fails', undefined, 'fail'],
        ['data.x_test.test_error', undefined, 'fail'],
        ['data.x_test.test_case', 'a', 'pass'],
        ['data.x_test.test_case', 'b', 'fail'],
      ],
    );
  });
