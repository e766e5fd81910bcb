import { describe, test } from 'node:test';
import { parseModule, parseQuery } from '../../src/rego/parse.ts';
import { assertGolden } from '../support/golden.ts';
import { bodyTree } from '../support/rego-tree.ts';
import { goldenText, type ParseCase } from './parse-cases.ts';

const QUERIES = [
  'x := 1',
  'x = y',
  '[a, b] = c',
  'x == 1; y != 2',
  'not x',
  'not x == 1',
  'not x = 1',
  'some x',
  'some x, y',
  'some x in xs',
  'some k, v in xs',
  'some [a, "b"] in xs',
  'some x in {1, 2}; x > 1',
  'every x in xs { x > 1 }',
  'every k, v in xs { k; v\n k != v }',
  'every x in [1] { some y in x; y }',
  'x with input as 1',
  'x with input.a.b as {"c": 1} with data.d as e',
  'not f(x) with time.now_ns as g',
  'some x in xs with input as y',
  'a, b in c',
  'x := (a, b in c)',
  'if.x',
  'not.x == 1',
  'every.x',
  'x\n[1, 2][0] == y',
  '{1 | 2, 3} == x',
  'a\n-1',
  'a; -1',
  '# c\nx # d\n# e\ny',
];

const LOGIC = [
  'a and b',
  'a and b and c',
  'a or b and c or d',
  '(a or b) and c',
  'not a or not b',
  'not (a or b)',
  'not { a; b }',
  'not {a} == b',
  '{ a; b } and c',
  'a or { b := 1; b }',
  'a and {1, 2} == b',
  '{1} == a and b',
  '((a or b))',
  '(a + 1) * 2 == b and c',
  '(not a) and b',
  'a and b with input as c',
  '{ a with input as 1 } and b',
  '{ { a or b } and c } or d',
  'x := a; x and b',
  'every x in y { x or z }',
];

describe('bodies', () => {
  test('trees of expressions', () => {
    const cases = QUERIES.map(source => ({ source }));
    assertGolden(
      'rego/expressions.txt',
      goldenText(cases, one => bodyTree(parseQuery(one.source))),
    );
  });

  test('trees of logic', () => {
    const options = { experimentalKeywords: ['and', 'or'] };
    const imports =
      'import future.keywords.and\nimport future.keywords.or\nimport future.keywords.not';
    const show = ({ source }: ParseCase) =>
      bodyTree(
        parseModule(
          `package a\n${imports}\np if {\nx0\n${source}\n}`,
          'a',
          options,
        ).rules[0]!.body.slice(1),
      );
    const cases = LOGIC.map(source => ({ source }));
    assertGolden('rego/logic.txt', goldenText(cases, show));
  });
});
