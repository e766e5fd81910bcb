import { test } from 'node:test';
import { parseTerm } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { tree } from '../support/rego-tree.ts';
import { goldenText } from './parse-cases.ts';

const TERMS = [
  '$""',
  '$"text"',
  '$"a {x} b"',
  '$"{x}{1}"',
  '$"\\{x} \\"\\n}"',
  '$"{ {"a": 1} }"',
  '$"{f($"{y}")}"',
  '$"{x with input as 1}"',
  '$"{\n  x # why\n}"',
  '$``',
  '$`a\n{x}\\n`',
  '$`\\{x} "q"`',
  '$`{`raw`}`',
  '$"{a + b}" == c',
];

test('trees of template strings', () => {
  const cases = TERMS.map(source => ({ source }));
  assertGolden(
    'rego/templates.txt',
    goldenText(cases, one => tree(parseTerm(one.source))),
  );
});
