import type { MaybeValue } from '../value/value.ts';
import type { Func, Local, Stmt } from './plan.ts';

/** Reads a local at the moment of an event. */
export type ReadLocal = (local: Local) => MaybeValue;

/**
 * Watches an interpretation: what explain, coverage and profile are made of. Memoised calls are not
 * repeated and so not seen again.
 */
export interface Tracer {
  enterFunction?(func: Func, args: readonly MaybeValue[]): void;
  exitFunction?(func: Func, result: MaybeValue): void;
  enterStatement?(stmt: Stmt, read: ReadLocal): void;
  /** `defined` says whether the block goes on after the statement. */
  exitStatement?(stmt: Stmt, defined: boolean, read: ReadLocal): void;
}

/** The local that a statement adds to or gives its value, where a rule's conclusion is one. */
export function concludedLocal(stmt: Stmt): Local | undefined {
  switch (stmt.kind) {
    case 'SetAddStmt':
      return stmt.set;
    case 'AssignVarOnceStmt':
      return stmt.target;
    case 'ObjectInsertOnceStmt':
      return stmt.object;
    default:
      return undefined;
  }
}
