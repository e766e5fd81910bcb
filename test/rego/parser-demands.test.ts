import { test } from 'node:test';
import { assertGolden } from '../support/golden.ts';
import { errorMessage, goldenText } from './parse-cases.ts';

const SOURCES = [
  'allow { input.x }',
  'p[x] { x := 1 }',
  'p["a"]',
  'p',
  'p = 1 { x }',
  'f(x) { x }',
  'f(x)',
  'a.b.c',
  'p.q[x]',
  'p contains x { x }',
  'p if {a} else {b}',
  'pacakge foo',
  'imports',
  'a b c',
  'p := 1 if { a }\n{ b }\nq { c }',
];

test('what version 1 demands', () => {
  const cases = SOURCES.map(source => ({ source }));
  assertGolden('rego/errors-demands.txt', goldenText(cases, errorMessage));
});
