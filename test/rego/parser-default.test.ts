import { test } from 'node:test';
import { assertGolden } from '../support/golden.ts';
import { errorMessage, goldenText } from './parse-cases.ts';

const SOURCES = [
  'default p',
  'default p := input.x',
  'default p := [x]',
  'default p := $"{x}"',
  'default p := {"a": f(1)}',
  'default f(x, x) := 1',
  'default f(1) := 1',
  'default p if true',
];

test('what a default rule may not say', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-default.txt', goldenText(cases, errorMessage));
});
