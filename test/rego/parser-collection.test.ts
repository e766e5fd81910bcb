import { test } from 'node:test';
import { parseTerm } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { tree } from '../support/rego-tree.ts';
import { goldenText } from './parse-cases.ts';

const TERMS = [
  '[]',
  '[1, x, [2],]',
  '[\n  1,\n  2,\n]',
  '[1 + 2, 3 in x]',
  '{}',
  '{1}',
  '{1, 2,}',
  '{1 + 2}',
  '{a == b, c}',
  '{"a": 1}',
  '{"a": 1, b: c + 1,}',
  '{a + 1: 2}',
  '{f(x): {y}}',
  '[x | x := 1]',
  '[x | x := 1; y]',
  '[x |\n  x := 1\n  y\n]',
  '{x | x := 1}',
  '{k: v | some k, v in xs}',
  '{a + 1: b | c}',
  '{a | b}',
  '[a | b]',
  '{a: b | c}',
  '{a | b, c}',
  '[a | b, c]',
  '{a: b | c, d: e}',
  '[(a | b)]',
  '[a & b | c]',
  '[a + 1 | b]',
  '[[x | y] | z]',
  '{{1 | 2, 3} | a}',
  '{(a in b) | c}',
];

test('trees of collections and comprehensions', () => {
  const cases = TERMS.map(source => ({ source }));
  assertGolden(
    'rego/collections.txt',
    goldenText(cases, one => tree(parseTerm(one.source))),
  );
});
