/*
 * The meaning of every statement, one entry each. The type of the table holds it complete.
 *
 * An undefined operand makes any statement undefined (OPA: docs, "Block Execution"), and what would
 * have been its target undefined with it. The exceptions, which plans rely on: IsDefined and
 * IsUndefined; AssignVar and With, which copy it; arguments of calls; Scan, which has no elements.
 */
import { numberOf } from '../value/decimal.ts';
import {
  equal,
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { isVoid } from './builtin-calls.ts';
import { EvalFailure } from './eval-failure.ts';
import { type Flow, leaving, NEXT, RETURN, UNDEFINED, when } from './flow.ts';
import type { Frame } from './machine.ts';
import { dot, elements, length, merge, upsert } from './operations.ts';
import type { Local, Stmt, StmtKind, StmtOf } from './plan.ts';

type Step<K extends StmtKind> = (stmt: StmtOf<K>, frame: Frame) => Flow;
type Steps = { readonly [K in StmtKind]: Step<K> };
type StepsOf<K extends StmtKind> = Pick<Steps, K>;

/** Gives a target its value; an undefined one makes the statement undefined. */
function define(frame: Frame, target: Local, value: MaybeValue): Flow {
  frame.locals.set(target, value);
  return when(value !== Undefined);
}

/** Two values, if both are defined. */
function both(a: MaybeValue, b: MaybeValue): readonly [Value, Value] | undefined {
  return a === Undefined || b === Undefined ? undefined : [a, b];
}

const control: StepsOf<
  | 'BlockStmt'
  | 'BreakStmt'
  | 'NopStmt'
  | 'NotStmt'
  | 'ScanStmt'
  | 'SwitchStmt'
  | 'WithStmt'
  | 'ReturnLocalStmt'
  | 'ResultSetAddStmt'
> = {
  BlockStmt: ({ blocks }, frame) => frame.machine.runBlocks(blocks, frame),
  BreakStmt: ({ index }) => index,
  NopStmt: () => NEXT,

  NotStmt: ({ block }, frame) => {
    const flow = frame.machine.run(block, frame);
    return flow === NEXT ? UNDEFINED : leaving(flow);
  },

  ScanStmt: ({ source, key, value, block }, frame) => {
    for (const element of elements(frame.locals.get(source))) {
      frame.machine.spend();
      frame.locals.set(key, element.key);
      frame.locals.set(value, element.value);
      const flow = frame.machine.run(block, frame);
      if (flow > UNDEFINED || flow === RETURN) return leaving(flow);
    }
    return NEXT;
  },

  SwitchStmt: ({ source, keys, blocks }, frame) => {
    const value = frame.locals.get(source);
    const block = blocks[keys.findIndex(key => frame.machine.text(key) === value)];
    return block === undefined ? NEXT : leaving(frame.machine.run(block, frame));
  },

  WithStmt: ({ local, path, value, block }, frame) => {
    const replacement = frame.read(value);
    if (replacement === Undefined && path.length > 0) return UNDEFINED;
    const saved = frame.locals.get(local);
    const keys = path.map(index => frame.machine.text(index));
    frame.locals.set(local, upsert(saved, keys, replacement));
    const flow = frame.machine.withFreshMemo(() => frame.machine.run(block, frame));
    frame.locals.set(local, saved);
    return flow === UNDEFINED ? UNDEFINED : leaving(flow);
  },

  ReturnLocalStmt: ({ source }, frame) => {
    frame.returned = frame.locals.get(source);
    return RETURN;
  },

  ResultSetAddStmt: ({ value }, frame) => {
    const result = frame.locals.get(value);
    if (result === Undefined) return UNDEFINED;
    frame.machine.addResult(result);
    return NEXT;
  },
};

const calls: StepsOf<'CallStmt' | 'CallDynamicStmt'> = {
  CallStmt: ({ func, args, result, location }, frame) => {
    const value = frame.machine.call(func, args.map(frame.read), location);
    return isVoid(func) ? NEXT : define(frame, result, value);
  },

  CallDynamicStmt: ({ path, args, result }, frame) => {
    const func = frame.machine.functionAt(path.map(frame.read));
    if (func === undefined) return UNDEFINED;
    const value = frame.machine.callFunction(
      func,
      args.map(arg => frame.locals.get(arg)),
    );
    return define(frame, result, value) === NEXT ? NEXT : 3;
  },
};

const assignments: StepsOf<
  | 'AssignIntStmt'
  | 'AssignVarStmt'
  | 'AssignVarOnceStmt'
  | 'MakeArrayStmt'
  | 'MakeNullStmt'
  | 'MakeNumberIntStmt'
  | 'MakeNumberRefStmt'
  | 'MakeObjectStmt'
  | 'MakeSetStmt'
  | 'ResetLocalStmt'
> = {
  AssignIntStmt: ({ value, target }, frame) => define(frame, target, value),
  AssignVarStmt: ({ source, target }, frame) => {
    frame.locals.set(target, frame.read(source));
    return NEXT;
  },

  AssignVarOnceStmt: ({ source, target, location }, frame) => {
    const value = frame.read(source);
    if (value === Undefined) return UNDEFINED;
    const known = frame.locals.get(target);
    if (known === Undefined) return define(frame, target, value);
    if (equal(known, value)) return NEXT;
    throw new EvalFailure('eval_conflict_error', frame.outputConflict, location);
  },

  MakeArrayStmt: ({ target }, frame) => define(frame, target, []),
  MakeNullStmt: ({ target }, frame) => define(frame, target, null),
  MakeNumberIntStmt: ({ value, target }, frame) => define(frame, target, value),
  MakeNumberRefStmt: ({ index, target }, frame) =>
    define(frame, target, numberOf(frame.machine.text(index))),
  MakeObjectStmt: ({ target }, frame) => define(frame, target, RegoObject.empty),
  MakeSetStmt: ({ target }, frame) => define(frame, target, RegoSet.empty),

  ResetLocalStmt: ({ target }, frame) => {
    frame.locals.set(target, Undefined);
    return NEXT;
  },
};

const tests: StepsOf<
  | 'EqualStmt'
  | 'NotEqualStmt'
  | 'IsArrayStmt'
  | 'IsDefinedStmt'
  | 'IsObjectStmt'
  | 'IsSetStmt'
  | 'IsUndefinedStmt'
> = {
  EqualStmt: ({ a, b }, frame) => {
    const pair = both(frame.read(a), frame.read(b));
    return when(pair !== undefined && equal(...pair));
  },
  NotEqualStmt: ({ a, b }, frame) => {
    const pair = both(frame.read(a), frame.read(b));
    return when(pair !== undefined && !equal(...pair));
  },
  IsArrayStmt: ({ source }, frame) => when(isArray(frame.read(source))),
  IsDefinedStmt: ({ source }, frame) => when(frame.locals.get(source) !== Undefined),
  IsObjectStmt: ({ source }, frame) => when(frame.read(source) instanceof RegoObject),
  IsSetStmt: ({ source }, frame) => when(frame.read(source) instanceof RegoSet),
  IsUndefinedStmt: ({ source }, frame) => when(frame.locals.get(source) === Undefined),
};

const collections: StepsOf<
  | 'ArrayAppendStmt'
  | 'DotStmt'
  | 'LenStmt'
  | 'ObjectInsertStmt'
  | 'ObjectInsertOnceStmt'
  | 'ObjectMergeStmt'
  | 'SetAddStmt'
> = {
  ArrayAppendStmt: ({ array, value }, frame) => {
    const item = frame.read(value);
    return when(item !== Undefined && frame.locals.append(array, item));
  },

  DotStmt: ({ source, key, target }, frame) => {
    const pair = both(frame.read(source), frame.read(key));
    return define(frame, target, pair === undefined ? Undefined : dot(...pair));
  },

  LenStmt: ({ source, target }, frame) => {
    const value = frame.read(source);
    return define(frame, target, value === Undefined ? Undefined : length(value));
  },

  ObjectInsertStmt: ({ key, value, object }, frame) => {
    const pair = both(frame.read(key), frame.read(value));
    return when(pair !== undefined && frame.locals.insert(object, ...pair));
  },

  ObjectInsertOnceStmt: ({ key, value, object, location }, frame) => {
    const pair = both(frame.read(key), frame.read(value));
    if (pair === undefined) return UNDEFINED;
    const [name, item] = pair;
    const known = frame.locals.lookup(object, name);
    if (known !== Undefined && !equal(known, item)) {
      throw new EvalFailure('eval_conflict_error', 'object keys must be unique', location);
    }
    return when(frame.locals.insert(object, name, item));
  },

  ObjectMergeStmt: ({ a, b, target }, frame) => {
    const pair = both(frame.locals.get(a), frame.locals.get(b));
    return define(frame, target, pair === undefined ? Undefined : merge(...pair));
  },

  SetAddStmt: ({ set, value }, frame) => {
    const member = frame.read(value);
    return when(member !== Undefined && frame.locals.add(set, member));
  },
};

const STEPS: Steps = { ...control, ...calls, ...assignments, ...tests, ...collections };

/** Executes one statement. */
export function step(stmt: Stmt, frame: Frame): Flow {
  // A statement always goes to the entry of its own kind, which TypeScript can't relate to it here.
  return (STEPS[stmt.kind] as (stmt: Stmt, frame: Frame) => Flow)(stmt, frame);
}
