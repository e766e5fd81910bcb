/*
 * Terms to locals. Scalars become operands or one statement; arrays, objects and sets are made
 * after their parts; comprehensions fill a collection from a block of their own.
 */
import { unreachable } from '../../base/unreachable.ts';
import type { Local, Operand } from '../../ir/plan.ts';
import type { Comprehension, ObjectTerm, Term } from '../ast.ts';
import { iteratedBy, patternVariables } from '../stages/safety.ts';
import { variablesOf } from '../variables.ts';
import {
  emit,
  emitBlocks,
  type Frame,
  inTurn,
  isBound,
  localOperand,
  newLocal,
  type Then,
  until,
} from './frame.ts';
import { stringOperand } from './unit.ts';

export function planTerm(frame: Frame, term: Term, then: Then): void {
  switch (term.kind) {
    case 'null':
      return then(make(frame, target => emit(frame, { kind: 'MakeNullStmt', target })));
    case 'boolean':
      return then({ kind: 'bool', value: term.value });
    case 'number':
      return then(planNumber(frame, term.text));
    case 'string':
      return then(stringOperand(frame.unit, term.value));
    case 'var':
      return then(boundVariable(frame, term.name));
    case 'ref':
      return frame.plan.ref(frame, term, then);
    case 'call':
      return frame.plan.call(frame, term, then);
    case 'array':
      return planTerms(frame, term.items, items => then(makeArray(frame, items)));
    case 'set':
      return planTerms(frame, term.items, items => then(makeSet(frame, items)));
    case 'object':
      return planObject(frame, term, then);
    case 'arrayComprehension':
    case 'setComprehension':
    case 'objectComprehension':
      return then(planComprehension(frame, term));
    case 'templateString':
      throw new Error('a template string is a call by now');
    default:
      return unreachable(term);
  }
}

/** Plans several terms; those that bind variables for others go first. */
export function planTerms(
  frame: Frame,
  terms: readonly Term[],
  then: (values: readonly Operand[]) => void,
): void {
  const values = new Array<Operand>(terms.length);
  const indexes = [...terms.keys()];
  const isFirst = new Set(indexes.filter(index => isPlannable(frame, terms[index]!)));
  const order = [...isFirst, ...indexes.filter(index => !isFirst.has(index))];
  inTurn(
    frame,
    order,
    (index, next) =>
      planTerm(frame, terms[index]!, value => {
        values[index] = value;
        next();
      }),
    () => then([...values]),
  );
}

/** Whether all variables of a pattern have a value. */
export function isKnown(frame: Frame, term: Term): boolean {
  return patternVariables(term).every(name => isBound(frame, name));
}

/** Whether a term can be planned: its variables have values, or references in it give them. */
export function isPlannable(frame: Frame, term: Term): boolean {
  const unknown = [...variablesOf(term)].filter(name => !isBound(frame, name));
  if (unknown.length === 0) return true;
  const iterated = iteratedBy(term, frame.vars);
  return unknown.every(name => iterated.has(name));
}

function boundVariable(frame: Frame, name: string): Operand {
  const value = frame.vars.get(name);
  if (value === undefined) throw new Error(`variable ${name} has no place`);
  return value;
}

function make(frame: Frame, fill: (target: Local) => void): Operand {
  const target = newLocal(frame);
  fill(target);
  return localOperand(target);
}

function planNumber(frame: Frame, text: string): Operand {
  const index = frame.unit.strings.indexOf(text);
  return make(frame, target => emit(frame, { kind: 'MakeNumberRefStmt', index, target }));
}

export function makeArray(frame: Frame, items: readonly Operand[]): Operand {
  return make(frame, array => {
    emit(frame, { kind: 'MakeArrayStmt', capacity: items.length, target: array });
    for (const value of items) emit(frame, { kind: 'ArrayAppendStmt', value, array });
  });
}

function makeSet(frame: Frame, members: readonly Operand[]): Operand {
  return make(frame, set => {
    emit(frame, { kind: 'MakeSetStmt', target: set });
    for (const value of members) emit(frame, { kind: 'SetAddStmt', value, set });
  });
}

function planObject(frame: Frame, term: ObjectTerm, then: Then): void {
  planTerms(frame, term.entries.flat(), parts => {
    const object = newLocal(frame);
    emit(frame, { kind: 'MakeObjectStmt', target: object });
    for (let at = 0; at < parts.length; at += 2) {
      emit(frame, { kind: 'ObjectInsertStmt', key: parts[at]!, value: parts[at + 1]!, object });
    }
    then(localOperand(object));
  });
}

function planComprehension(frame: Frame, term: Comprehension): Operand {
  return make(frame, target => {
    if (term.kind === 'arrayComprehension') {
      emit(frame, { kind: 'MakeArrayStmt', capacity: 0, target });
    } else if (term.kind === 'setComprehension') {
      emit(frame, { kind: 'MakeSetStmt', target });
    } else {
      emit(frame, { kind: 'MakeObjectStmt', target });
    }
    const fill = () => frame.plan.body(frame, term.body, () => planMember(frame, term, target));
    emitBlocks(frame, () => until(frame, undefined, fill));
  });
}

/** Adds what one solution of a comprehension's body gives. */
function planMember(frame: Frame, term: Comprehension, target: Local): void {
  switch (term.kind) {
    case 'arrayComprehension':
      return planTerm(frame, term.term, value =>
        emit(frame, { kind: 'ArrayAppendStmt', value, array: target }),
      );
    case 'setComprehension':
      return planTerm(frame, term.term, value =>
        emit(frame, { kind: 'SetAddStmt', value, set: target }),
      );
    case 'objectComprehension':
      return planTerms(frame, [term.key, term.value], ([key, value]) =>
        emit(frame, { kind: 'ObjectInsertOnceStmt', key: key!, value: value!, object: target }),
      );
    default:
      return unreachable(term);
  }
}
