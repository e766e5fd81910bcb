import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '@bufbuild/cel';
import { children, type Expr } from '../../src/cel/expr.ts';
import { AT, HAS, instrument, SCAN } from '../../src/cel/instrument.ts';

function calls(expr: Expr): string[] {
  const own = expr.exprKind.case === 'callExpr' ? [expr.exprKind.value.function] : [];
  return [...own, ...children(expr).flatMap(calls)].filter(name => [AT, HAS, SCAN].includes(name));
}

describe('instrumenting a condition', () => {
  const table: readonly (readonly [text: string, calls: readonly string[]])[] = [
    ['a.b.startsWith("x") && f(c) > 1', []],
    ['a[0]', [AT]],
    ['a[b[c]]', [AT, AT]],
    ['has(a.b)', [HAS]],
    ['has(a[0].b)', [HAS, AT]],
    ['a.all(x, x)', [SCAN]],
    ['a.all(x, x.exists(y, has(y.z)))', [SCAN, SCAN, HAS]],
    ['[a[0], {b[1]: c[2]}]', [AT, AT, AT]],
  ];
  for (const [text, expected] of table) {
    it(text, () => assert.deepEqual(calls(instrument(parse(text).expr)), expected));
  }

  it('leaves the others as they are', () => {
    const { expr } = parse('a.b.startsWith("x") && f(c) > 1 ? [d] : {"e": !g}');
    assert.deepEqual(instrument(expr), expr);
  });

  it("its names can't be written", () => {
    for (const name of [AT, HAS, SCAN]) assert.throws(() => parse(`${name}(a, b)`));
  });
});
