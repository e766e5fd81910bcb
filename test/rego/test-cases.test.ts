import assert from 'node:assert/strict';
import test from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { printModule } from '../../src/rego/print.ts';
import { isTestName, withTestCases } from '../../src/rego/test-cases.ts';

/** Bodies, and where the call that tells the case comes to stand. */
const RULES: readonly (readonly [rule: string, body: readonly string[]])[] = [
  ['test_x if true', ['true']],
  ['rule[x] if { x := 1 }', ['x := 1']],
  ['test_x[y] if { y := 1; z := 2 }', ['y := 1', 'internal.test_case([y])', 'z := 2']],
  ['test_x["a"] if { true }', ['internal.test_case(["a"])', 'true']],
  [
    'test_x[y.n][z] if { some y in [1]; some z in y; z == 1 }',
    ['some y in [1]', 'some z in y', 'internal.test_case([y.n, z])', 'z == 1'],
  ],
];

for (const [rule, body] of RULES) {
  test(`cases of ${rule}`, () => {
    const module = withTestCases(parseModule(`package a\n\n${rule}\n`, 'a.rego'));
    const printed = printModule(module);
    const found = body.map(line => printed.indexOf(line));
    assert.ok(
      found.every((at, index) => at > (found[index - 1] ?? -1)),
      printed,
    );
    assert.equal(
      /internal\.test_case/.test(printed),
      body.some(line => /internal/.test(line)),
    );
  });
}

test('names of tests', () => {
  const names = ['test_a', 'todo_test_a', 'test', 'a_test_', 'testing'];
  assert.deepEqual(names.filter(isTestName), ['test_a', 'todo_test_a']);
});
