import assert from 'node:assert/strict';
import test from 'node:test';
import { runTests } from '../../src/policy/tester.ts';

const POLICY = `package p

default allow := false

allow if {
	input.user == "alice"
	input.n > 3
}

allow if input.user == "root"

deny contains "x" if {
	some r in input.roles
	r == "bad"
}

never if {
	input.zzz
	true
}

f(x) := y if {
	x > 1
	y := x + 1
} else := 0

list := [y |
	some x in input.xs
	y := f(x)
]

const := 7

always if {
	true
	count([
		1,
		2,
	]) == 2
}
`;

const TESTS = `package p_test

import data.p

test_alice if p.allow with input as {"user": "alice", "n": 5}

test_nobody if not p.allow with input as {"user": "bob"}

test_deny if count(p.deny) == 0 with input as {"roles": ["ok"]}

test_list if p.list == [3, 0] with input as {"xs": [2, 0]}

test_small if p.f(0) == 0

test_always if p.always

todo_test_later if p.never
`;

const modules = { 'p.rego': POLICY, 'p_test.rego': TESTS };

/** The lines of `p.rego` that the tests of a name do not reach. */
function missed(run: RegExp): number[] {
  const { results, coverage } = runTests({ modules, run, coverage: file => file === 'p.rego' });
  for (const { status } of results) assert.ok(status === 'pass' || status === 'skipped');
  assert.deepEqual(Object.keys(coverage!.files), ['p.rego']);
  return coverage!.files['p.rego']!.not_covered.flatMap(({ start, end }) =>
    Array.from({ length: end.row - start.row + 1 }, (_, index) => start.row + index),
  );
}

const ALLOW = [3, 5, 6, 7, 10];
const DENY = [12, 13, 14];
const NEVER = [17, 18, 19];
const F = [22, 23, 24, 25];
const LIST = [27, 28, 29, 30];
const REST = [32, 34, 35, 36, 37, 38, 39];

const CASES: readonly (readonly [run: RegExp, not: readonly number[]])[] = [
  [/nothing/, [...ALLOW, ...DENY, ...NEVER, ...F, ...LIST, ...REST]],
  [/alice/, [3, 10, ...DENY, ...NEVER, ...F, ...LIST, ...REST]],
  [/nobody/, [5, 7, ...DENY, ...NEVER, ...F, ...LIST, ...REST]],
  [/deny/, [...ALLOW, 12, ...NEVER, ...F, ...LIST, ...REST]],
  [/list/, [...ALLOW, ...DENY, ...NEVER, ...REST]],
  [/small/, [...ALLOW, ...DENY, ...NEVER, 22, 24, ...LIST, ...REST]],
  [/always/, [...ALLOW, ...DENY, ...NEVER, ...F, ...LIST, 32]],
  [/later/, [...ALLOW, ...DENY, ...NEVER, ...F, ...LIST, ...REST]],
];

for (const [run, not] of CASES)
  test(`tests ${run}: the lines they do not reach`, () => {
    assert.deepEqual(
      missed(run),
      [...not].sort((a, b) => a - b),
    );
  });

test('totals count lines, and results are those of the module', () => {
  const { results, coverage } = runTests({ modules, coverage: () => true });
  const plain = runTests({ modules });
  assert.equal(plain.coverage, undefined);
  const outcome = ({ name, status }: (typeof results)[number]) => [name, status];
  assert.deepEqual(results.map(outcome), plain.results.map(outcome));
  const { files, ...total } = coverage!;
  const sum = (of: 'covered_lines' | 'not_covered_lines') =>
    Object.values(files).reduce((all, file) => all + file[of], 0);
  assert.equal(total.covered_lines, sum('covered_lines'));
  assert.equal(total.not_covered_lines, sum('not_covered_lines'));
  assert.equal(
    total.coverage,
    (100 * total.covered_lines) / (total.covered_lines + total.not_covered_lines),
  );
});
