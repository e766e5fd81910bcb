/*
 * Unification: `a = b` where each side may hold variables without a value yet.
 *
 * The sides are taken apart into pairs (`[x, 1] = [2, y]` is `x = 2`, `1 = y`), and a pair is
 * planned once one of its sides is known: the known side is computed and the other *matched*
 * against it, which compares what is known of it and binds what is not.
 */
import { DATA, type Operand } from '../../ir/plan.ts';
import type { ArrayTerm, ObjectTerm, Term } from '../ast.ts';
import { unificationPairs } from '../stages/safety.ts';
import {
  bind,
  emit,
  emitDot,
  emitInteger,
  emitUndefined,
  type Frame,
  isBound,
  newLocal,
  type Then,
} from './frame.ts';
import { isKnown, isPlannable, planTerm } from './plan-term.ts';
import { unplannable } from './unplannable.ts';

type Pair = readonly [Term, Term];

export function planUnification(frame: Frame, a: Term, b: Term, then: () => void): void {
  planPairs(frame, unificationPairs(a, b), then);
}

function planPairs(frame: Frame, pairs: readonly Pair[], then: () => void): void {
  if (pairs.length === 0) return then();
  const index = pairs.findIndex(pair => pair.some(side => isPlannable(frame, side)));
  if (index < 0) {
    const message = 'neither side of this unification is known';
    throw unplannable(message, pairs[0]![0].span);
  }
  const [left, right] = pairs[index]!;
  const rest = pairs.filter((_, at) => at !== index);
  const [known, pattern] = isPlannable(frame, right) ? [right, left] : [left, right];
  planPair(frame, known, pattern, () => planPairs(frame, rest, then));
}

function planPair(frame: Frame, known: Term, pattern: Term, then: () => void): void {
  if (neverEqual(known, pattern)) return emitUndefined(frame);
  planTerm(frame, known, value => planMatch(frame, value, pattern, then));
}

/** Arrays of different lengths never unify, whatever is in them. */
function neverEqual(a: Term, b: Term): boolean {
  return a.kind === 'array' && b.kind === 'array' && a.items.length !== b.items.length;
}

/** Matches a value with a pattern: compares, and binds variables that have no value yet. */
export function planMatch(frame: Frame, value: Operand, pattern: Term, then: () => void): void {
  if (pattern.kind === 'var' && !isBound(frame, pattern.name)) {
    bind(frame, pattern.name, lasting(frame, value));
    return then();
  }
  if (pattern.kind === 'array' && !isKnown(frame, pattern)) {
    return planArrayMatch(frame, value, pattern, then);
  }
  if (pattern.kind === 'object' && !isKnown(frame, pattern)) {
    return planObjectMatch(frame, value, pattern, then);
  }
  planTerm(frame, pattern, other => {
    emit(frame, { kind: 'EqualStmt', a: value, b: other });
    then();
  });
}

/** A document's local changes under `with`; a variable keeps the value it got. */
function lasting(frame: Frame, value: Operand): Operand {
  if (value.kind !== 'local' || value.value > DATA) return value;
  const target = newLocal(frame);
  emit(frame, { kind: 'AssignVarStmt', source: value, target });
  return { kind: 'local', value: target };
}

function emitLength(frame: Frame, source: Operand, length: number): void {
  const target = newLocal(frame);
  emit(frame, { kind: 'LenStmt', source, target });
  const wanted = emitInteger(frame, length);
  emit(frame, { kind: 'EqualStmt', a: { kind: 'local', value: target }, b: wanted });
}

function planArrayMatch(frame: Frame, value: Operand, pattern: ArrayTerm, then: () => void): void {
  emit(frame, { kind: 'IsArrayStmt', source: value });
  emitLength(frame, value, pattern.items.length);
  const parts = pattern.items.map((item, index) => ({
    item,
    get: (found: Then) => found(emitDot(frame, value, emitInteger(frame, index))),
  }));
  planParts(frame, parts, then);
}

function planObjectMatch(
  frame: Frame,
  value: Operand,
  pattern: ObjectTerm,
  then: () => void,
): void {
  emit(frame, { kind: 'IsObjectStmt', source: value });
  emitLength(frame, value, pattern.entries.length);
  const parts = pattern.entries.map(([key, item]) => ({
    item,
    get: (found: Then) => planTerm(frame, key, name => found(emitDot(frame, value, name))),
  }));
  planParts(frame, parts, then);
}

/** A part of a pattern, and how to get at the value's part that it stands for. */
interface Part {
  readonly item: Term;
  get(found: Then): void;
}

/** Matches parts; those that bind variables go before the references that read them. */
function planParts(frame: Frame, parts: readonly Part[], then: () => void): void {
  const first = parts.find(({ item }) => isMatchable(frame, item)) ?? parts[0];
  if (first === undefined) return then();
  const rest = parts.filter(part => part !== first);
  first.get(value => planMatch(frame, value, first.item, () => planParts(frame, rest, then)));
}

function isMatchable(frame: Frame, item: Term): boolean {
  return item.kind === 'var' || isPlannable(frame, item);
}
