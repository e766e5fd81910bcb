import { test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { assertGolden } from '../support/golden.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

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

function message({ source, options }: ParseCase): string {
  try {
    parseModule(`package a\n${source}`, 'a.rego', options);
    return 'no error';
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown.message;
    throw thrown;
  }
}

test('what is no head', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-head.txt', goldenText(cases, message));
});
