/** CEL's syntax tree as @bufbuild/cel parses it, and the two ways of walking it. */
import type { parse } from '@bufbuild/cel';

export type Parsed = ReturnType<typeof parse>;
export type Expr = Parsed['expr'];
export type Comprehension = Extract<
  Expr['exprKind'],
  { readonly case: 'comprehensionExpr' }
>['value'];

type StructEntry = Extract<
  Expr['exprKind'],
  { readonly case: 'structExpr' }
>['value']['entries'][number];

function present(parts: readonly (Expr | undefined)[]): Expr[] {
  return parts.filter(part => part !== undefined);
}

function entryParts(entry: StructEntry): Expr[] {
  return present([entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined, entry.value]);
}

/** A node's direct parts, in the order they are written. */
export function children(expr: Expr): Expr[] {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'selectExpr':
      return present([exprKind.value.operand]);
    case 'callExpr':
      return present([exprKind.value.target, ...exprKind.value.args]);
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(entryParts);
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
      return present([iterRange, accuInit, loopCondition, loopStep, result]);
    }
    default:
      return [];
  }
}

/** How many nodes a tree has. */
export function countNodes(expr: Expr): number {
  return children(expr).reduce((sum, child) => sum + countNodes(child), 1);
}

type Rewrite = (expr: Expr) => Expr;

function mapEntry(entry: StructEntry, rewrite: Rewrite): StructEntry {
  const { keyKind, value } = entry;
  const key = keyKind.case === 'mapKey' ? { ...keyKind, value: rewrite(keyKind.value) } : keyKind;
  return { ...entry, keyKind: key, ...(value && { value: rewrite(value) }) };
}

function mapComprehension(fold: Comprehension, rewrite: Rewrite): Comprehension {
  const { iterRange, accuInit, loopCondition, loopStep, result } = fold;
  return {
    ...fold,
    ...(iterRange && { iterRange: rewrite(iterRange) }),
    ...(accuInit && { accuInit: rewrite(accuInit) }),
    ...(loopCondition && { loopCondition: rewrite(loopCondition) }),
    ...(loopStep && { loopStep: rewrite(loopStep) }),
    ...(result && { result: rewrite(result) }),
  };
}

function mapKind(exprKind: Expr['exprKind'], rewrite: Rewrite): Expr['exprKind'] {
  switch (exprKind.case) {
    case 'selectExpr': {
      const { operand } = exprKind.value;
      return {
        ...exprKind,
        value: { ...exprKind.value, ...(operand && { operand: rewrite(operand) }) },
      };
    }
    case 'callExpr': {
      const { target, args } = exprKind.value;
      const value = { ...exprKind.value, args: args.map(rewrite) };
      return { ...exprKind, value: { ...value, ...(target && { target: rewrite(target) }) } };
    }
    case 'listExpr': {
      const elements = exprKind.value.elements.map(rewrite);
      return { ...exprKind, value: { ...exprKind.value, elements } };
    }
    case 'structExpr': {
      const entries = exprKind.value.entries.map(entry => mapEntry(entry, rewrite));
      return { ...exprKind, value: { ...exprKind.value, entries } };
    }
    case 'comprehensionExpr':
      return { ...exprKind, value: mapComprehension(exprKind.value, rewrite) };
    default:
      return exprKind;
  }
}

/** The same node over rewritten parts. */
export function mapChildren(expr: Expr, rewrite: Rewrite): Expr {
  return { ...expr, exprKind: mapKind(expr.exprKind, rewrite) };
}

/** A call of a function, at the place of `at`. */
export function callOf(at: Expr, name: string, args: Expr[]): Expr {
  return {
    $typeName: 'cel.expr.Expr',
    id: at.id,
    exprKind: {
      case: 'callExpr',
      value: { $typeName: 'cel.expr.Expr.Call', function: name, args },
    },
  };
}

type ConstantKind = Extract<Expr['exprKind'], { readonly case: 'constExpr' }>['value'];

/** A literal, at the place of `at`. */
export function constant(at: Expr, constantKind: ConstantKind['constantKind']): Expr {
  return {
    $typeName: 'cel.expr.Expr',
    id: at.id,
    exprKind: { case: 'constExpr', value: { $typeName: 'cel.expr.Constant', constantKind } },
  };
}
