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

/** The blocks of a function or plan, and whether they may run more than once in an evaluation. */
interface Root {
  readonly blocks: readonly Block[];
  readonly often: boolean;
}

const NO_PATHS: DocumentPaths = { count: 0, slotOf: () => undefined };

function isOfDocuments([input, data]: readonly Local[]): boolean {
  return input === INPUT && data === DATA;
}

/** Whether every function is given the documents as its caller has them. */
function passesDocuments({ funcs, plans }: Policy): boolean {
  const names = new Set(funcs.map(({ name }) => name));
  const calls = [...funcs, ...plans].flatMap(({ blocks }) => [...statementsOf(blocks)]);
  return (
    funcs.every(({ params }) => isOfDocuments(params)) &&
    calls.every(({ stmt }) => {
      if (stmt.kind === 'CallDynamicStmt') return isOfDocuments(stmt.args);
      if (stmt.kind !== 'CallStmt' || !names.has(stmt.func)) return true;
      return isOfDocuments(stmt.args.map(arg => (arg.kind === 'local' ? arg.value : -1)));
    })
  );
}

/** The locals that one statement alone writes. */
function writtenOnce(stmts: readonly Stmt[]): ReadonlySet<Local> {
  const once = new Set<Local>();
  const seen = new Set<Local>([INPUT, DATA]);
  for (const local of stmts.flatMap(writesOf)) {
    if (seen.has(local)) once.delete(local);
    else once.add(local);
    seen.add(local);
  }
  return once;
}

/** The look-ups of constant paths in a function, with the paths as text. */
function pathsIn(blocks: readonly Block[]): ReadonlyMap<Stmt, string> {
  const stmts = [...statementsOf(blocks)].map(({ stmt }) => stmt);
  const paths = new Map<Stmt, string>();
  if (stmts.some(({ kind }) => kind === 'WithStmt')) return paths;
  if (stmts.flatMap(writesOf).some(local => local === INPUT || local === DATA)) return paths;
  const once = writtenOnce(stmts);
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
  return [
    ...funcs.map(func => ({ blocks: func.blocks, often: isOften(func) })),
    ...plans.map(({ blocks }) => ({ blocks, often: false })),
  ];
}

/** Finds the paths that are worth a slot: those looked up at two places or at one that may repeat. */
export function documentPaths(policy: Policy): DocumentPaths {
  if (!passesDocuments(policy)) return NO_PATHS;
  const paths = new Map<Stmt, string>();
  const weights = new Map<string, number>();
  for (const { blocks, often } of rootsOf(policy)) {
    const again = new Set(repeated(blocks, often));
    for (const [stmt, path] of pathsIn(blocks)) {
      paths.set(stmt, path);
      weights.set(path, (weights.get(path) ?? 0) + (again.has(stmt) ? 2 : 1));
    }
  }
  const kept = [...weights].filter(([, weight]) => weight > 1).map(([path]) => path);
  const slots = new Map(kept.map((path, slot) => [path, slot]));
  return { count: slots.size, slotOf: stmt => slots.get(paths.get(stmt) ?? '') };
}
