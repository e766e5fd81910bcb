/*
 * What each statement of a plan becomes.
 *
 * A block of the plan is a WebAssembly block and "undefined" is a branch to its end, so no statement
 * needs a flag: the body of `not` ends with a branch out of the block around it, `with` has one exit
 * for a defined body and one for an undefined one. Locals are WebAssembly locals that start as 0,
 * which is undefined. A loop's body is one block; breaks count the bodies of not, with and scan.
 */

import type { Block, Local, Operand, Stmt, StmtKind, StmtOf } from '../ir/plan.ts';
import { writesOf } from '../ir/statements.ts';
import { LITERAL_SLOT, SLOT, TAG } from './abi.ts';
import { emitCall, emitCallDynamic } from './calls.ts';
import type { Frame } from './frame.ts';

/** What a function's statements depend on beside the frame. */
export interface Body {
  readonly frame: Frame;
  /** Whether anything reads a local: a scan's key often is not. */
  isNeeded(local: Local): boolean;
  /** The operands of a statement that may be undefined. */
  testsOf(stmt: Stmt): readonly Local[] | undefined;
  /** The locals that live as long as a block. */
  localsOf(block: Block): readonly Local[];
  /** Whether a local may be read before it is written. */
  isUnsure(local: Local): boolean;
  /** Emits the end of the function with the value of `local`. */
  emitReturn(local: Local): void;
  /** What is wrong when the function has two different outputs. */
  readonly outputConflict: string;
  /** The WebAssembly local with the result set; only plans have one. */
  readonly resultSet?: number;
}

type Emit<K extends StmtKind> = (body: Body, stmt: StmtOf<K>) => void;

function sameConstant(a: Operand, b: Operand, frame: Frame): boolean | undefined {
  if (a.kind === 'local' || b.kind === 'local') {
    return a.kind === b.kind && a.value === b.value ? true : undefined;
  }
  return frame.constant(a) === frame.constant(b);
}

/** Pushes whether two operands are equal: 0 or 1. A boolean constant is recognised by its tag. */
function pushEqual(frame: Frame, a: Operand, b: Operand): void {
  if (a.kind === 'bool') {
    const tag = a.value ? TAG.true : TAG.false;
    frame.operand(b).load(SLOT.tag).i32(tag).op('i32Eq');
  } else if (b.kind === 'bool') {
    pushEqual(frame, b, a);
  } else {
    frame.operand(a);
    frame.operand(b);
    frame.call('rt_equal');
  }
}

function emitEqual({ frame }: Body, { a, b }: StmtOf<'EqualStmt'>): void {
  const same = sameConstant(a, b, frame);
  if (same === true) return;
  if (same === false) return frame.leave(0);
  pushEqual(frame, a, b);
  frame.leaveIfZero();
}

function emitNotEqual({ frame }: Body, { a, b }: StmtOf<'NotEqualStmt'>): void {
  const same = sameConstant(a, b, frame);
  if (same === false) return;
  if (same === true) return frame.leave(0);
  pushEqual(frame, a, b);
  frame.leaveIfNotZero();
}

function emitIs(
  service: 'rt_is_array' | 'rt_is_object' | 'rt_is_set',
): (body: Body, stmt: { readonly source: Operand }) => void {
  return ({ frame }, { source }) => {
    frame.operand(source);
    frame.call(service);
    frame.leaveIfZero();
  };
}

function emitDot({ frame }: Body, stmt: StmtOf<'DotStmt'>): void {
  const target = frame.local(stmt.target);
  const slot = frame.unit.paths.slotOf(stmt);
  if (slot !== undefined) frame.memoMissing(slot, target).if();
  frame.operands([stmt.source, stmt.key]);
  frame.call('rt_dot').set(target);
  if (slot !== undefined) {
    frame.memoise(slot, target);
    frame.code.end();
  }
  frame.code.get(target);
  frame.leaveIfZero();
}

function emitAssignVarOnce(body: Body, { source, target }: StmtOf<'AssignVarOnceStmt'>): void {
  const { frame } = body;
  frame.read(target).if();
  pushEqual(frame, source, { kind: 'local', value: target });
  frame.code.op('i32Eqz').if();
  frame.fail('conflict', body.outputConflict);
  frame.code.end().else();
  frame.operand(source);
  frame.write(target).end();
}

