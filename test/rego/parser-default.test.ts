import { test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { assertGolden } from '../support/golden.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

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

function message({ source, options }: ParseCase): string {
  try {
    parseModule(`package a\n${source}`, 'a.rego', options);
    return 'no error';
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown.message;
    throw thrown;
  }
}

test('what a default rule may not say', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-default.txt', goldenText(cases, message));
});
