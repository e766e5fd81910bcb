/*
 * Constant paths into input and data, such as `input.tool.name`, that a policy follows more than
 * once: their values are kept for the evaluation beside those of rules, in slots of the same pages.
 * `with` turns to a fresh page together with the document it changes, so a page is always about one
 * input and one data; only a function that has a `with` itself sees two of each, and keeps nothing.
 */

import {
  type Block,
  DATA,
  type Func,
  INPUT,
  type Local,
  type Policy,
  type Stmt,
} from '../ir/plan.ts';
import { blocksOf, statementsOf, writesOf } from '../ir/statements.ts';

export interface DocumentPaths {
  /** How many paths have a slot. */
  readonly count: number;
  /** The number among those of the path whose value a statement finds. */
  slotOf(stmt: Stmt): number | undefined;
}

/** A function or plan, and whether it may run more than once in an evaluation. */
interface Root {
  readonly blocks: readonly Block[];
  /** All statements, those of inner blocks too. */
  readonly stmts: readonly Stmt[];
  readonly often: boolean;
}

const NO_PATHS: DocumentPaths = { count: 0, slotOf: () => undefined };

function isOfDocuments([input, data]: readonly Local[]): boolean {
  return input === INPUT && data === DATA;
}

/** Whether every function is given the documents as its caller has them. */
function passesDocuments({ funcs }: Policy, roots: readonly Root[]): boolean {
  const names = new Set(funcs.map(({ name }) => name));
  const passes = (stmt: Stmt): boolean => {
    if (stmt.kind === 'CallDynamicStmt') return isOfDocuments(stmt.args);
    if (stmt.kind !== 'CallStmt' || !names.has(stmt.func)) return true;
    return isOfDocuments(stmt.args.map(arg => (arg.kind === 'local' ? arg.value : -1)));
  };
  return (
    funcs.every(({ params }) => isOfDocuments(params)) &&
    roots.every(({ stmts }) => stmts.every(passes))
  );
}

/** The locals that one statement alone writes. */
function writtenOnce(written: readonly Local[]): ReadonlySet<Local> {
  const once = new Set<Local>();
  const seen = new Set<Local>();
  for (const local of written) {
    if (seen.has(local)) once.delete(local);
    else once.add(local);
    seen.add(local);
  }
  return once;
}

/** The look-ups of constant paths in a function, with the paths as text. */
function pathsIn({ stmts }: Root): ReadonlyMap<Stmt, string> {
  const paths = new Map<Stmt, string>();
  if (stmts.some(({ kind }) => kind === 'WithStmt')) return paths;
  const written = stmts.flatMap(writesOf);
  if (written.includes(INPUT) || written.includes(DATA)) return paths;
  const once = writtenOnce(written);
  const found = new Map<Local, string>([
    [INPUT, 'input'],
    [DATA, 'data'],
  ]);
  for (const stmt of stmts) {
    if (stmt.kind !== 'DotStmt' || stmt.source.kind !== 'local') continue;
    const parent = found.get(stmt.source.value);
    if (parent === undefined || stmt.key.kind !== 'string_index' || !once.has(stmt.target))
      continue;
    const path = `${parent}/${stmt.key.value}`;
    found.set(stmt.target, path);
    paths.set(stmt, path);
  }
  return paths;
}

/** The statements that scans repeat. */
function repeated(blocks: readonly Block[], often: boolean): readonly Stmt[] {
  return blocks.flatMap(({ stmts }) =>
    stmts.flatMap(stmt => [
      ...(often ? [stmt] : []),
      ...repeated(blocksOf(stmt), often || stmt.kind === 'ScanStmt'),
    ]),
  );
}

function rootsOf({ funcs, plans }: Policy): readonly Root[] {
  const isOften = ({ params }: Func) => params.length > 2;
  const root = (blocks: readonly Block[], often: boolean): Root => ({
    blocks,
    stmts: statementsOf(blocks).map(({ stmt }) => stmt),
    often,
  });
  return [
    ...funcs.map(func => root(func.blocks, isOften(func))),
    ...plans.map(({ blocks }) => root(blocks, false)),
  ];
}

/** Finds the paths that are worth a slot: those looked up at two places or at one that may repeat. */
export function documentPaths(policy: Policy): DocumentPaths {
  const roots = rootsOf(policy);
  if (!passesDocuments(policy, roots)) return NO_PATHS;
  const paths = new Map<Stmt, string>();
  const weights = new Map<string, number>();
  for (const root of roots) {
    const again = new Set(repeated(root.blocks, root.often));
    for (const [stmt, path] of pathsIn(root)) {
      paths.set(stmt, path);
      weights.set(path, (weights.get(path) ?? 0) + (again.has(stmt) ? 2 : 1));
    }
  }
  const kept = [...weights].filter(([, weight]) => weight > 1).map(([path]) => path);
  const slots = new Map(kept.map((path, slot) => [path, slot]));
  return { count: slots.size, slotOf: stmt => slots.get(paths.get(stmt) ?? '') };
}
