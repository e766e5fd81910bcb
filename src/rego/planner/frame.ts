/*
 * The function that is being planned: the block statements go to, the next free local, and where
 * the variables are.
 *
 * The planner is written in continuation-passing style: `planX(frame, x, then)` emits what computes
 * `x` and calls `then` with where its value is; what `then` emits runs once for every value `x` has.
 * A scan's body is thereby everything that comes after it. A variable is bound for the rest of the
 * continuation only; `scoped` takes bindings back where two alternatives follow one another.
 */
import type { Span } from '../../base/source.ts';
import { positionOf } from '../../base/source.ts';
import type { Block, Local, Location, Operand, Stmt, StmtKind, StmtOf } from '../../ir/plan.ts';
import type { Body, Call, Ref, Term } from '../ast.ts';
import { isRoot } from '../variables.ts';
import type { Unit } from './unit.ts';
import { unplannable } from './unplannable.ts';
import type { World } from './world.ts';

export type Then = (value: Operand) => void;

/** The planning functions that need each other across files. */
export interface Grammar {
  term(frame: Frame, term: Term, then: Then): void;
  ref(frame: Frame, ref: Ref, then: Then): void;
  call(frame: Frame, call: Call, then: Then): void;
  body(frame: Frame, body: Body, then: () => void): void;
}

export interface Frame {
  readonly unit: Unit;
  readonly plan: Grammar;
  world: World;
  /** Where the values of the world's mocks are. */
  mockValues: ReadonlyMap<string, Operand>;
  vars: Map<string, Operand>;
  stmts: Stmt[];
  nextLocal: Local;
  /** How many scans the current block is in. */
  scans: number;
  /** Where it is set, nothing that the current block would still do matters: scans may stop. */
  done: Local | undefined;
  /** What is being planned, for the places of statements. */
  span: Span;
}

type Bare = { [K in StmtKind]: Omit<StmtOf<K>, 'location'> }[StmtKind];

/** Adds a statement to the current block. */
export function emit(frame: Frame, stmt: Bare): void {
  frame.stmts.push({ ...stmt, location: locationOf(frame) } as Stmt);
}

function locationOf({ unit, span }: Frame): Location {
  const { line, column } = positionOf(span);
  return { file: unit.files.indexOf(span.source.name), row: line, col: column };
}

export function newLocal(frame: Frame): Local {
  return frame.nextLocal++;
}

export function localOperand(value: Local): Operand {
  return { kind: 'local', value };
}

export const TRUE: Operand = { kind: 'bool', value: true };
export const FALSE: Operand = { kind: 'bool', value: false };

/** The statements that `fill` emits, as a block of their own; its bindings are taken back. */
export function block(frame: Frame, fill: () => void): Block {
  const outer = frame.stmts;
  const stmts: Stmt[] = [];
  frame.stmts = stmts;
  scoped(frame, fill);
  frame.stmts = outer;
  return { stmts };
}

/** Runs `fill` and takes back what it bound. */
export function scoped(frame: Frame, fill: () => void): void {
  const vars = new Map(frame.vars);
  fill();
  frame.vars = vars;
}

/** Emits a BlockStmt of blocks that run one after another, each left alone when undefined. */
export function emitBlocks(frame: Frame, ...fills: readonly (() => void)[]): void {
  emit(frame, { kind: 'BlockStmt', blocks: fills.map(fill => block(frame, fill)) });
}

/**
 * Emits `first`, and `second` only where `first` is undefined. Both must assign the same locals;
 * where both are undefined what follows still runs.
 */
export function emitEither(frame: Frame, first: () => void, second: () => void): void {
  emitBlocks(frame, () => {
    emitBlocks(frame, () => {
      first();
      emit(frame, { kind: 'BreakStmt', index: 1 });
    });
    second();
  });
}

/**
 * Plans items one after another, each in the continuation of those before it. As long as no item
 * opens a block for what follows it, this is a loop: long bodies and literals must not nest.
 */
export function inTurn<T>(
  frame: Frame,
  items: readonly T[],
  plan: (item: T, next: () => void) => void,
  then: () => void,
): void {
  const planFrom = (start: number): void => {
    for (let index = start; index < items.length; index++) {
      const { stmts } = frame;
      let isSameBlock = false;
      plan(items[index]!, () => {
        if (frame.stmts === stmts) isSameBlock = true;
        else planFrom(index + 1);
      });
      if (!isSameBlock) return;
    }
    then();
  };
  planFrom(0);
}

/** Makes a local undefined that may have a value from before: in a scan, from the element before. */
export function emitReset(frame: Frame, target: Local): void {
  if (frame.scans > 0) emit(frame, { kind: 'ResetLocalStmt', target });
}

/** Makes the current block undefined from here on. */
export function emitUndefined(frame: Frame): void {
  emit(frame, { kind: 'EqualStmt', a: TRUE, b: FALSE });
}

/**
 * Runs `fill` in a block of its own; the local is `true` after it if `reached` was. The first time
 * is enough: scans in the block stop then.
 */
export function emitFlagged(frame: Frame, fill: (reached: () => void, flag: Local) => void): Local {
  const flag = newLocal(frame);
  emitReset(frame, flag);
  const reached = () => emit(frame, { kind: 'AssignVarStmt', source: TRUE, target: flag });
  emitBlocks(frame, () => until(frame, flag, () => fill(reached, flag)));
  return flag;
}

/** Runs `fill` with scans that stop once the local is set; undefined: not before their end. */
export function until(frame: Frame, done: Local | undefined, fill: () => void): void {
  const outer = frame.done;
  frame.done = done;
  fill();
  frame.done = outer;
}

/** A value as a local, for statements that take no other operand. */
export function asLocal(frame: Frame, operand: Operand): Local {
  if (operand.kind === 'local') return operand.value;
  const target = newLocal(frame);
  emit(frame, { kind: 'AssignVarStmt', source: operand, target });
  return target;
}

/** Engines recurse over nested blocks; no evaluation would end with this many anyway. */
const MAX_SCANS = 100;

/** Emits a scan; `then` fills its body. */
export function emitScan(
  frame: Frame,
  source: Operand,
  then: (key: Operand, value: Operand) => void,
): void {
  const local = asLocal(frame, source);
  const key = newLocal(frame);
  const value = newLocal(frame);
  if (frame.scans === MAX_SCANS) {
    throw unplannable(`more than ${MAX_SCANS} iterations stand inside of each other`, frame.span);
  }
  frame.scans++;
  const body = block(frame, () => {
    if (frame.done !== undefined) emit(frame, { kind: 'IsUndefinedStmt', source: frame.done });
    then(localOperand(key), localOperand(value));
  });
  frame.scans--;
  emit(frame, { kind: 'ScanStmt', source: local, key, value, block: body });
}

/** Emits the lookup of a key; undefined if it is not there. */
export function emitDot(frame: Frame, source: Operand, key: Operand): Operand {
  const target = newLocal(frame);
  emit(frame, { kind: 'DotStmt', source, key, target });
  return localOperand(target);
}

export function emitInteger(frame: Frame, value: number): Operand {
  const target = newLocal(frame);
  emit(frame, { kind: 'MakeNumberIntStmt', value, target });
  return localOperand(target);
}

/** Whether a variable has a value here; documents always have a place. */
export function isBound(frame: Frame, name: string): boolean {
  return isRoot(name) || frame.vars.has(name);
}

export function bind(frame: Frame, name: string, value: Operand): void {
  frame.vars.set(name, value);
}