function emitObjectInsertOnce(
  { frame }: Body,
  { object, key, value }: StmtOf<'ObjectInsertOnceStmt'>,
): void {
  frame.read(object);
  frame.operands([key, value]);
  frame.call('rt_object_insert_once').op('i32Eqz').if();
  frame.fail('conflict', 'object keys must be unique');
  frame.code.end();
}

function emitNot(body: Body, { block }: StmtOf<'NotStmt'>): void {
  const { frame } = body;
  frame.scope(() => {
    emitStmts(body, block);
    frame.leave(1);
  });
}

function emitScan(body: Body, stmt: StmtOf<'ScanStmt'>): void {
  const { frame } = body;
  const { code } = frame;
  frame.temporaries(3, (collection, size, index) => {
    frame.read(stmt.source).tee(collection);
    frame.call('rt_scan_size').set(size).i32(0).set(index);
    const exit = code.block();
    const next = code.loop();
    code.get(index).get(size).op('i32GeU').brIf(exit);
    frame.burnFuel();
    if (body.isNeeded(stmt.key)) {
      code.get(collection).get(index);
      frame.call('rt_scan_key').set(frame.local(stmt.key));
    }
    code.get(collection).get(index);
    frame.call('rt_scan_value').set(frame.local(stmt.value));
    frame.scope(() => emitStmts(body, stmt.block));
    code.get(index).i32(1).op('i32Add').set(index).br(next);
    code.end().end();
  });
}

/**
 * Finds the case by the number of the string, then walks down to it: as many branches as the number of cases has digits.
 * The keys' slots are in the order of their addresses, in which they also get their numbers when the module starts.
 */
function emitSwitch(body: Body, { source, keys, blocks }: StmtOf<'SwitchStmt'>): void {
  const { frame } = body;
  const { policy, statics } = frame.unit;
  const cases = keys
    .map((key, index) => ({
      slot: statics.string(policy.static.strings[key]!),
      block: blocks[index]!,
    }))
    .sort((a, b) => a.slot - b.slot);
  frame.temporaries(1, chosen => {
    frame.read(source);
    frame.code.i32(statics.words(cases.map(({ slot }) => slot))).i32(cases.length);
    frame.call('rt_switch').set(chosen);
    emitCases(
      body,
      chosen,
      cases.map(({ block }) => block),
      0,
    );
  });
}

function emitCases(body: Body, chosen: number, blocks: readonly Block[], first: number): void {
  const { code } = body.frame;
  if (blocks.length <= 1) {
    if (blocks[0] === undefined) return;
    code.get(chosen).i32(first).op('i32Eq').if();
    emitBlock(body, blocks[0]);
    code.end();
    return;
  }
  const half = blocks.length >> 1;
  code
    .get(chosen)
    .i32(first + half)
    .op('i32LtU')
    .if();
  emitCases(body, chosen, blocks.slice(0, half), first);
  code.else();
  emitCases(body, chosen, blocks.slice(half), first + half);
  code.end();
}

/** Replaces `local` by a copy that has the value at `path`. */
function emitUpsert(frame: Frame, { local, path, value }: StmtOf<'WithStmt'>): void {
  if (path.length === 0) {
    frame.operand(value);
  } else {
    const { policy, statics } = frame.unit;
    const keys = path.map(index => statics.string(policy.static.strings[index]!));
    frame.read(local).i32(statics.words(keys)).i32(path.length);
    frame.operand(value);
    frame.call('rt_with');
  }
  frame.write(local);
}

function emitWith(body: Body, stmt: StmtOf<'WithStmt'>): void {
  const { frame } = body;
  const { code } = frame;
  frame.temporaries(1, saved => {
    const restore = () => {
      code.get(saved).set(frame.local(stmt.local));
      frame.call('rt_memo_pop');
    };
    frame.read(stmt.local).set(saved);
    emitUpsert(frame, stmt);
    frame.call('rt_memo_push');
    const done = code.block();
    frame.scope(() => {
      emitStmts(body, stmt.block);
      restore();
      code.br(done);
    }, restore);
    restore();
    frame.leave(0);
    code.end();
  });
}

