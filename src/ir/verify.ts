/*
 * Whether a plan makes sense before anything runs it: it may have been written by another compiler, or
 * by no compiler at all. An engine may rely on what is checked here: indexes are in range, breaks stay
 * within the function, calls have a callee of that arity, and no local is read that nothing can have
 * given a value. What this can't decide (a local that is undefined on some way) has a meaning: it is
 * undefined.
 */
import type { Diagnostic } from '../base/diagnostic.ts';
import { builtinDeclarations } from './declarations.ts';
import {
  type Block,
  DATA,
  type Func,
  INPUT,
  type Local,
  type Policy,
  type Stmt,
  type StmtOf,
} from './plan.ts';
import { readsOf, statementsOf, stringsOf, writesOf } from './statements.ts';

/** What a check says about one statement; nothing if it is fine. */
type Check = (stmt: Stmt, depth: number) => string | undefined;

/** Everything that is wrong with a policy, in the order of its text. */
export function verify(policy: Policy): Diagnostic[] {
  const calls = checkCalls(policy);
  const strings = checkStrings(policy);
  const plans = policy.plans.flatMap(plan => {
    const checks = [checkBreaks, strings, calls, onlyIn('ResultSetAddStmt'), checkLocals([])];
    return faults(`plan \`${plan.name}\``, plan.blocks, checks);
  });
  const funcs = policy.funcs.flatMap(func => {
    const where = `function \`${func.name}\``;
    const locals = checkLocals(func.params);
    const checks = [checkBreaks, strings, calls, onlyIn('ReturnLocalStmt'), locals];
    return [...checkHead(where, func), ...faults(where, func.blocks, checks)];
  });
  return [...checkNames(policy), ...plans, ...funcs, ...checkRecursion(policy)];
}

function fault(message: string): Diagnostic {
  return { code: 'tf_policy_invalid', message };
}

function faults(where: string, blocks: readonly Block[], checks: readonly Check[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [index, { stmt, depth }] of statementsOf(blocks).entries()) {
    for (const check of checks) {
      const message = check(stmt, depth);
      if (message !== undefined)
        found.push(fault(`${where}, statement ${index} \`${stmt.kind}\`: ${message}`));
    }
  }
  return found;
}

function checkBreaks(stmt: Stmt, depth: number): string | undefined {
  if (stmt.kind !== 'BreakStmt' || stmt.index < depth) return undefined;
  return `break ${stmt.index} leaves more blocks than there are`;
}

function checkStrings({ static: { strings } }: Policy): Check {
  return stmt => {
    const bad = stringsOf(stmt).find(index => index >= strings.length);
    if (bad !== undefined) return `there is no string ${bad}`;
    return stmt.kind === 'SwitchStmt' ? checkCases(stmt, strings) : undefined;
  };
}

function checkCases(
  { keys, blocks }: StmtOf<'SwitchStmt'>,
  strings: readonly string[],
): string | undefined {
  if (keys.length !== blocks.length) return 'every key has one block';
  const isDistinct = new Set(keys.map(key => strings[key])).size === keys.length;
  return isDistinct ? undefined : 'two keys are the same';
}

/** Results are added in plans and returned from functions, never the other way round. */
function onlyIn(kind: 'ResultSetAddStmt' | 'ReturnLocalStmt'): Check {
  return stmt => {
    const isEnd = stmt.kind === 'ResultSetAddStmt' || stmt.kind === 'ReturnLocalStmt';
    return isEnd && stmt.kind !== kind ? 'is not allowed here' : undefined;
  };
}

/** Locals in the order of the text: reading one that no earlier statement names is a fault. */
function checkLocals(params: readonly Local[]): Check {
  const known = new Set<Local>([INPUT, DATA, ...params]);
  return stmt => {
    if (stmt.kind === 'WithStmt' && stmt.local !== INPUT && stmt.local !== DATA) {
      return `local ${stmt.local} is neither input nor data`;
    }
    const bad = readsOf(stmt).find(local => !known.has(local));
    for (const local of writesOf(stmt)) known.add(local);
    return bad === undefined ? undefined : `local ${bad} is read before anything defines it`;
  };
}

/** How many operands a callee takes, or `undefined` if there is no such callee. */
function arities(policy: Policy): (name: string) => number | 'any' | undefined {
  const funcs = new Map(policy.funcs.map(func => [func.name, func.params.length]));
  const builtins = new Map(
    policy.static.builtinFuncs.map(f => [f.name, f.arity ?? ('any' as const)]),
  );
  return name => {
    const declared = builtinDeclarations.get(name);
    const known = declared?.variadic === undefined ? declared?.args.length : ('any' as const);
    return funcs.get(name) ?? known ?? builtins.get(name);
  };
}

function checkCalls(policy: Policy): Check {
  const arityOf = arities(policy);
  return stmt => {
    if (stmt.kind === 'CallDynamicStmt' && stmt.args.length !== 2) {
      return 'a dynamic call has input and data as its arguments';
    }
    if (stmt.kind !== 'CallStmt') return undefined;
    const arity = arityOf(stmt.func);
    if (arity === undefined) return `there is no function \`${stmt.func}\``;
    if (arity === 'any' || arity === stmt.args.length) return undefined;
    return `\`${stmt.func}\` takes ${arity} arguments, not ${stmt.args.length}`;
  };
}

function checkHead(where: string, func: Func): Diagnostic[] {
  if (func.params.length >= 2 && new Set(func.params).size === func.params.length) return [];
  return [fault(`${where}: parameters are input, data and further distinct locals`)];
}

function checkNames({ plans, funcs }: Policy): Diagnostic[] {
  const twice = (kind: string, names: readonly string[]) =>
    names
      .filter((name, index) => names.indexOf(name) !== index)
      .map(name => fault(`there are two ${kind}s \`${name}\``));
  return [
    ...twice(
      'plan',
      plans.map(plan => plan.name),
    ),
    ...twice(
      'function',
      funcs.map(func => func.name),
    ),
  ];
}

/** Rego has no recursion, and engines rely on it to bound the depth of calls. */
function checkRecursion({ funcs }: Policy): Diagnostic[] {
  const callees = new Map(
    funcs.map(func => [
      func.name,
      statementsOf(func.blocks).flatMap(({ stmt }) =>
        stmt.kind === 'CallStmt' ? [stmt.func] : [],
      ),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const cyclic: string[] = [];
  const visit = (name: string) => {
    if (state.get(name) === 'open') cyclic.push(name);
    if (state.has(name)) return;
    state.set(name, 'open');
    for (const callee of callees.get(name) ?? []) visit(callee);
    state.set(name, 'done');
  };
  for (const func of funcs) visit(func.name);
  return [...new Set(cyclic)].map(name => fault(`function \`${name}\` calls itself`));
}
