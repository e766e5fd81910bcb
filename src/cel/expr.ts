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

function optional(part: Expr | undefined, rewrite: Rewrite): { value?: Expr } {
  return part === undefined ? {} : { value: rewrite(part) };
}

function mapEntry(entry: StructEntry, rewrite: Rewrite): StructEntry {
  const { keyKind } = entry;
  return {
    ...entry,
    keyKind: keyKind.case === 'mapKey' ? { ...keyKind, value: rewrite(keyKind.value) } : keyKind,
    ...optional(entry.value, rewrite),
  };
}

function mapComprehension(fold: Comprehension, rewrite: Rewrite): Comprehension {
  const part = (expr: Expr | undefined) => (expr === undefined ? undefined : rewrite(expr));
  return {
    ...fold,
    iterRange: part(fold.iterRange),
    accuInit: part(fold.accuInit),
    loopCondition: part(fold.loopCondition),
    loopStep: part(fold.loopStep),
    result: part(fold.result),
  };
}

/** The same node over rewritten parts. */
export function mapChildren(expr: Expr, rewrite: Rewrite): Expr {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'selectExpr': {
      const { operand, ...select } = exprKind.value;
      const { value } = optional(operand, rewrite);
      return { ...expr, exprKind: { ...exprKind, value: { ...select, operand: value } } };
    }
    case 'callExpr': {
      const { target, args, ...call } = exprKind.value;
      const { value } = optional(target, rewrite);
      return {
        ...expr,
        exprKind: { ...exprKind, value: { ...call, target: value, args: args.map(rewrite) } },
      };
    }
    case 'listExpr': {
      const elements = exprKind.value.elements.map(rewrite);
      return { ...expr, exprKind: { ...exprKind, value: { ...exprKind.value, elements } } };
    }
    case 'structExpr': {
      const entries = exprKind.value.entries.map(entry => mapEntry(entry, rewrite));
      return { ...expr, exprKind: { ...exprKind, value: { ...exprKind.value, entries } } };
    }
    case 'comprehensionExpr':
      return {
        ...expr,
        exprKind: { ...exprKind, value: mapComprehension(exprKind.value, rewrite) },
      };
    default:
      return expr;
  }
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
