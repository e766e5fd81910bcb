/*
 * Gathers the solutions of statements that must be planned apart from what follows them, because
 * they come in alternatives or run under a `with`.
 *
 * Without new variables there is at most one solution: its value is kept in a local. Otherwise
 * every solution is a row `[variables…, value]` of an array, which is iterated afterwards.
 */
import type { Local } from '../../ir/plan.ts';
import {
  bind,
  emit,
  emitDot,
  emitInteger,
  emitReset,
  emitScan,
  type Frame,
  localOperand,
  newLocal,
  scoped,
  type Then,
  until,
} from './frame.ts';
import { makeArray } from './plan-term.ts';

/** `fill` plans the alternatives and calls `found` in each; `then` goes on with each solution. */
export function collectSolutions(
  frame: Frame,
  variables: readonly string[],
  fill: (found: Then) => void,
  then: Then,
): void {
  if (variables.length === 0) collectOne(frame, fill, then);
  else collectRows(frame, variables, fill, then);
}

function collectOne(frame: Frame, fill: (found: Then) => void, then: Then): void {
  const target = newLocal(frame);
  emitReset(frame, target);
  const keep = () => fill(source => emit(frame, { kind: 'AssignVarStmt', source, target }));
  scoped(frame, () => until(frame, target, keep));
  emit(frame, { kind: 'IsDefinedStmt', source: target });
  then(localOperand(target));
}

function collectRows(
  frame: Frame,
  variables: readonly string[],
  fill: (found: Then) => void,
  then: Then,
): void {
  const rows: Local = newLocal(frame);
  emit(frame, { kind: 'MakeArrayStmt', capacity: 0, target: rows });
  const collect = () =>
    fill(value => {
      const row = makeArray(frame, [...variables.map(name => frame.vars.get(name)!), value]);
      emit(frame, { kind: 'ArrayAppendStmt', value: row, array: rows });
    });
  scoped(frame, () => until(frame, undefined, collect));
  emitScan(frame, localOperand(rows), (_, row) => {
    variables.forEach((name, index) => {
      bind(frame, name, emitDot(frame, row, emitInteger(frame, index)));
    });
    then(emitDot(frame, row, emitInteger(frame, variables.length)));
  });
}
