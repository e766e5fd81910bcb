import type { Expr } from './expr.ts';
import { children } from './expr.ts';

/** `input.tool.arguments` as its parts, as far as they are written out. */
function pathOf(expr: Expr): readonly string[] | undefined {
  const { exprKind } = expr;
  if (exprKind.case === 'identExpr') return [exprKind.value.name];
  if (exprKind.case !== 'selectExpr' || exprKind.value.operand === undefined) return undefined;
  const path = pathOf(exprKind.value.operand);
  return path === undefined ? undefined : [...path, exprKind.value.field];
}

/** Where a call's arguments are; `args` is their short name. */
const ARGUMENTS = [
  ['args'],
  ['tool', 'arguments'],
  ['input', 'tool', 'arguments'],
  ['input', 'prompt', 'arguments'],
];

function overlaps(path: readonly string[], other: readonly string[]): boolean {
  return other.every((part, index) => index >= path.length || path[index] === part);
}

/**
 * Whether a condition can depend on the arguments of a call, which are not known while tools are
 * listed. A whole object that holds them counts: `tool == x` reads them too.
 */
export function readsArguments(expr: Expr): boolean {
  const path = pathOf(expr);
  if (path !== undefined) return ARGUMENTS.some(place => overlaps(path, place));
  return children(expr).some(readsArguments);
}
