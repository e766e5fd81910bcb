import { test } from 'node:test';
import { parseTerm } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { tree } from '../support/rego-tree.ts';
import { goldenText } from './parse-cases.ts';

const TERMS = [
  'null',
  'true',
  'false',
  '_',
  'x',
  'input',
  'data',
  'contains',
  '0',
  '-1',
  '- 1',
  '.5',
  '-.5',
  '1.50',
  '1e3',
  '"a\\u0041\\n"',
  '`a\\n"`',
  '(x)',
  '((1))',
];

test('trees of terms without operators', () => {
  const cases = TERMS.map(source => ({ source }));
  assertGolden(
    'rego/primary-terms.txt',
    goldenText(cases, one => tree(parseTerm(one.source))),
  );
});
