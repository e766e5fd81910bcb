import type { Block, Local, Stmt } from '../ir/plan.ts';
import { statementsOf } from '../ir/statements.ts';
import { usesOf } from './local-scopes.ts';

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
  const others: Stmt[] = [];
  for (const { stmt } of statementsOf(blocks)) {
    if (stmt.kind !== 'AssignVarStmt') others.push(stmt);
    else if (stmt.source.kind === 'local') {
      copiedFrom.set(stmt.target, [...(copiedFrom.get(stmt.target) ?? []), stmt.source.value]);
    }
  }
  for (const stmt of others) usesOf(stmt).forEach(need);
  return needed;
}
