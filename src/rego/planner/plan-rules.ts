/*
 * The rules of one node as a function: what it makes is a value, a set, or an object.
 *
 * A value rule assigns the result once, so that rules which disagree are a conflict; a chain of
 * `else` assigns its own local first, each clause only where those before it gave nothing; a
 * default comes last. Functions take their operands after the documents and match their patterns.
 */
import type { Block, Func, Local, Operand } from '../../ir/plan.ts';
import type { Term } from '../ast.ts';
import type { RuleDefinition } from '../rule-definition.ts';
import type { RuleNode } from '../rule-tree.ts';
import type { Clause } from '../stages/resolve.ts';
import {
  block,
  emit,
  emitBlocks,
  type Frame,
  type Grammar,
  localOperand,
  newLocal,
  until,
} from './frame.ts';
import { planObjectRules } from './plan-object-rules.ts';
import { planTerm } from './plan-term.ts';
import { planMatch } from './plan-unify.ts';
import type { Needed, Unit } from './unit.ts';

const FIRST_PARAMETER: Local = 2;

export function planFunction(unit: Unit, plan: Grammar, { name, node, world }: Needed): Func {
  const count = node.rules[0]!.arity ?? 0;
  const mockLocals = world.mockValues.map((_, index) => FIRST_PARAMETER + index);
  const firstArg = FIRST_PARAMETER + mockLocals.length;
  const args = Array.from({ length: count }, (_, index) => firstArg + index);
  const frame: Frame = {
    unit,
    plan,
    world,
    mockValues: new Map(
      world.mockValues.map((of, index) => [of, localOperand(mockLocals[index]!)]),
    ),
    vars: new Map(),
    stmts: [],
    nextLocal: firstArg + count,
    scans: 0,
    done: undefined,
    span: node.rules[0]!.span,
  };
  const result = newLocal(frame);
  const blocks = [
    ...planRules(frame, node, args, result),
    block(frame, () => emit(frame, { kind: 'ReturnLocalStmt', source: result })),
  ];
  const path = [`g${world.index}`, ...node.path];
  return { name, path, params: [0, 1, ...mockLocals, ...args], return: result, blocks };
}

function planRules(
  frame: Frame,
  node: RuleNode,
  args: readonly Local[],
  result: Local,
): readonly Block[] {
  const [first] = node.rules;
  if (first!.clauses[0]!.keys.length > 0) return planObjectRules(frame, node.rules, result);
  if (first!.defines === 'members') return planSetRules(frame, node.rules, result);
  return planValueRules(frame, node.rules, args, result);
}

function planSetRules(
  frame: Frame,
  rules: readonly RuleDefinition[],
  result: Local,
): readonly Block[] {
  const empty = block(frame, () => emit(frame, { kind: 'MakeSetStmt', target: result }));
  const members = rules.flatMap(({ clauses }) =>
    clauses.map(clause =>
      block(frame, () =>
        planClause(frame, clause, [], value =>
          emit(frame, { kind: 'SetAddStmt', value, set: result }),
        ),
      ),
    ),
  );
  return [empty, ...members];
}

/** One clause: its operands matched, its body, then its value. */
function planClause(
  frame: Frame,
  clause: Clause,
  args: readonly Local[],
  then: (value: Operand) => void,
): void {
  frame.span = clause.span;
  const matchFrom = (index: number): void => {
    const pattern = clause.args[index];
    const local = args[index];
    if (pattern === undefined || local === undefined) {
      return frame.plan.body(frame, clause.body, () => {
        frame.span = clause.value.span;
        planTerm(frame, clause.value, then);
      });
    }
    planMatch(frame, localOperand(local), pattern, () => matchFrom(index + 1));
  };
  matchFrom(0);
}

function planValueRules(
  frame: Frame,
  rules: readonly RuleDefinition[],
  args: readonly Local[],
  result: Local,
): readonly Block[] {
  const [fallback] = rules.filter(rule => rule.default);
  const chains = rules.filter(rule => !rule.default);
  const isSame = sameConstant(chains.flatMap(({ clauses }) => clauses));
  const blocks = chains.map((rule, index) =>
    block(frame, () => {
      if (isSame && index > 0) emit(frame, { kind: 'IsUndefinedStmt', source: result });
      until(frame, isSame ? result : undefined, () => planChain(frame, rule, args, result));
    }),
  );
  if (fallback === undefined) return blocks;
  return [...blocks, block(frame, () => planDefault(frame, fallback, args, result))];
}

/** Whether all clauses give one constant: then the first that holds settles the result. */
function sameConstant(clauses: readonly Clause[]): boolean {
  const constants = clauses.map(({ value }) => constantText(value));
  return constants.every(one => one !== undefined && one === constants[0]);
}

function constantText(term: Term): string | undefined {
  switch (term.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(term.value);
    case 'number':
      return term.text;
    case 'string':
      return JSON.stringify(term.value);
    default:
      return undefined;
  }
}

function planChain(
  frame: Frame,
  { clauses }: RuleDefinition,
  args: readonly Local[],
  result: Local,
): void {
  const assign = (target: Local) => (source: Operand) =>
    emit(frame, { kind: 'AssignVarOnceStmt', source, target });
  if (clauses.length === 1) return planClause(frame, clauses[0]!, args, assign(result));
  const chosen = newLocal(frame);
  clauses.forEach((clause, index) => {
    const done = constantText(clause.value) === undefined ? undefined : chosen;
    emitBlocks(frame, () => {
      if (index > 0) emit(frame, { kind: 'IsUndefinedStmt', source: chosen });
      until(frame, done, () => planClause(frame, clause, args, assign(chosen)));
    });
  });
  emit(frame, { kind: 'IsDefinedStmt', source: chosen });
  assign(result)(localOperand(chosen));
}

function planDefault(
  frame: Frame,
  { clauses }: RuleDefinition,
  args: readonly Local[],
  result: Local,
): void {
  emit(frame, { kind: 'IsUndefinedStmt', source: result });
  planClause(frame, clauses[0]!, args, value => {
    emit(frame, { kind: 'AssignVarStmt', source: value, target: result });
  });
}
