/*
 * The planner: ordered rules and queries to OPA's intermediate representation.
 *
 * A plan asks for the functions of the rules it reads; these ask for others; each is planned once
 * (per world, see world.ts). What nothing asks for is not planned.
 */

import type { Span } from '../../base/source.ts';
import type { BuiltinDeclarations } from '../../ir/declarations.ts';
import type { Plan, Policy } from '../../ir/plan.ts';
import type { Body, Ref } from '../ast.ts';
import type { RuleNode } from '../rule-tree.ts';
import { bodyVariables, isWildcard, userName } from '../variables.ts';
import { block, emit, type Frame, type Grammar, newLocal } from './frame.ts';
import { planBody } from './plan-body.ts';
import { planCall } from './plan-call.ts';
import { planRef } from './plan-ref.ts';
import { planFunction } from './plan-rules.ts';
import { planTerm } from './plan-term.ts';
import { newUnit, stringOperand, type Unit } from './unit.ts';

const grammar: Grammar = { term: planTerm, ref: planRef, call: planCall, body: planBody };

/** What to plan: a document, or a query's answers. */
export type Target =
  | { readonly kind: 'document'; readonly name: string; readonly ref: Ref }
  | { readonly kind: 'query'; readonly name: string; readonly body: Body; readonly span: Span };

export function planPolicy(
  root: RuleNode,
  builtins: BuiltinDeclarations,
  targets: readonly Target[],
): Policy {
  const unit = newUnit(root, builtins);
  const plans = targets.map(target => planTarget(unit, target));
  // Planning a function may add to `needed`; a Map's iteration sees what is added.
  for (const needed of unit.needed.values()) {
    unit.funcs.push(planFunction(unit, grammar, needed));
  }
  return {
    static: {
      strings: unit.strings.texts,
      builtinFuncs: [...unit.usedBuiltins.values()],
      files: unit.files.texts,
    },
    plans,
    funcs: unit.funcs,
  };
}

function planTarget(unit: Unit, target: Target): Plan {
  const frame: Frame = {
    unit,
    plan: grammar,
    world: unit.worlds.plain,
    mockValues: new Map(),
    vars: new Map(),
    stmts: [],
    nextLocal: 2,
    scans: 0,
    done: undefined,
    span: target.kind === 'query' ? target.span : target.ref.span,
  };
  const fill = () =>
    target.kind === 'query' ? planQuery(frame, target.body) : planDocument(frame, target.ref);
  return { name: target.name, blocks: [block(frame, fill)] };
}

function planDocument(frame: Frame, ref: Ref): void {
  planRef(frame, ref, value => {
    const answer = newLocal(frame);
    emit(frame, { kind: 'MakeObjectStmt', target: answer });
    const key = stringOperand(frame.unit, 'result');
    emit(frame, { kind: 'ObjectInsertStmt', key, value, object: answer });
    emit(frame, { kind: 'ResultSetAddStmt', value: answer });
  });
}

/** Each answer is an object of the variables that the query's author named. */
function planQuery(frame: Frame, body: Body): void {
  const names = [...bodyVariables(body)].filter(
    name => !isWildcard(name) && userName(name) !== undefined,
  );
  planBody(frame, body, () => {
    const answer = newLocal(frame);
    emit(frame, { kind: 'MakeObjectStmt', target: answer });
    for (const name of names) {
      const key = stringOperand(frame.unit, userName(name)!);
      emit(frame, { kind: 'ObjectInsertStmt', key, value: frame.vars.get(name)!, object: answer });
    }
    emit(frame, { kind: 'ResultSetAddStmt', value: answer });
  });
}
