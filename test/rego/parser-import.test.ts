import { test } from 'node:test';
import { assertGolden } from '../support/golden.ts';
import { errorMessage, goldenText } from './parse-cases.ts';

const SOURCES = [
  'import foo',
  'import data.if',
  'import if',
  'import data.x as if',
  'import data[x]',
  'import data.x as y.z',
  'import rego.v2',
  'import rego',
  'import rego.v1 as v',
  'import future.keywords.foo',
  'import future.keywords.and',
  'import future.x',
  'import future.keywords as k',
  'import 1',
  'package',
  'import',
];

test('what can not be imported', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-import.txt', goldenText(cases, errorMessage));
});
