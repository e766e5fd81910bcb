/*
 * Who calls whom, for two decisions about each function.
 *
 * Memoised: a function of input and data alone gives the same value throughout an evaluation, so
 * its value is kept if it may be asked for twice: called from two places, from a loop, from a
 * function that itself may run often, or dynamically.
 *
 * Guarded: a function that can reach itself counts how deep it is. Rego has no recursion, but a
 * plan is a document that anyone may write.
 */

import type { Block, Func, Operand, Policy, Stmt, StmtOf } from '../ir/plan.ts';
import { blocksOf, statementsOf } from '../ir/statements.ts';

export interface CallGraph {
  isMemoised(func: Func): boolean;
  isGuarded(func: Func): boolean;
}

/** Rules have two parameters, input and data; functions of the policy's author have more. */
export function isRule(func: Func): boolean {
  return func.params.length === 2;
}

/** The functions that a dynamic call can reach: same length of path, same strings where it has some. */
export function dynamicTargets(
  policy: Policy,
  stmt: Pick<StmtOf<'CallDynamicStmt'>, 'path' | 'args'>,
): readonly Func[] {
  const matches = (operand: Operand, part: string | undefined): boolean =>
    operand.kind === 'local' ||
    (operand.kind === 'string_index' && policy.static.strings[operand.value] === part);
  return policy.funcs.filter(
    ({ path, params }) =>
      path !== undefined &&
      path.length === stmt.path.length &&
      params.length === stmt.args.length &&
      stmt.path.every((operand, index) => matches(operand, path[index])),
  );
}

/** A call: how often it counts. Two stands for any larger number. */
interface Call {
  readonly callee: string;
  readonly weight: 1 | 2;
}

function* callsOf(policy: Policy, blocks: readonly Block[], often: boolean): Generator<Call> {
  for (const stmt of blocks.flatMap(({ stmts }) => stmts)) {
    yield* callsOfStmt(policy, stmt, often);
    yield* callsOf(policy, blocksOf(stmt), often || stmt.kind === 'ScanStmt');
  }
}

function callsOfStmt(policy: Policy, stmt: Stmt, often: boolean): readonly Call[] {
  if (stmt.kind === 'CallStmt') return [{ callee: stmt.func, weight: often ? 2 : 1 }];
  if (stmt.kind !== 'CallDynamicStmt') return [];
  return dynamicTargets(policy, stmt).map(({ name }) => ({ callee: name, weight: 2 }));
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether calls lead from a function back to it. */
function reachesItself(from: string, edges: Edges): boolean {
  const seen = new Set<string>();
  const pending = [...(edges.get(from) ?? [])];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === from) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(...(edges.get(name) ?? []));
  }
  return false;
}

/** The functions on a cycle of calls. A checked plan has those only through dynamic calls. */
function recursive(policy: Policy, edges: Edges): ReadonlySet<string> {
  const blocks = policy.funcs.flatMap(func => func.blocks);
  const isDynamic = statementsOf(blocks).some(({ stmt }) => stmt.kind === 'CallDynamicStmt');
  return new Set(isDynamic ? [...edges.keys()].filter(name => reachesItself(name, edges)) : []);
}

export function callGraph(policy: Policy): CallGraph {
  const edges = new Map<string, ReadonlySet<string>>();
  const counts = new Map<string, number>();
  const count = (calls: readonly Call[]): void => {
    for (const { callee, weight } of calls) counts.set(callee, (counts.get(callee) ?? 0) + weight);
  };
  for (const { blocks } of policy.plans) count([...callsOf(policy, blocks, false)]);
  for (const func of policy.funcs) {
    const calls = [...callsOf(policy, func.blocks, !isRule(func))];
    count(calls);
    edges.set(func.name, new Set(calls.map(({ callee }) => callee)));
  }
  const guarded = recursive(policy, edges);
  return {
    isMemoised: func => isRule(func) && (counts.get(func.name) ?? 0) > 1,
    isGuarded: func => guarded.has(func.name),
  };
}
