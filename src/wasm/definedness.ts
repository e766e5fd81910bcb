/*
 * Where a statement may read a local that is undefined.
 *
 * By the specification an undefined operand makes a statement undefined (AssignVar and With aside,
 * which copy it, and arguments of calls). Planners emit almost only
 * reads of locals that are defined on every way there, so instead of testing each operand at run
 * time this finds, by forward flow over the blocks, the reads that need a test. A state is the set
 * of locals that are defined on every way to a point; where ways join, states intersect. A loop is
 * walked until its head's state no longer shrinks.
 */

import { isVoid } from '../ir/builtin-calls.ts';
import type { Block, Local, Operand, Stmt, StmtOf } from '../ir/plan.ts';
import { readsOf, writesOf } from '../ir/statements.ts';

/** The operands to test before each statement; statements without any are absent. */
export type Tests = ReadonlyMap<Stmt, ReadonlySet<Local>>;

/** What is defined, or `undefined` at a point that is never reached. */
type State = ReadonlySet<Local> | undefined;

function join(a: State, b: State): State {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...a].filter(local => b.has(local)));
}

function plus(state: State, locals: readonly Local[]): State {
  return state && new Set([...state, ...locals]);
}

function minus(state: State, locals: readonly Local[]): State {
  return state && new Set([...state].filter(local => !locals.includes(local)));
}

function localsOf(operands: readonly Operand[]): readonly Local[] {
  return operands.flatMap(operand => (operand.kind === 'local' ? [operand.value] : []));
}

function isDefined(operand: Operand, state: State): boolean {
  return operand.kind !== 'local' || state?.has(operand.value) === true;
}

/** Whether a call by this name is one of the policy's functions, whose input may be undefined. */
export type IsFunction = (name: string) => boolean;

class Flow {
  readonly tests = new Map<Stmt, Set<Local>>();
  private readonly isFunction: IsFunction;
  /** The joined states of the ways that leave each open block, the innermost last. */
  private readonly exits: State[] = [];

  constructor(isFunction: IsFunction) {
    this.isFunction = isFunction;
  }

  blocks(blocks: readonly Block[], state: State): State {
    return blocks.reduce<State>((before, block) => {
      const { end, exit } = this.block(block, before);
      return join(end, exit);
    }, state);
  }

  private block(block: Block, state: State): { readonly end: State; readonly exit: State } {
    this.exits.push(undefined);
    const end = block.stmts.reduce((before, stmt) => this.stmt(stmt, before), state);
    return { end, exit: this.exits.pop() };
  }

  /** A way from `state` to the end of the block `index` blocks further out. */
  private leave(state: State, index = 0): void {
    const at = this.exits.length - 1 - index;
    if (at >= 0) this.exits[at] = join(this.exits[at], state);
  }

  private stmt(stmt: Stmt, before: State): State {
    if (before === undefined) return undefined;
    const state = this.test(stmt, before);
    switch (stmt.kind) {
      case 'BlockStmt':
        return this.blocks(stmt.blocks, state);
      case 'BreakStmt':
        this.leave(state, stmt.index);
        return undefined;
      case 'NotStmt':
        return this.not(stmt, state);
      case 'ScanStmt':
        return this.scan(stmt, state);
      case 'WithStmt':
        return this.with(stmt, state);
      case 'ReturnLocalStmt':
        return undefined;
      case 'ResetLocalStmt':
        return minus(state, [stmt.target]);
      case 'AssignVarStmt':
        return isDefined(stmt.source, state)
          ? plus(state, [stmt.target])
          : minus(state, [stmt.target]);
      case 'IsUndefinedStmt':
        this.leave(state);
        return minus(state, [stmt.source]);
      case 'IsDefinedStmt':
        this.leave(state);
        return plus(state, [stmt.source]);
      default:
        return this.simple(stmt, state);
    }
  }

  /** A statement without blocks either gives its target a value or leaves it undefined and exits. */
  private simple(stmt: Stmt, state: State): State {
    const targets = writesOf(stmt);
    if (stmt.kind === 'CallStmt' && isVoid(stmt.func)) return minus(state, targets);
    this.leave(minus(state, targets));
    if (stmt.kind === 'CallDynamicStmt') this.leave(minus(state, targets), 3);
    return plus(state, targets);
  }

  /** Notes the operands that may be undefined; past the statement they are defined. */
  private test(stmt: Stmt, state: State): State {
    const unsure = this.operandsOf(stmt).filter(local => !state?.has(local));
    if (unsure.length === 0) return state;
    const known = this.tests.get(stmt) ?? [];
    this.tests.set(stmt, new Set([...known, ...unsure]));
    this.leave(minus(state, writesOf(stmt)));
    return plus(state, unsure);
  }

  /** The locals a statement reads whose being undefined makes it undefined. */
  private operandsOf(stmt: Stmt): readonly Local[] {
    switch (stmt.kind) {
      case 'ScanStmt':
      case 'CallDynamicStmt':
      case 'AssignVarStmt':
        return [];
      case 'WithStmt':
        return stmt.path.length === 0 ? [] : localsOf([stmt.value]);
      case 'CallStmt':
        return localsOf(stmt.args.slice(this.isFunction(stmt.func) ? 2 : 0));
      default:
        return readsOf(stmt);
    }
  }

  /** A defined body leaves the block around; an undefined one goes on. */
  private not({ block }: StmtOf<'NotStmt'>, state: State): State {
    const { end, exit } = this.block(block, state);
    this.leave(end);
    return exit;
  }

  private with({ local, path, value, block }: StmtOf<'WithStmt'>, state: State): State {
    const restore = (after: State) =>
      state?.has(local) ? plus(after, [local]) : minus(after, [local]);
    const defined = path.length > 0 || isDefined(value, state);
    const { end, exit } = this.block(block, (defined ? plus : minus)(state, [local]));
    this.leave(restore(exit));
    return restore(end);
  }

  private scan({ key, value, block }: StmtOf<'ScanStmt'>, state: State): State {
    let head = state;
    let size: number | undefined;
    while (head?.size !== size) {
      size = head?.size;
      const { end, exit } = this.block(block, plus(head, [key, value]));
      head = join(head, join(end, exit));
    }
    return head;
  }
}

/**
 * The tests a function's or plan's statements need.
 * @param defined the parameters that are certainly defined
 */
export function undefinedTests(
  blocks: readonly Block[],
  defined: readonly Local[],
  isFunction: IsFunction,
): Tests {
  const flow = new Flow(isFunction);
  flow.blocks(blocks, new Set(defined));
  return flow.tests;
}
