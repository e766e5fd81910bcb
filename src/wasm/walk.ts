import type { Block, Local, Operand, Stmt } from '../ir/plan.ts';
import { type FieldKind, fieldsOf } from '../ir/statement-fields.ts';

/** Visits every statement, outer ones first; `loops` counts the scans around it. */
export function forEachStmt(
  blocks: readonly Block[],
  visit: (stmt: Stmt, loops: number) => void,
  loops = 0,
): void {
  for (const { stmts } of blocks) {
    for (const stmt of stmts) {
      visit(stmt, loops);
      if (stmt.kind === 'BlockStmt') forEachStmt(stmt.blocks, visit, loops);
      else if (stmt.kind === 'ScanStmt') forEachStmt([stmt.block], visit, loops + 1);
      else if ('block' in stmt) forEachStmt([stmt.block], visit, loops);
    }
  }
}

/** The locals among operands. */
export function localsOf(operands: readonly Operand[]): readonly Local[] {
  return operands.flatMap(operand => (operand.kind === 'local' ? [operand.value] : []));
}

function readsOfField(kind: FieldKind, value: unknown): readonly Local[] {
  switch (kind) {
    case 'use':
    case 'update':
    case 'probe':
    case 'document':
      return [value as Local];
    case 'uses':
      return value as readonly Local[];
    case 'operand':
      return localsOf([value as Operand]);
    case 'operands':
    case 'arguments':
      return localsOf(value as readonly Operand[]);
    default:
      return [];
  }
}

function fieldsWithValues(stmt: Stmt): readonly (readonly [FieldKind, unknown])[] {
  const values = stmt as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(stmt.kind).map(([name, kind]) => [kind, values[name]]);
}

/** The locals that a statement itself reads, its nested blocks aside. */
export function readsOf(stmt: Stmt): readonly Local[] {
  return fieldsWithValues(stmt).flatMap(([kind, value]) => readsOfField(kind, value));
}

/** The locals that a statement itself gives a value. */
export function targetsOf(stmt: Stmt): readonly Local[] {
  return fieldsWithValues(stmt).flatMap(([kind, value]) => (kind === 'def' ? [value as Local] : []));
}
