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

/** A statement, and the number of blocks around it. */
export interface Placed {
  readonly stmt: Stmt;
  readonly depth: number;
}

function collect(blocks: readonly Block[], depth: number, into: Placed[]): Placed[] {
  for (const block of blocks) {
    for (const stmt of block.stmts) {
      into.push({ stmt, depth });
      const inner = blocksOf(stmt);
      if (inner.length > 0) collect(inner, depth + 1, into);
    }
  }
  return into;
}

/** Plans never change, and every analysis goes over the same ones. */
const collected = new WeakMap<readonly Block[], readonly Placed[]>();

/** Every statement of some blocks in the order of the text, an outer before its inner ones. */
export function statementsOf(blocks: readonly Block[]): readonly Placed[] {
  const known = collected.get(blocks);
  if (known !== undefined) return known;
  const all = collect(blocks, 1, []);
  collected.set(blocks, all);
  return all;
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
    const entry = known.get(stmt);
    if (entry !== undefined) return entry.found;
    const found = find(stmt);
    known.set(stmt, { found });
    return found;
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
