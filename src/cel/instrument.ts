/*
 * Rewrites a parsed condition so that what the library does inside its evaluator goes through
 * functions of ours: loops and computed indexes, to be paid for, and `has`, to be right about null.
 */
import { callOf, constant, countNodes, type Expr, mapChildren } from './expr.ts';

/** Names that no source text can spell. */
export const SCAN = '@scan';
export const AT = '@at';
export const HAS = '@has';

/** The tree with loops, computed indexes and `has` going through our functions. */
export function instrument(expr: Expr): Expr {
  const { exprKind } = expr;
  if (exprKind.case === 'selectExpr' && exprKind.value.testOnly) {
    const field = constant(expr, { case: 'stringValue', value: exprKind.value.field });
    return callOf(expr, HAS, [field, instrument(exprKind.value.operand!)]);
  }
  if (exprKind.case === 'callExpr' && exprKind.value.function === '_[_]') {
    return callOf(expr, AT, exprKind.value.args.map(instrument));
  }
  const mapped = mapChildren(expr, instrument);
  if (mapped.exprKind.case !== 'comprehensionExpr') return mapped;
  const fold = mapped.exprKind.value;
  const nodes = constant(expr, { case: 'int64Value', value: BigInt(countNodes(expr)) });
  const iterRange = callOf(expr, SCAN, [fold.iterRange!, nodes]);
  return { ...mapped, exprKind: { ...mapped.exprKind, value: { ...fold, iterRange } } };
}
