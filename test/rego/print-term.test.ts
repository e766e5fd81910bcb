import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseModule, parseQuery, parseTerm } from '../../src/rego/parse.ts';
import { printExprs, printTerm } from '../../src/rego/print-term.ts';

/** Source texts, and how they are printed where that differs. */
const TERMS: readonly (readonly [source: string, printed?: string])[] = [
  ['(a + b) * c'],
  ['(a + b) + c', 'a + b + c'],
  ['a - (b - c)'],
  ['(a == b) == c', 'a == b == c'],
  ['a == (b == c)'],
  ['(k, v in xs) in ys'],
  ['[(k, v in xs)]'],
  ['f((k, v in xs), a in b)'],
  ['x[k, v in xs]'],
  ['[(a | b)]'],
  ['[a & b | c, (d | e) == f]'],
  ['{(a | b): (c | d)}'],
  ['[(a + b) | c]'],
  ['{(a in b): (c + d) | e; f}'],
  ['a["b"]["c d"].if[x]', 'a.b["c d"].if[x]'],
  ['(a + b).c'],
  ['f(x).y'],
  ['set()'],
  ['_[_]'],
  ['`raw`'],
  ['"\\u0041"', '"A"'],
  ['$"a\\{{x}\\n"'],
  ['$`\n{x}`'],
];

describe('printTerm', () => {
  for (const [source, printed = source] of TERMS) {
    test(source, () => assert.equal(printTerm(parseTerm(source)), printed));
  }
});

const QUERIES: readonly (readonly [source: string, printed?: string])[] = [
  ['x := (a in b)', 'x := a in b'],
  ['some x in (y in z)'],
  ['some (x in y), z in w'],
  ['every k, v in xs { k; v == 1 }'],
  ['not x == 1'],
  ['x with input.a as 1 with f as g'],
  ['a; -1 == b', 'a; -1 == b'],
  ['a | b == c; d', '(a | b) == c; d'],
];

describe('printExprs', () => {
  for (const [source, printed = source] of QUERIES) {
    test(source, () => assert.equal(printExprs(parseQuery(source), '; '), printed));
  }

  test('logic', () => {
    const imports = ['and', 'or', 'not'].map(word => `import future.keywords.${word}\n`).join('');
    const source = 'not { a; b } and { c or d } or e == {1}\nnot ({1})';
    const options = { experimentalKeywords: ['and', 'or'] };
    const module = parseModule(`package a\n${imports}p if {\nx\n${source}\n}`, 'a.rego', options);
    const printed = 'x\n{ not { a; b } and { c or d } } or e == {1}\nnot ({1})';
    assert.equal(printExprs(module.rules[0]!.body, '\n'), printed);
  });
});
