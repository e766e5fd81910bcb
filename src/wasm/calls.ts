import { isVoid } from '../ir/builtin-calls.ts';
import type { Func, Operand, StmtOf } from '../ir/plan.ts';
import { dynamicTargets } from './call-graph.ts';
import type { Frame } from './frame.ts';

/** Pushes what a call of `name` gives: a value, or 0. */
function pushCall(frame: Frame, name: string, operands: readonly Operand[]): void {
  const { leading, index } = frame.unit.callee(name, operands.length);
  for (const word of leading) frame.code.i32(word);
  frame.operands(operands);
  frame.code.call(index);
}

/** A builtin that is a statement, such as `print`, has no result and cannot be undefined. */
export function emitCall(frame: Frame, { func, args, result }: StmtOf<'CallStmt'>): void {
  pushCall(frame, func, args);
  frame.code.tee(frame.local(result));
  if (isVoid(func)) frame.code.op('drop');
  else frame.leaveIfZero();
}

/**
 * A call whose function is found by path at run time: the path is compared with those of all the
 * functions it could name, one part after another. If there is none, the statement is undefined and
 * the plan goes on to look in the data. If there is one that is undefined, that is the answer: the
 * plan must not look further, and leaves the blocks that the planner put around the two look-ups.
 */
export function emitCallDynamic(frame: Frame, stmt: StmtOf<'CallDynamicStmt'>): void {
  const { code } = frame;
  const result = frame.local(stmt.result);
  const found = code.block();
  emitLookUp(frame, stmt.path, 0, dynamicTargets(frame.unit.policy, stmt), target => {
    pushCall(
      frame,
      target.name,
      stmt.args.map(value => ({ kind: 'local', value })),
    );
    code.set(result).br(found);
  });
  frame.leave(0);
  code.end().get(result).op('i32Eqz').if();
  frame.leaveAtMost(FALLBACK_BLOCKS);
  code.end();
}

/** How many blocks beside its own an undefined dynamic call leaves (OPA's planner nests them so). */
const FALLBACK_BLOCKS = 3;

/** Emits `emitFound` for each of `targets` behind comparisons of the parts of its path from `at` on. */
function emitLookUp(
  frame: Frame,
  path: readonly Operand[],
  at: number,
  targets: readonly Func[],
  emitFound: (target: Func) => void,
): void {
  const operand = path[at];
  if (operand === undefined) {
    if (targets[0] !== undefined) emitFound(targets[0]);
    return;
  }
  for (const part of new Set(targets.map(target => target.path![at]!))) {
    const group = targets.filter(target => target.path![at] === part);
    if (operand.kind === 'local') {
      frame.operand(operand).i32(frame.unit.statics.string(part));
      frame.call('rt_equal').if();
    }
    emitLookUp(frame, path, at + 1, group, emitFound);
    if (operand.kind === 'local') frame.code.end();
  }
}
