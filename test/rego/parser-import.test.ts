import { test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { assertGolden } from '../support/golden.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

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

function message({ source, options }: ParseCase): string {
  try {
    parseModule(`package a\n${source}`, 'a.rego', options);
    return 'no error';
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown.message;
    throw thrown;
  }
}

test('what can not be imported', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-import.txt', goldenText(cases, message));
});
