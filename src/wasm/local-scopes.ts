/*
 * How long each local of a plan lives, so that its WebAssembly local can serve another afterwards.
 *
 * A plan numbers its locals without end, and engines compile a function with thousands of locals
 * slowly or not at all; few of them are alive at once. A local belongs to the innermost block that
 * has all its statements. Blocks within scans do not count: they run again, and what one iteration
 * leaves in a local, the next one finds.
 */

import type { Block, Local, Stmt } from '../ir/plan.ts';
import { fieldValues } from '../ir/statement-fields.ts';
import { blocksOf, readsOf, writesOf } from '../ir/statements.ts';

/** A block with the blocks around it. */
interface Place {
  readonly block: Block;
  readonly around: Place | undefined;
  readonly depth: number;
  /** Whether this is inside a scan within the block. */
  readonly repeated: boolean;
}

function within(block: Block, around?: Place): Place {
  return { block, around, depth: (around?.depth ?? 0) + 1, repeated: false };
}

/** The locals a statement reads, those included that it only asks whether they are defined. */
export function usesOf(stmt: Stmt): readonly Local[] {
  const probes = fieldValues(stmt).filter(({ kind }) => kind === 'probe');
  return [...readsOf(stmt), ...probes.map(({ value }) => value as Local)];
}

function common(a: Place | undefined, b: Place | undefined): Place | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.block === b.block) return a;
  return a.depth > b.depth ? common(a.around, b) : common(a, b.around);
}

/** The locals that belong to each block; those of no single block, and parameters, are absent. */
export function localScopes(
  blocks: readonly Block[],
  params: readonly Local[],
): ReadonlyMap<Block, readonly Local[]> {
  const owners = new Map<Local, Place | undefined>(params.map(param => [param, undefined]));
  const own = (local: Local, place: Place): void => {
    owners.set(local, owners.has(local) ? common(owners.get(local), place) : place);
  };
  const visit = (stmts: readonly Stmt[], place: Place): void => {
    for (const stmt of stmts) {
      for (const local of [...usesOf(stmt), ...writesOf(stmt)]) own(local, place);
      for (const inner of blocksOf(stmt)) {
        const repeated = place.repeated || stmt.kind === 'ScanStmt';
        visit(inner.stmts, repeated ? { ...place, repeated } : within(inner, place));
      }
    }
  };
  for (const block of blocks) visit(block.stmts, within(block));
  const scopes = new Map<Block, Local[]>();
  for (const [local, owner] of owners) {
    if (owner === undefined) continue;
    const locals = scopes.get(owner.block);
    if (locals === undefined) scopes.set(owner.block, [local]);
    else locals.push(local);
  }
  return scopes;
}
