import { type Block, DATA, type Func, INPUT, type Local, type Plan } from '../ir/plan.ts';
import { NOT_COMPUTED } from './abi.ts';
import { isRule } from './call-graph.ts';
import { undefinedTests } from './definedness.ts';
import { wordSignature } from './format.ts';
import { Frame, type Unit } from './frame.ts';
import type { NewFunction } from './linker.ts';
import { neededLocals } from './liveness.ts';
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
  frame.code.i32(slot);
  frame.call('rt_memo_get').tee(result).i32(NOT_COMPUTED).op('i32Ne').if();
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

/** The blocks, with every return going to their end, where `result` holds the value. */
function emitWrapped(frame: Frame, func: Func, result: number): void {
  const end = frame.code.block();
  emitBlocks(frame, func, local => {
    frame.read(local).set(result);
    frame.undoAll();
    frame.code.br(end);
  });
  frame.code.end();
}

/** What is found out about blocks before they are emitted; `defined` are the parameters that are. */
function analyse(
  unit: Unit,
  blocks: readonly Block[],
  defined: readonly Local[],
): Pick<Body, 'isNeeded' | 'testsOf'> {
  const needed = neededLocals(blocks);
  const tests = undefinedTests(blocks, defined, unit.isFunction);
  return { isNeeded: local => needed.has(local), testsOf: stmt => tests.get(stmt) };
}

/** Only the input, the first parameter, may be undefined. */
function emitBlocks(frame: Frame, func: Func, emitReturn: (local: Local) => void): void {
  const body: Body = {
    ...analyse(frame.unit, func.blocks, func.params.slice(1)),
    frame,
    emitReturn,
    outputConflict: isRule(func) ? RULE_CONFLICT : FUNCTION_CONFLICT,
  };
  for (const block of func.blocks) emitBlock(body, block);
}

/** A rule or function: takes its parameters' values, gives its value or 0. */
export function generateFunction(
  unit: Unit,
  func: Func,
  { memoSlot, guarded }: Wrapping,
): NewFunction {
  const frame = new Frame(unit, func.params);
  const { code } = frame;
  const wrapped = memoSlot !== undefined || guarded;
  if (wrapped) {
    const result = frame.temporary();
    if (memoSlot !== undefined) emitMemoLookUp(frame, memoSlot, result);
    frame.burnFuel();
    if (guarded) emitDescent(frame);
    emitWrapped(frame, func, result);
    if (guarded) emitAscent(frame);
    if (memoSlot !== undefined) {
      code.i32(memoSlot).get(result);
      frame.call('rt_memo_set');
    }
    code.get(result);
  } else {
    frame.burnFuel();
    emitBlocks(frame, func, local => {
      frame.read(local);
      frame.undoAll();
      code.op('return');
    });
    code.i32(0);
  }
  return finish(frame, func.name, func.params.length);
}

/** A plan: takes input and data, gives its result set. */
export function generatePlan(unit: Unit, plan: Plan): NewFunction {
  const frame = new Frame(unit, [INPUT, DATA]);
  const resultSet = frame.temporary();
  frame.call('rt_set_new').set(resultSet);
  const body: Body = {
    ...analyse(unit, plan.blocks, [DATA]),
    frame,
    emitReturn() {
      throw new Error('a plan returns nothing');
    },
    outputConflict: RULE_CONFLICT,
    resultSet,
  };
  for (const block of plan.blocks) emitBlock(body, block);
  frame.code.get(resultSet);
  return finish(frame, `plan ${plan.name}`, 2);
}
