import type { Block, Local, Operand, Stmt } from './plan.ts';
import { type Field, fieldValues } from './statement-fields.ts';

/** The blocks inside a statement. */
export function blocksOf(stmt: Stmt): readonly Block[] {
  switch (stmt.kind) {
    case 'BlockStmt':
    case 'SwitchStmt':
      return stmt.blocks;
    case 'NotStmt':
    case 'ScanStmt':
    case 'WithStmt':
      return [stmt.block];
    default:
      return [];
  }
}

/**
 * Every statement of some blocks in the order of the text, an outer before its inner ones; `depth` is
 * the number of blocks around it.
 */
export function* statementsOf(
  blocks: readonly Block[],
  depth = 1,
): Generator<{ readonly stmt: Stmt; readonly depth: number }> {
  for (const block of blocks) {
    for (const stmt of block.stmts) {
      yield { stmt, depth };
      yield* statementsOf(blocksOf(stmt), depth + 1);
    }
  }
}

/** The operands of a field, bare locals among them. */
function operandsOf({ kind, value }: Field): readonly Operand[] {
  const local = (of: Local): Operand => ({ kind: 'local', value: of });
  switch (kind) {
    case 'operand':
      return [value as Operand];
    case 'operands':
    case 'arguments':
      return value as readonly Operand[];
    case 'use':
    case 'update':
    case 'document':
      return [local(value as Local)];
    case 'uses':
      return (value as readonly Local[]).map(local);
    default:
      return [];
  }
}

/** Statements never change, and every analysis asks the same of each. */
function remember<T>(find: (stmt: Stmt) => T): (stmt: Stmt) => T {
  const known = new WeakMap<Stmt, { readonly found: T }>();
  return stmt => {
    const entry = known.get(stmt) ?? { found: find(stmt) };
    known.set(stmt, entry);
    return entry.found;
  };
}

/**
 * The locals a statement itself reads, not those of the blocks inside it, and not those it only asks
 * whether they are defined.
 */
export const readsOf: (stmt: Stmt) => readonly Local[] = remember(stmt =>
  fieldValues(stmt)
    .flatMap(operandsOf)
    .flatMap(operand => (operand.kind === 'local' ? [operand.value] : [])),
);

/** The locals a statement itself gives values to. */
export const writesOf: (stmt: Stmt) => readonly Local[] = remember(stmt =>
  fieldValues(stmt).flatMap(({ kind, value }) => (kind === 'def' ? [value as Local] : [])),
);

/** The indexes of static strings a statement itself mentions. */
export function stringsOf(stmt: Stmt): readonly number[] {
  return fieldValues(stmt).flatMap(field => {
    if (field.kind === 'string') return [field.value as number];
    if (field.kind === 'strings') return field.value as readonly number[];
    return operandsOf(field).flatMap(operand =>
      operand.kind === 'string_index' ? [operand.value] : [],
    );
  });
}
