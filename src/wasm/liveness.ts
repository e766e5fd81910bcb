import type { Block, Local } from '../ir/plan.ts';
import { forEachStmt, readsOf } from './walk.ts';

/**
 * The locals whose values matter: read by a statement that does more than copy, or copied into a
 * local that matters. The planner gives every scan a key and copies it, used or not; making a key
 * that nobody reads is the cost this saves.
 */
export function neededLocals(blocks: readonly Block[]): ReadonlySet<Local> {
  const needed = new Set<Local>();
  const copiedFrom = new Map<Local, Local[]>();
  const need = (local: Local): void => {
    if (needed.has(local)) return;
    needed.add(local);
    copiedFrom.get(local)?.forEach(need);
  };
  forEachStmt(blocks, stmt => {
    if (stmt.kind !== 'AssignVarStmt' || stmt.source.kind !== 'local') return;
    const sources = copiedFrom.get(stmt.target) ?? [];
    copiedFrom.set(stmt.target, [...sources, stmt.source.value]);
  });
  forEachStmt(blocks, stmt => {
    if (stmt.kind !== 'AssignVarStmt') readsOf(stmt).forEach(need);
  });
  return needed;
}
