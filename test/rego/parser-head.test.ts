import { test } from 'node:test';
import { assertGolden } from '../support/golden.ts';
import { errorMessage, goldenText } from './parse-cases.ts';

const SOURCES = [
  'p contains f(x',
  'f(x) contains y',
  'f(x).y := 1',
  'contains := 1',
  'every := 1',
  'p := ',
  '"p" := 1',
  '1 + 2',
  '; p := 1',
  'p := 1; q := 2',
];

test('what is no head', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-head.txt', goldenText(cases, errorMessage));
});
