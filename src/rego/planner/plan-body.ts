/*
 * Bodies: one expression after another, each planned in the continuation of those before it.
 */
import { unreachable } from '../../base/unreachable.ts';
import type { Operand } from '../../ir/plan.ts';
import type { Body, Call, Expr, ExprBody, Term } from '../ast.ts';
import { callName, isCallOf } from '../terms.ts';
import {
  bind,
  emit,
  emitBlocks,
  emitFlagged,
  emitScan,
  FALSE,
  type Frame,
  inTurn,
} from './frame.ts';
import { isMocked } from './plan-call.ts';
import { planTerm, planTerms } from './plan-term.ts';
import { planUnification } from './plan-unify.ts';
import { planWith } from './plan-with.ts';

export function planBody(frame: Frame, body: Body, then: () => void): void {
  inTurn(frame, body, (expr, next) => planExpr(frame, expr, next), then);
}

function planExpr(frame: Frame, expr: Expr, then: () => void): void {
  const outer = frame.span;
  frame.span = expr.span;
  const next = () => {
    frame.span = outer;
    then();
  };
  if (expr.with.length > 0) {
    planWith(frame, expr, inner => planPlain(frame, expr, inner), next);
  } else {
    planPlain(frame, expr, next);
  }
  frame.span = outer;
}

/** An expression without its `with` modifiers. */
function planPlain(frame: Frame, expr: Expr, then: () => void): void {
  if (expr.negated) {
    planAbsence(frame, reached => planStatement(frame, expr.body, reached));
    then();
  } else {
    planStatement(frame, expr.body, then);
  }
}

function planStatement(frame: Frame, body: ExprBody, then: () => void): void {
  switch (body.kind) {
    case 'term':
      return planTruth(frame, body.term, then);
    case 'every':
      planEvery(frame, body);
      return then();
    case 'notBody':
      planAbsence(frame, reached => planBody(frame, body.body, reached));
      return then();
    case 'logic':
      planLogic(frame, body.operator, body.operands);
      return then();
    case 'some':
    case 'someIn':
      throw new Error('declarations are resolved by now');
    default:
      return unreachable(body);
  }
}

/** A term that must be defined and not false. */
function planTruth(frame: Frame, term: Term, then: () => void): void {
  if (term.kind === 'call' && !isMocked(frame, term)) {
    const [left, right] = term.args;
    if (isCallOf(term, 'eq')) return planUnification(frame, left!, right!, then);
    if (isCallOf(term, 'equal')) return planComparison(frame, 'EqualStmt', term, then);
    if (isCallOf(term, 'neq')) return planComparison(frame, 'NotEqualStmt', term, then);
    if (isStatementOnly(frame, term)) return planTerm(frame, term, then);
  }
  planTerm(frame, term, value => {
    if (value.kind !== 'string_index') emit(frame, { kind: 'NotEqualStmt', a: value, b: FALSE });
    then();
  });
}

/** Builtins without a result hold once they are called. */
function isStatementOnly(frame: Frame, call: Call): boolean {
  const declared = frame.unit.builtins.get(callName(call));
  return declared !== undefined && declared.result === undefined;
}

function planComparison(
  frame: Frame,
  kind: 'EqualStmt' | 'NotEqualStmt',
  call: Call,
  then: () => void,
): void {
  planTerms(frame, call.args, ([a, b]) => {
    emit(frame, { kind, a: a!, b: b! });
    then();
  });
}

/** Holds where what `fill` plans has no solution. */
function planAbsence(frame: Frame, fill: (reached: () => void) => void): void {
  const flag = emitFlagged(frame, fill);
  emit(frame, { kind: 'IsUndefinedStmt', source: flag });
}

/** No element of the domain for which the body has no solution. */
function planEvery(frame: Frame, every: Extract<ExprBody, { kind: 'every' }>): void {
  planTerm(frame, every.domain, domain => {
    emitIsCollection(frame, domain);
    const failed = emitFlagged(frame, reached =>
      emitScan(frame, domain, (key, value) => {
        if (every.key !== undefined) bind(frame, every.key.name, key);
        bind(frame, every.value.name, value);
        planAbsence(frame, holds => planBody(frame, every.body, holds));
        reached();
      }),
    );
    emit(frame, { kind: 'IsUndefinedStmt', source: failed });
  });
}

function emitIsCollection(frame: Frame, source: Operand): void {
  const flag = emitFlagged(frame, reached => {
    emitBlocks(
      frame,
      () => {
        emit(frame, { kind: 'IsArrayStmt', source });
        reached();
      },
      () => {
        emit(frame, { kind: 'IsObjectStmt', source });
        reached();
      },
      () => {
        emit(frame, { kind: 'IsSetStmt', source });
        reached();
      },
    );
  });
  emit(frame, { kind: 'IsDefinedStmt', source: flag });
}

/** `and`: every operand has a solution; `or`: the first that has one is enough. */
function planLogic(frame: Frame, operator: 'and' | 'or', operands: readonly Body[]): void {
  if (operator === 'and') {
    for (const operand of operands) requireSolution(frame, operand);
    return;
  }
  const found = emitFlagged(frame, (reached, flag) => {
    const fills = operands.map((operand, index) => () => {
      if (index > 0) emit(frame, { kind: 'IsUndefinedStmt', source: flag });
      planBody(frame, operand, reached);
    });
    emitBlocks(frame, ...fills);
  });
  emit(frame, { kind: 'IsDefinedStmt', source: found });
}

function requireSolution(frame: Frame, body: Body): void {
  const flag = emitFlagged(frame, reached => planBody(frame, body, reached));
  emit(frame, { kind: 'IsDefinedStmt', source: flag });
}
