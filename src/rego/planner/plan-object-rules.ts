/*
 * Rules with keys (`p[k] := v`, `p.a[k].b contains v`) as one object, each solution inserted at the
 * path of its keys.
 *
 * A value that one rule gives must not be reached into by another: `p.a := {"b": 1}` and
 * `p.a.b := 1` conflict, although the objects agree. Where rules have paths of different lengths,
 * or add members where others give a value, a second object of the same shape says what each place
 * is: an object for a place on the way, a mark for one that a rule gave.
 */
import type { Block, Local, Operand } from '../../ir/plan.ts';
import type { RuleDefinition } from '../rule-definition.ts';
import type { Clause } from '../stages/resolve.ts';
import {
  block,
  emit,
  emitBlocks,
  emitDot,
  emitEither,
  emitFlagged,
  FALSE,
  type Frame,
  localOperand,
  newLocal,
  TRUE,
} from './frame.ts';
import { planTerms } from './plan-term.ts';

interface Target {
  readonly object: Local;
  /** The object that says what each place is, where it is needed. */
  readonly shape: Local | undefined;
}

export function planObjectRules(
  frame: Frame,
  rules: readonly RuleDefinition[],
  result: Local,
): readonly Block[] {
  const target: Target = {
    object: result,
    shape: needsShape(rules) ? newLocal(frame) : undefined,
  };
  const start = block(frame, () => {
    emit(frame, { kind: 'MakeObjectStmt', target: target.object });
    if (target.shape !== undefined) emit(frame, { kind: 'MakeObjectStmt', target: target.shape });
  });
  const ordered = [...rules.filter(rule => !rule.default), ...rules.filter(rule => rule.default)];
  return [start, ...ordered.map(rule => block(frame, () => planChain(frame, rule, target)))];
}

function needsShape(rules: readonly RuleDefinition[]): boolean {
  const forms = rules.map(({ clauses, defines }) => `${defines}${clauses[0]!.keys.length}`);
  return new Set(forms).size > 1;
}

function planChain(frame: Frame, rule: RuleDefinition, target: Target): void {
  const { clauses, defines } = rule;
  if (rule.default) return planDefault(frame, clauses[0]!, target);
  if (clauses.length === 1) return planEntry(frame, clauses[0]!, defines, target);
  const done = newLocal(frame);
  clauses.forEach((clause, index) => {
    const found = emitFlagged(frame, reached => {
      if (index > 0) emit(frame, { kind: 'IsUndefinedStmt', source: done });
      planEntry(frame, clause, defines, target, reached);
    });
    emitBlocks(frame, () => {
      emit(frame, { kind: 'IsDefinedStmt', source: found });
      emit(frame, { kind: 'AssignVarStmt', source: TRUE, target: done });
    });
  });
}

type Defines = RuleDefinition['defines'];

function planEntry(
  frame: Frame,
  clause: Clause,
  defines: Defines,
  target: Target,
  after?: () => void,
): void {
  frame.span = clause.span;
  frame.plan.body(frame, clause.body, () =>
    planTerms(frame, [...clause.keys, clause.value], parts => {
      const keys = parts.slice(0, -1);
      if (target.shape !== undefined) markShape(frame, target.shape, keys, defines);
      insert(frame, target.object, keys, parts.at(-1)!, defines);
      after?.();
    }),
  );
}

/** A default fills its place where no other rule did. */
function planDefault(frame: Frame, clause: Clause, target: Target): void {
  planTerms(frame, clause.keys, keys => {
    const flag = emitFlagged(frame, reached => {
      let at = localOperand(target.object);
      for (const key of keys) at = emitDot(frame, at, key);
      reached();
    });
    emit(frame, { kind: 'IsUndefinedStmt', source: flag });
    planEntry(frame, clause, 'value', target);
  });
}

function insert(
  frame: Frame,
  object: Local,
  keys: readonly Operand[],
  value: Operand,
  defines: Defines,
): void {
  const [key, ...rest] = keys as readonly [Operand, ...Operand[]];
  if (rest.length === 0 && defines === 'value') {
    emit(frame, { kind: 'ObjectInsertOnceStmt', key, value, object });
    return;
  }
  const part = newLocal(frame);
  const kind = rest.length === 0 ? 'MakeSetStmt' : 'MakeObjectStmt';
  emitEither(
    frame,
    () => emit(frame, { kind: 'DotStmt', source: localOperand(object), key, target: part }),
    () => emit(frame, { kind, target: part }),
  );
  if (rest.length === 0) emit(frame, { kind: 'SetAddStmt', value, set: part });
  else insert(frame, part, rest, value, defines);
  emit(frame, { kind: 'ObjectInsertStmt', key, value: localOperand(part), object });
}

/** What a place is marked with that a rule gave: agreeing marks may meet, others conflict. */
const MARKS: Readonly<Record<Defines, Operand>> = { value: TRUE, members: FALSE };

function markShape(frame: Frame, shape: Local, keys: readonly Operand[], defines: Defines): void {
  const [key, ...rest] = keys as readonly [Operand, ...Operand[]];
  if (rest.length === 0) {
    emit(frame, { kind: 'ObjectInsertOnceStmt', key, value: MARKS[defines], object: shape });
    return;
  }
  const part = newLocal(frame);
  emitEither(
    frame,
    () => {
      emit(frame, { kind: 'DotStmt', source: localOperand(shape), key, target: part });
      emit(frame, { kind: 'IsObjectStmt', source: localOperand(part) });
    },
    () => {
      emit(frame, { kind: 'MakeObjectStmt', target: part });
      const value = localOperand(part);
      emit(frame, { kind: 'ObjectInsertOnceStmt', key, value, object: shape });
    },
  );
  markShape(frame, part, rest, defines);
  emit(frame, { kind: 'ObjectInsertStmt', key, value: localOperand(part), object: shape });
}
