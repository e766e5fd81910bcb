import { test } from 'node:test';
import { parseTerm } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { tree } from '../support/rego-tree.ts';
import { goldenText } from './parse-cases.ts';

const TERMS = [
  'a.b.c',
  'a["b"]',
  'a[x].c[_]',
  'a[x + 1]',
  'a[x, y in z]',
  'input.package.if',
  'data.x[`raw`]',
  'if.then',
  'in["x"]',
  '[1, 2][i]',
  '{"a": 1}.a',
  '{x | x := 1}[y]',
  'f()',
  'f(x).y[0]',
  'a.b.f(x, y,)',
  'f((x in y), z)',
  'set()',
  'set(x)',
  'a.set()',
  '(a)[b]',
];

test('trees of references and calls', () => {
  const cases = TERMS.map(source => ({ source }));
  assertGolden(
    'rego/refs.txt',
    goldenText(cases, one => tree(parseTerm(one.source))),
  );
});
