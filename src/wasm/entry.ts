/*
 * The functions that a host calls: OPA's `eval`, `opa_eval`, `builtins` and `entrypoints`, our own
 * `tf_eval`; and the start function, which puts the constants in place.
 */

import type { Policy } from '../ir/plan.ts';
import { CONTEXT } from './abi.ts';
import { type Signature, wordSignature } from './format.ts';
import { Frame, type Unit } from './frame.ts';
import type { NewFunction } from './linker.ts';

const WORD = wordSignature(0).results;

/** A function whose parameters are not locals of a plan: they are numbered from 0. */
function define(
  unit: Unit,
  name: string,
  operands: number,
  emit: (frame: Frame) => void,
  results: Signature['results'] = WORD,
): NewFunction {
  const frame = new Frame(
    unit,
    Array.from({ length: operands }, (_, index) => index),
  );
  emit(frame);
  const signature = { params: wordSignature(operands).params, results };
  return { name, signature, locals: frame.extraLocals, code: frame.code.finish() };
}

/** `evaluate(entrypoint, input, data)`: the result set of a plan. All evaluations go through it. */
export function evaluateFunction(unit: Unit, plans: readonly number[]): NewFunction {
  return define(unit, 'evaluate', 3, frame => {
    const { code } = frame;
    frame.call('rt_begin').i32(0).globalSet(unit.globals.depth);
    const unknown = code.block();
    const labels = plans.map(() => code.block()).toReversed();
    code.get(0).brTable(labels, unknown);
    for (const plan of plans) code.end().get(1).get(2).call(plan).op('return');
    code.end();
    frame.fail('internal', 'there is no such entrypoint');
  });
}

/** `eval(context)`: the host has filled in the context and finds the result there. */
export function evalFunction(unit: Unit, evaluate: number): NewFunction {
  return define(unit, 'eval', 1, ({ code }) => {
    code.get(0);
    for (const field of ['entrypoint', 'input', 'data'] as const) code.get(0).load(CONTEXT[field]);
    code.call(evaluate).store(CONTEXT.result).i32(0);
  });
}

/** `opa_eval(reserved, entrypoint, data, text, length, heap, format)`: the result as text. */
export function opaEvalFunction(unit: Unit, evaluate: number): NewFunction {
  return define(unit, 'opa_eval', 7, frame => {
    const { code } = frame;
    const result = frame.temporary();
    code.get(0).if();
    frame.fail('internal', 'the first operand of opa_eval must be 0');
    code.end().get(5);
    frame.call('opa_heap_ptr_set').get(1).get(3).get(4);
    frame.call('rt_parse_input').get(2).call(evaluate).set(result);
    code.get(6).if();
    code.get(result);
    frame.call('opa_value_dump').op('return').end().get(result);
    frame.call('opa_json_dump');
  });
}

/** `tf_eval(entrypoint, text, length)`: the result set's address. */
export function tfEvalFunction(unit: Unit, evaluate: number): NewFunction {
  return define(unit, 'tf_eval', 3, frame => {
    frame.code.get(0).get(1).get(2);
    frame.call('rt_parse_input');
    frame.call('rt_data').call(evaluate);
  });
}

/** `builtins()` or `entrypoints()`: an object from names to numbers. */
export function namesFunction(
  unit: Unit,
  name: string,
  numbers: ReadonlyMap<string, number>,
): NewFunction {
  return define(unit, name, 0, frame => {
    const object = frame.temporary();
    frame.call('rt_object_new').set(object);
    for (const [key, number] of numbers) {
      frame.code.get(object).i32(unit.statics.string(key)).i64(BigInt(number));
      frame.call('rt_int');
      frame.call('rt_object_insert');
    }
    frame.code.get(object);
  });
}

/** Numbers of the entrypoints, in the order of the plans. */
export function entrypointNumbers(policy: Policy): ReadonlyMap<string, number> {
  return new Map(policy.plans.map(({ name }, index) => [name, index]));
}

/** Calls `rt_intern_slot` for every address in a table of words. */
function emitInterning(frame: Frame, table: number, count: number): void {
  const { code } = frame;
  const at = frame.temporary();
  code.i32(table).set(at);
  const done = code.block();
  const next = code.loop();
  code
    .get(at)
    .i32(table + 4 * count)
    .op('i32GeU')
    .brIf(done);
  code.get(at).load(0);
  frame.call('rt_intern_slot').get(at).i32(4).op('i32Add').set(at).br(next);
  code.end().end();
}

/**
 * The start function. It is generated last: only then are all constants known. The runtime's own
 * start function goes first; reserving the arena behind the constants makes the memory large enough.
 */
export function startFunction(
  unit: Unit,
  options: {
    readonly runtimeStart: number | undefined;
    readonly memoSlots: number;
    /** The passive segment that holds the constants. */
    readonly segment: number;
  },
): NewFunction {
  const { statics } = unit;
  const slots = statics.stringSlots();
  const table = statics.words(slots);
  statics.seal();
  return define(
    unit,
    'start',
    0,
    frame => {
      const { code } = frame;
      if (options.runtimeStart !== undefined) code.call(options.runtimeStart);
      code.i32(statics.end);
      frame.call('rt_start');
      code
        .i32(statics.base)
        .i32(0)
        .i32(statics.end - statics.base);
      code.memoryInit(options.segment).dataDrop(options.segment);
      emitInterning(frame, table, slots.length);
      code.i32(options.memoSlots);
      frame.call('rt_memo_init');
      frame.call('rt_ready');
    },
    [],
  );
}
