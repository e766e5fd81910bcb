import { type Block, DATA, type Func, INPUT, type Local, type Plan } from '../ir/plan.ts';
import { isRule } from './call-graph.ts';
import { definedness } from './definedness.ts';
import { wordSignature } from './format.ts';
import { Frame, type Unit } from './frame.ts';
import type { NewFunction } from './linker.ts';
import { neededLocals } from './liveness.ts';
import { localScopes } from './local-scopes.ts';
import { type Body, emitBlock } from './statements.ts';

/** How deep calls of functions that can reach themselves may nest. */
const MAX_DEPTH = 400;

const RULE_CONFLICT = 'complete rules must not produce multiple outputs';
const FUNCTION_CONFLICT = 'functions must not produce multiple outputs for same inputs';

/** What a function does around its blocks when its value is kept or its depth is counted. */
interface Wrapping {
  readonly memoSlot: number | undefined;
  readonly guarded: boolean;
}

function finish(frame: Frame, name: string, operands: number): NewFunction {
  const code = frame.code.finish();
  return { name, signature: wordSignature(operands), locals: frame.extraLocals, code };
}

/** Returns the kept value if there is one. */
function emitMemoLookUp(frame: Frame, slot: number, result: number): void {
  frame.memoMissing(slot, result).op('i32Eqz').if();
  frame.code.get(result).op('return').end().i32(0).set(result);
}

function emitDescent(frame: Frame): void {
  const { depth } = frame.unit.globals;
  frame.code.globalGet(depth).i32(MAX_DEPTH).op('i32GeU').if();
  frame.fail('depth', `calls are nested deeper than ${MAX_DEPTH}`);
  frame.code.end().globalGet(depth).i32(1).op('i32Add').globalSet(depth);
}

function emitAscent(frame: Frame): void {
  const { depth } = frame.unit.globals;
  frame.code.globalGet(depth).i32(1).op('i32Sub').globalSet(depth);
}

/** What is found out about blocks before they are emitted. Only the input may be undefined. */
function analyse(
  unit: Unit,
  blocks: readonly Block[],
  params: readonly Local[],
): Pick<Body, 'isNeeded' | 'isUnsure' | 'localsOf' | 'testsOf'> {
  const needed = neededLocals(blocks);
  const scopes = localScopes(blocks, params);
  const { tests, unsure } = definedness(blocks, params.slice(1), unit.isFunction);
  return {
    isNeeded: local => needed.has(local),
    isUnsure: local => unsure.has(local),
    localsOf: block => scopes.get(block) ?? [],
    testsOf: stmt => tests.get(stmt),
  };
}

/** All blocks of a function or plan; what leaves more blocks than it has goes to the end of them all. */
function emitBlocks(body: Body, blocks: readonly Block[]): void {
  body.frame.scope(() => {
    for (const block of blocks) emitBlock(body, block);
  });
}

function emitFunction(frame: Frame, func: Func, emitReturn: (local: Local) => void): void {
  const { blocks, params } = func;
  const outputConflict = isRule(func) ? RULE_CONFLICT : FUNCTION_CONFLICT;
  const analysis = analyse(frame.unit, blocks, params);
  emitBlocks({ ...analysis, frame, emitReturn, outputConflict }, blocks);
}

/** A function with something to do before it returns: every return goes to one place. */
function emitWrapped(frame: Frame, func: Func, { memoSlot, guarded }: Wrapping): void {
  const result = frame.temporary();
  if (memoSlot !== undefined) emitMemoLookUp(frame, memoSlot, result);
  frame.burnFuel();
  if (guarded) emitDescent(frame);
  emitFunction(frame, func, local => {
    frame.read(local).set(result);
    frame.leaveAll();
  });
  if (guarded) emitAscent(frame);
  if (memoSlot !== undefined) frame.memoise(memoSlot, result);
  frame.code.get(result);
}

function emitPlain(frame: Frame, func: Func): void {
  frame.burnFuel();
  emitFunction(frame, func, local => {
    frame.read(local);
    frame.undoAll();
    frame.code.op('return');
  });
  frame.code.i32(0);
}

/** A rule or function: takes its parameters' values, gives its value or 0. */
export function generateFunction(unit: Unit, func: Func, wrapping: Wrapping): NewFunction {
  const frame = new Frame(unit, func.params);
  if (wrapping.memoSlot !== undefined || wrapping.guarded) emitWrapped(frame, func, wrapping);
  else emitPlain(frame, func);
  return finish(frame, func.name, func.params.length);
}

/** A plan: takes input and data, gives its result set. */
export function generatePlan(unit: Unit, { name, blocks }: Plan): NewFunction {
  const frame = new Frame(unit, [INPUT, DATA]);
  const resultSet = frame.temporary();
  frame.call('rt_set_new').set(resultSet);
  const body: Body = {
    ...analyse(unit, blocks, [INPUT, DATA]),
    frame,
    emitReturn() {
      throw new Error('a plan returns nothing');
    },
    outputConflict: RULE_CONFLICT,
    resultSet,
  };
  emitBlocks(body, blocks);
  frame.code.get(resultSet);
  return finish(frame, `plan ${name}`, 2);
}
