import { test } from 'node:test';
import { parseModule } from '../../src/rego/parse.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { assertGolden } from '../support/golden.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

const SOURCES = [
  'allow if {\n  input.x\n\n',
  'allow if {\n  input.x\n\nq if true',
  'allow if input.x == 1 && input.y',
  'allow if input.x || input.y',
  'allow if !input.x',
  'allow if input.x === 1',
  'allow if { x := 1, y := 2 }',
  'p = 1 {',
  'p contains 1 else := 2 if x',
  'x := [1, 2',
  'x := {"a": 1, "b"}',
  'x := {"a" 1}',
  "x := 'a'",
  'x := "a',
  'x := "\\q"',
  'x := "\\u12"',
  'x := 01',
  'x := 1.',
  'x := 1e',
  'x := 1x',
  'x := .5.5',
  'x := f(x)(y)',
  'x := "a".b',
  'x := 1[0]',
  'x := [1](2)',
  'x.1',
  'allow if not some x in xs',
  'allow if not every x in xs { x }',
  'allow if every x in xs',
  'allow if every 1 in xs { true }',
  'allow if every x { true }',
  'allow if some 1',
  'allow if some a, b, c in d',
  'allow if { a; }',
  'x := [a | ]',
  'allow if',
  'allow if {',
  'allow if x with y z',
  'allow if x with 1 as 2',
  'x := $"{}"',
  'x := $"{not a}"',
  'x := $"{x := 1}"',
  'x := $"{x = 1}"',
  'x := $"{some y in x}"',
  'x := $"{every y in x { y }}"',
  'x := $"{a',
  'x := $"a',
  'x := $"\\q"',
  'x := $"{a b}"',
  'x := a ? b : c',
  'allow if input.x = 1 = 2',
  'x := [x | x := xs[_], x > 1]',
  'x := [1 | 2, 3 4]',
  'allow if { input.x\n input.y }}',
  'p if {a} {b} else := 1',
  'p if {a} else := 1 if {b} {c}',
  'p[x] if {a} else := 2',
  'p if a else',
  'x := every',
  'x := (1, 2)',
  'x := (1',
  'allow if x in [1,2] in',
  'x := {1, 2: 3}',
  'if x {',
  'allow if (x := 1)',
  'x := a[',
  'x := 1e99999',
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

test('messages, carets and hints', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors.txt', goldenText(cases, message));
});
