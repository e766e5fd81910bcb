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
import { usesOf } from './local-scopes.ts';

export interface Definedness {
  /** The operands to test before each statement; statements without any are absent. */
  readonly tests: ReadonlyMap<Stmt, readonly Local[]>;
  /** The locals that some statement, whatever it is, may find undefined. */
  readonly unsure: ReadonlySet<Local>;
}

/** What is defined, one bit per local, or `undefined` at a point that is never reached. */
type State = bigint | undefined;

function bits(locals: readonly Local[]): bigint {
  return locals.reduce((set, local) => set | (1n << BigInt(local)), 0n);
}

function localsIn(set: bigint): readonly Local[] {
  const digits = set.toString(2);
  return [...digits].flatMap((digit, index) => (digit === '1' ? [digits.length - 1 - index] : []));
}

function join(a: State, b: State): State {
  return a === undefined || b === undefined ? (a ?? b) : a & b;
}

function localsOf(operands: readonly Operand[]): readonly Local[] {
  return operands.flatMap(operand => (operand.kind === 'local' ? [operand.value] : []));
}

function isDefined(operand: Operand, state: bigint): boolean {
  return operand.kind !== 'local' || (state & bits([operand.value])) !== 0n;
}

/** Whether a call by this name is one of the policy's functions, whose input may be undefined. */
export type IsFunction = (name: string) => boolean;

class Flow {
  readonly tests = new Map<Stmt, bigint>();
  unsure = 0n;
  private readonly isFunction: IsFunction;
  /** The joined states of the ways that leave each open block, the innermost last. */
  private readonly exits: State[] = [];

  constructor(isFunction: IsFunction) {
    this.isFunction = isFunction;
  }

  blocks(blocks: readonly Block[], state: State): State {
    return blocks.reduce((before, block) => {
      const { end, exit } = this.block(block, before);
      return join(end, exit);
    }, state);
  }

  private block(block: Block, state: State): { readonly end: State; readonly exit: State } {
    this.exits.push(undefined);
    let end = state;
    for (const stmt of block.stmts) {
      if (end === undefined) break;
      end = this.stmt(stmt, this.test(stmt, end));
    }
    return { end, exit: this.exits.pop() };
  }

  /** A way from `state` to the end of the block `index` blocks further out. */
  private leave(state: State, index = 0): void {
    const at = this.exits.length - 1 - index;
    if (at >= 0) this.exits[at] = join(this.exits[at], state);
  }

  private stmt(stmt: Stmt, state: bigint): State {
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
      case 'SwitchStmt':
        return this.switch(stmt, state);
      case 'WithStmt':
        return this.with(stmt, state);
      case 'ReturnLocalStmt':
        return undefined;
      case 'ResetLocalStmt':
        return state & ~bits([stmt.target]);
      case 'AssignVarStmt':
        return isDefined(stmt.source, state)
          ? state | bits([stmt.target])
          : state & ~bits([stmt.target]);
      case 'IsUndefinedStmt':
        this.leave(state);
        return state & ~bits([stmt.source]);
      case 'IsDefinedStmt':
        this.leave(state);
        return state | bits([stmt.source]);
      default:
        return this.simple(stmt, state);
    }
  }

  /** A statement without blocks either gives its target a value or leaves it undefined and exits. */
  private simple(stmt: Stmt, state: bigint): State {
    const targets = bits(writesOf(stmt));
    if (stmt.kind === 'CallStmt' && isVoid(stmt.func)) return state & ~targets;
    this.leave(state & ~targets);
    if (stmt.kind === 'CallDynamicStmt') this.leave(state & ~targets, 3);
    return state | targets;
  }

  /** Notes the operands that may be undefined; past the statement they are defined. */
  private test(stmt: Stmt, state: bigint): bigint {
    this.unsure |= bits(usesOf(stmt)) & ~state;
    if (stmt.kind === 'AssignVarOnceStmt') this.unsure |= bits([stmt.target]);
    const unsure = bits(this.operandsOf(stmt)) & ~state;
    if (unsure === 0n) return state;
    this.tests.set(stmt, (this.tests.get(stmt) ?? 0n) | unsure);
    this.leave(state & ~bits(writesOf(stmt)));
    return state | unsure;
  }

  /** The locals a statement reads whose being undefined makes it undefined. */
  private operandsOf(stmt: Stmt): readonly Local[] {
    switch (stmt.kind) {
      case 'ScanStmt':
      case 'SwitchStmt':
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

  /** One of the blocks runs, or none. */
  private switch({ blocks }: StmtOf<'SwitchStmt'>, state: bigint): State {
    return blocks.reduce<State>((joined, block) => {
      const { end, exit } = this.block(block, state);
      return join(joined, join(end, exit));
    }, state);
  }

  private with({ local, path, value, block }: StmtOf<'WithStmt'>, state: bigint): State {
    const bit = bits([local]);
    const restore = (after: State) =>
      after === undefined ? undefined : (after & ~bit) | (state & bit);
    const defined = path.length > 0 || isDefined(value, state);
    const { end, exit } = this.block(block, defined ? state | bit : state & ~bit);
    this.leave(restore(exit));
    return restore(end);
  }

  private scan({ key, value, block }: StmtOf<'ScanStmt'>, state: bigint): State {
    const element = bits([key, value]);
    for (let head = state; ; ) {
      const { end, exit } = this.block(block, head | element);
      const again = head & (join(end, exit) ?? head);
      if (again === head) return head;
      head = again;
    }
  }
}

/**
 * Analyses the blocks of a function or plan.
 * @param defined the parameters that are certainly defined
 */
export function definedness(
  blocks: readonly Block[],
  defined: readonly Local[],
  isFunction: IsFunction,
): Definedness {
  const flow = new Flow(isFunction);
  flow.blocks(blocks, bits(defined));
  return {
    tests: new Map([...flow.tests].map(([stmt, unsure]) => [stmt, localsIn(unsure)])),
    unsure: new Set(localsIn(flow.unsure)),
  };
}
