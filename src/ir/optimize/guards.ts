/*
 * Guards: tests for equality with a constant that a rule's body begins with, such as `input.tool.name == "x"`.
 *
 * They may be asked before anything else of the body, because what stands before them only looks at values:
 * it can be undefined, as the guard can, and nothing else.
 */
import type { Block, Local, Operand, Stmt, StmtKind, StmtOf } from '../plan.ts';

/** A block is undefined unless what stands at a path below a parameter equals a string. */
export interface Guard {
  readonly root: Local;
  /** Indexes of strings. */
  readonly path: readonly number[];
  /** The index of the string. */
  readonly key: number;
  /** The statement that tests it. */
  readonly test: StmtOf<'EqualStmt'>;
}

/** Statements that only look at values or make constants: they may be undefined, and nothing else happens. */
const LOOKING: ReadonlySet<StmtKind> = new Set<StmtKind>([
  'AssignIntStmt',
  'DotStmt',
  'EqualStmt',
  'IsArrayStmt',
  'IsDefinedStmt',
  'IsObjectStmt',
  'IsSetStmt',
  'LenStmt',
  'MakeNullStmt',
  'MakeNumberIntStmt',
  'MakeNumberRefStmt',
  'NopStmt',
  'NotEqualStmt',
]);

interface Place {
  readonly root: Local;
  readonly path: readonly number[];
}

function lookingStmts({ stmts }: Block): readonly Stmt[] {
  const end = stmts.findIndex(({ kind }) => !LOOKING.has(kind));
  return end < 0 ? stmts : stmts.slice(0, end);
}

function placeOf(operand: Operand, places: ReadonlyMap<Local, Place>): Place | undefined {
  return operand.kind === 'local' ? places.get(operand.value) : undefined;
}

function guardOf(test: StmtOf<'EqualStmt'>, places: ReadonlyMap<Local, Place>): Guard | undefined {
  const { a, b } = test;
  const [key, other] = a.kind === 'string_index' ? [a, b] : [b, a];
  const place = placeOf(other, places);
  if (key.kind !== 'string_index' || place === undefined) return undefined;
  return { ...place, key: key.value, test };
}

/** The guards of a block of a function with these parameters, in the order of the text. */
export function guardsOf(block: Block, params: readonly Local[]): Guard[] {
  const places = new Map<Local, Place>(params.map(root => [root, { root, path: [] }]));
  const guards: Guard[] = [];
  for (const stmt of lookingStmts(block)) {
    if (stmt.kind === 'DotStmt') {
      const from = placeOf(stmt.source, places);
      if (from === undefined || stmt.key.kind !== 'string_index') places.delete(stmt.target);
      else places.set(stmt.target, { root: from.root, path: [...from.path, stmt.key.value] });
    }
    const guard = stmt.kind === 'EqualStmt' ? guardOf(stmt, places) : undefined;
    if (guard !== undefined) guards.push(guard);
  }
  return guards;
}

/** Guards that test the same place have the same. */
export function placeKey({ root, path }: Guard): string {
  return `${root}.${path.join('.')}`;
}
