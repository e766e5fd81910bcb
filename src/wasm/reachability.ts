import { callsIn } from './call-scan.ts';
import { SECTION } from './format.ts';
import type { ReadModule } from './module-reader.ts';

/** What each module's functions call, as far as anyone has asked. */
const known = new WeakMap<ReadModule, Map<number, readonly number[]>>();

function calleesOf(module: ReadModule, index: number): readonly number[] {
  const body = module.bodies[index - importedFunctions(module)];
  if (body === undefined) return [];
  const found = known.get(module) ?? new Map<number, readonly number[]>();
  known.set(module, found);
  const callees = found.get(index) ?? callsIn(body.code);
  found.set(index, callees);
  return callees;
}

/** How many functions come before those that the module defines. */
export function importedFunctions({ functionTypes, bodies }: ReadModule): number {
  return functionTypes.length - bodies.length;
}

/** The functions that may run if `roots` do. All, if they may also be called through a table. */
export function reachableFunctions(
  module: ReadModule,
  roots: Iterable<number>,
): ReadonlySet<number> {
  const indirect = module.sections.has(SECTION.element);
  const reached = new Set<number>(indirect ? module.functionTypes.keys() : roots);
  for (const index of reached) {
    for (const callee of calleesOf(module, index)) reached.add(callee);
  }
  return reached;
}
