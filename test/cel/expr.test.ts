import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, unparse } from '@bufbuild/cel';
import { children, countNodes, type Expr, mapChildren } from '../../src/cel/expr.ts';

const TEXTS = [
  'a',
  'a.b.c',
  'has(a.b)',
  'f(a, 1) + a.g("x")',
  '[a, [b], {}]',
  '{"k": a, b: [c]}',
  'google.protobuf.Timestamp{seconds: a}',
  'a ? b : !c',
  'a[b].all(x, x.y > 1 && a[x] == null)',
];

function identifiers(expr: Expr): string[] {
  const own = expr.exprKind.case === 'identExpr' ? [expr.exprKind.value.name] : [];
  return [...own, ...children(expr).flatMap(identifiers)];
}

describe('walking expressions', () => {
  it('visits every part', () => {
    const { expr } = parse('f(a).g(b)[c] ? [d] : {e: has(h.i), "k": j}');
    assert.deepEqual(identifiers(expr), ['a', 'b', 'c', 'd', 'e', 'h', 'j']);
  });

  it('counts nodes', () => {
    assert.equal(countNodes(parse('a').expr), 1);
    assert.equal(countNodes(parse('a.b + f(c, 1)').expr), 6);
  });

  for (const text of TEXTS) {
    it(`rebuilds ${text}`, () => {
      const copy = (expr: Expr): Expr => mapChildren(expr, copy);
      const parsed = parse(text);
      assert.deepEqual(copy(parsed.expr), parsed.expr);
    });
  }

  it('rewrites the parts', () => {
    const renamed = (expr: Expr): Expr => {
      if (expr.exprKind.case !== 'identExpr') return mapChildren(expr, renamed);
      const value = { ...expr.exprKind.value, name: `${expr.exprKind.value.name}2` };
      return { ...expr, exprKind: { case: 'identExpr', value } };
    };
    const rewritten = renamed(parse('f(a.b, [c], {d: e})').expr);
    assert.equal(unparse(rewritten), 'f(a2.b, [c2], {d2: e2})');
  });
});
