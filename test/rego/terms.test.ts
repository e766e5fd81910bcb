import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Term } from '../../src/rego/ast.ts';
import { parseQuery, parseTerm } from '../../src/rego/parse.ts';
import { printExpr, printTerm } from '../../src/rego/print-term.ts';
import {
  builtinCall,
  callName,
  closuresOf,
  comprehensionClosure,
  eachExpr,
  eachPart,
  eachTerm,
  eachTermIn,
  exprTerms,
  generated,
  isCallOf,
  ownClosures,
  pathRef,
  refName,
  rewriteParts,
  unification,
  variable,
  withBodies,
} from '../../src/rego/terms.ts';

const span = { source: { name: '', text: '' }, start: 0, end: 0 };
const x = variable('x', span);

function expr(text: string) {
  const [first] = parseQuery(text, 'query', { experimentalKeywords: ['and', 'or'] });
  return first!;
}

test('made terms read as written ones', () => {
  assert.equal(printTerm(pathRef(['data', 'a', 'b c'], span)), 'data.a["b c"]');
  assert.equal(callName(builtinCall('io.jwt.decode', [x], span)), 'io.jwt.decode');
  assert.equal(printTerm(unification(x, x, span)), printTerm(builtinCall('eq', [x, x], span)));
  const [like] = parseQuery('y with input as 1');
  assert.equal(printExpr(generated(x, like!)), 'x with input as 1');
});

test('names of references show what is known of them', () => {
  const names = ['data.a.b', 'data.a[i].b', '[1][0]'].map(text => {
    const term = parseTerm(text);
    return term.kind === 'ref' ? refName(term) : '';
  });
  assert.deepEqual(names, ['data.a.b', 'data.a._.b', '_._']);
});

test('calls of a builtin are told from others', () => {
  assert.ok(isCallOf(parseTerm('x == 1'), 'equal'));
  assert.ok(!isCallOf(parseTerm('equal.x(1)'), 'equal'));
  assert.ok(!isCallOf(x, 'equal'));
});

const PARTS: readonly (readonly [term: string, parts: readonly string[]])[] = [
  ['1', []],
  ['a[b].c', ['a', 'b', '"c"']],
  ['[a, 1]', ['a', '1']],
  ['{a: b}', ['a', 'b']],
  ['{a, b}', ['a', 'b']],
  ['f(a)', ['a']],
  ['[a | b]', []],
];

for (const [text, expected] of PARTS) {
  test(`parts of ${text}`, () => {
    const parts: string[] = [];
    eachPart(parseTerm(text), part => parts.push(printTerm(part)));
    assert.deepEqual(parts, expected);
  });
}

test('a rewrite of parts leaves the term itself', () => {
  const bang = (part: Term): Term => (part.kind === 'var' ? variable(`${part.name}1`, span) : part);
  const rewrite = { term: bang, comprehension: () => x };
  const rewritten = ['[a, "s"]', '{a: b}', 'f(a)', 'a[b]', '{a}', '1'].map(text =>
    printTerm(rewriteParts(parseTerm(text), rewrite)),
  );
  assert.deepEqual(rewritten, ['[a1, "s"]', '{a1: b1}', 'f(a1)', 'a1[b1]', '{a1}', '1']);
  assert.equal(rewriteParts(parseTerm('[a | a]'), rewrite), x);
});

test('closures: an expression’s own, then those in its terms', () => {
  assert.equal(ownClosures(expr('every k, v in xs { v }'))[0]?.binds.length, 2);
  assert.equal(ownClosures(expr('x == [y | y]')).length, 0);
  assert.equal(closuresOf(expr('every v in [a | a] { v }')).length, 2);
  assert.equal(comprehensionClosure(parseTerm('{k: v | k}'))?.heads.length, 2);
  assert.equal(comprehensionClosure(x), undefined);
});

test('bodies of closures are replaced where they stand', () => {
  const replaced = ['x = [a | b]', 'every v in [a | b] { c }', 'x with input as {a | b}'].map(
    text => printExpr(withBodies(expr(text), () => parseQuery('true'))),
  );
  for (const text of replaced) assert.match(text, /true/);
});

test('every term and expression of a body is visited, at any depth', () => {
  const body = parseQuery('every v in xs { f([y | g(y)]) }; not z with input as w');
  const names: string[] = [];
  eachTerm(body, term => term.kind === 'var' && names.push(term.name));
  assert.deepEqual(names.sort(), ['w', 'xs', 'y', 'y', 'z']);
  let count = 0;
  eachExpr(body, () => count++);
  assert.equal(count, 4);
  let terms = 0;
  eachTermIn(parseTerm('[a, f(b)]'), () => terms++);
  assert.equal(terms, 4);
});

test('the terms of an expression include the values of its modifiers', () => {
  assert.equal(exprTerms(expr('x with input as y with data.a as z')).length, 3);
  assert.equal(exprTerms(expr('some x, y in z')).length, 3);
});
