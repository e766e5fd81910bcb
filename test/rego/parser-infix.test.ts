import { test } from 'node:test';
import { parseTerm } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { tree } from '../support/rego-tree.ts';
import { goldenText } from './parse-cases.ts';

const TERMS = [
  'a + b - c',
  'a - b * c',
  'a * b / c % d',
  '(a - b) * c',
  'a - (b - c)',
  'a -1',
  'a - -1',
  'a-1',
  'a & b | c & d',
  'a | b == c | d',
  'a == b != c',
  'a < b',
  'a <= b',
  'a > b',
  'a >= b',
  'a in b',
  'a in b in c',
  'a == b in c',
  'k, v in xs',
  'k, v in xs in ys',
  'a + b\n  + c',
  '(k, v in xs) == true',
];

test('trees of operators', () => {
  const cases = TERMS.map(source => ({ source }));
  assertGolden(
    'rego/operators.txt',
    goldenText(cases, one => tree(parseTerm(one.source))),
  );
});