const EMITTERS: { readonly [K in StmtKind]: Emit<K> } = {
  ArrayAppendStmt({ frame }, { array, value }) {
    frame.read(array);
    frame.operand(value);
    frame.call('rt_array_append');
  },
  AssignIntStmt({ frame }, { value, target }) {
    frame.code.i32(frame.unit.statics.number(String(value)));
    frame.write(target);
  },
  AssignVarStmt({ frame, isNeeded }, { source, target }) {
    if (!isNeeded(target)) return;
    frame.operand(source);
    frame.write(target);
  },
  AssignVarOnceStmt: emitAssignVarOnce,
  BlockStmt(body, { blocks }) {
    for (const block of blocks) emitBlock(body, block);
  },
  BreakStmt({ frame }, { index }) {
    frame.leave(index);
  },
  CallStmt({ frame }, stmt) {
    emitCall(frame, stmt);
  },
  CallDynamicStmt({ frame }, stmt) {
    emitCallDynamic(frame, stmt);
  },
  DotStmt: emitDot,
  EqualStmt: emitEqual,
  IsArrayStmt: emitIs('rt_is_array'),
  IsDefinedStmt({ frame }, { source }) {
    frame.read(source);
    frame.leaveIfZero();
  },
  IsObjectStmt: emitIs('rt_is_object'),
  IsSetStmt: emitIs('rt_is_set'),
  IsUndefinedStmt({ frame }, { source }) {
    frame.read(source);
    frame.leaveIfNotZero();
  },
  LenStmt({ frame }, { source, target }) {
    frame.operand(source);
    frame.call('rt_len').op('i64ExtendI32U');
    frame.call('rt_int').set(frame.local(target));
  },
  MakeArrayStmt({ frame }, { capacity, target }) {
    frame.code.i32(capacity);
    frame.call('rt_array_new').set(frame.local(target));
  },
  MakeNullStmt({ frame }, { target }) {
    frame.code.i32(LITERAL_SLOT.null);
    frame.write(target);
  },
  MakeNumberIntStmt({ frame }, { value, target }) {
    frame.code.i32(frame.unit.statics.number(String(value)));
    frame.write(target);
  },
  MakeNumberRefStmt({ frame }, { index, target }) {
    frame.code.i32(frame.unit.statics.number(frame.unit.policy.static.strings[index]!));
    frame.write(target);
  },
  MakeObjectStmt({ frame }, { target }) {
    frame.call('rt_object_new').set(frame.local(target));
  },
  MakeSetStmt({ frame }, { target }) {
    frame.call('rt_set_new').set(frame.local(target));
  },
  NopStmt() {},
  NotEqualStmt: emitNotEqual,
  NotStmt: emitNot,
  ObjectInsertStmt({ frame }, { object, key, value }) {
    frame.read(object);
    frame.operands([key, value]);
    frame.call('rt_object_insert');
  },
  ObjectInsertOnceStmt: emitObjectInsertOnce,
  ObjectMergeStmt({ frame }, { a, b, target }) {
    frame.read(a);
    frame.read(b);
    frame.call('rt_object_merge').set(frame.local(target));
  },
  ResetLocalStmt({ frame }, { target }) {
    frame.code.i32(0);
    frame.write(target);
  },
  ResultSetAddStmt({ frame, resultSet }, { value }) {
    if (resultSet === undefined) throw new Error('only a plan has a result set');
    frame.code.get(resultSet);
    frame.read(value);
    frame.call('rt_set_add');
  },
  ReturnLocalStmt(body, { source }) {
    body.emitReturn(source);
  },
  ScanStmt: emitScan,
  SetAddStmt({ frame }, { set, value }) {
    frame.read(set);
    frame.operand(value);
    frame.call('rt_set_add');
  },
  SwitchStmt: emitSwitch,
  WithStmt: emitWith,
};

/** An undefined operand makes the statement undefined, and its target with it, unless it has one value. */
function emitTests({ frame, testsOf }: Body, stmt: Stmt): void {
  const targets = stmt.kind === 'AssignVarOnceStmt' ? [] : writesOf(stmt);
  for (const local of testsOf(stmt) ?? []) {
    frame.read(local).op('i32Eqz').if();
    for (const target of targets) frame.code.i32(0).set(frame.local(target));
    frame.leave(0);
    frame.code.end();
  }
}

function emitStmts(body: Body, block: Block): void {
  const { frame } = body;
  const locals = body.localsOf(block);
  for (const local of locals) frame.allocate(local, body.isUnsure(local));
  for (const stmt of block.stmts) {
    emitTests(body, stmt);
    // A statement goes to the entry of its own kind, which TypeScript can't relate to it here.
    (EMITTERS[stmt.kind] as (body: Body, stmt: Stmt) => void)(body, stmt);
  }
  for (const local of locals) frame.release(local);
}

/** Emits a block: undefined statements in it go to its end. */
export function emitBlock(body: Body, block: Block): void {
  body.frame.scope(() => emitStmts(body, block));
}
