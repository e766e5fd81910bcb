/*
 * References: what stands at `head[operand]…`.
 *
 * Under `data` a reference goes down the tree of rules and the base documents at once. Where it
 * meets a node with rules, it calls their function and goes on in the result. Where an operand is
 * not a name known now, it may be any child of the node or any other key of the base document:
 * the alternatives are planned one after another, their answers collected and iterated, so that
 * what follows is planned once. Where it ends above the rules, the document is put together: every
 * rule below in one object, merged with the base document.
 */
import { DATA, INPUT, type Operand } from '../../ir/plan.ts';
import type { Ref, Term } from '../ast.ts';
import type { RuleNode } from '../rule-tree.ts';
import { isComputed } from '../stages/lift.ts';
import { variablesOf } from '../variables.ts';
import { collectSolutions } from './collect.ts';
import {
  bind,
  emit,
  emitBlocks,
  emitDot,
  emitEither,
  emitReset,
  emitScan,
  type Frame,
  isBound,
  localOperand,
  newLocal,
  type Then,
} from './frame.ts';
import { callRules } from './plan-call.ts';
import { isKnown, isPlannable, planTerm } from './plan-term.ts';
import { planMatch } from './plan-unify.ts';
import { stringOperand } from './unit.ts';
import { unplannable } from './unplannable.ts';
import { isHidden } from './world.ts';

export function planRef(frame: Frame, ref: Ref, then: Then): void {
  const { head, operands } = ref;
  if (head.kind === 'var' && head.name === 'data') {
    planData(frame, frame.unit.root, [], operands, then);
  } else if (head.kind === 'var' && head.name === 'input') {
    planInput(frame, operands, then);
  } else if (isKnown(frame, head)) {
    planTerm(frame, head, value => planOperands(frame, value, operands, then));
  } else {
    planOperandFirst(frame, ref, then);
  }
}

/** In `x[q[x]]` the reference inside binds the head of the one around it. */
function planOperandFirst(frame: Frame, ref: Ref, then: Then): void {
  const index = ref.operands.findIndex(
    operand => operand.kind !== 'var' && isComputed(operand) && isPlannable(frame, operand),
  );
  const operand = ref.operands[index];
  if (operand === undefined) throw unplannable('the head of this reference is not known', ref.span);
  planTerm(frame, operand, value => {
    const name = `@${frame.nextLocal}.operand`;
    bind(frame, name, value);
    const known: Term = { kind: 'var', name, span: operand.span };
    planRef(frame, { ...ref, operands: ref.operands.with(index, known) }, then);
  });
}

/** A bare `input` may be undefined; a lookup in it notices by itself. */
function planInput(frame: Frame, operands: readonly Term[], then: Then): void {
  if (operands.length === 0) emit(frame, { kind: 'IsDefinedStmt', source: INPUT });
  planOperands(frame, localOperand(INPUT), operands, then);
}

/** Goes down a value. */
function planOperands(frame: Frame, source: Operand, operands: readonly Term[], then: Then): void {
  const [first, ...rest] = operands;
  if (first === undefined) return then(source);
  planStep(frame, source, first, value => planOperands(frame, value, rest, then));
}

/** Whether an operand holds a variable that the reference gives its values. */
function iterates(frame: Frame, operand: Term): boolean {
  return operand.kind !== 'ref' && [...variablesOf(operand)].some(name => !isBound(frame, name));
}

/** One lookup, or an iteration where the operand has a variable without a value. */
function planStep(frame: Frame, source: Operand, operand: Term, then: Then): void {
  if (iterates(frame, operand)) {
    emitScan(frame, source, (key, value) => planMatch(frame, key, operand, () => then(value)));
  } else {
    planTerm(frame, operand, key => then(emitDot(frame, source, key)));
  }
}

/** The children of a node that are seen as documents. */
function visibleChildren(frame: Frame, node: RuleNode): readonly RuleNode[] {
  return [...node.children.values()].filter(child => isVisible(frame, child));
}

function isVisible(frame: Frame, node: RuleNode): boolean {
  return !isHidden(frame.world, node.path) && !isFunction(node);
}

function isFunction({ rules }: RuleNode): boolean {
  return rules.length > 0 && rules[0]!.arity !== undefined;
}

/** `path` is where the node is: the same place in the base documents. */
function planData(
  frame: Frame,
  node: RuleNode,
  path: readonly string[],
  operands: readonly Term[],
  then: Then,
): void {
  if (node.rules.length > 0) {
    return callRules(frame, node, frame.world, [], value =>
      planOperands(frame, value, operands, then),
    );
  }
  const [operand, ...rest] = operands;
  if (operand === undefined) return planExtent(frame, node, path, then);
  if (operand.kind === 'string') {
    const child = node.children.get(operand.value);
    if (child === undefined || !isVisible(frame, child))
      return planBase(frame, path, operands, then);
    return planData(frame, child, child.path, rest, then);
  }
  const children = visibleChildren(frame, node);
  if (children.length === 0 || isNever(operand)) return planBase(frame, path, operands, then);
  planAlternatives(frame, { children, path, operand, rest }, then);
}

/** Whether an operand can't be the name of a child. */
function isNever({ kind }: Term): boolean {
  return kind === 'number' || kind === 'boolean' || kind === 'null';
}

/** Base documents are found by their path as text: `data.a[1]` also finds the key `"1"`. */
function planBase(
  frame: Frame,
  path: readonly string[],
  operands: readonly Term[],
  then: Then,
): void {
  let source = localOperand(DATA);
  for (const name of path) source = emitDot(frame, source, stringOperand(frame.unit, name));
  planBaseOperands(frame, source, operands, then);
}

function planBaseOperands(
  frame: Frame,
  source: Operand,
  operands: readonly Term[],
  then: Then,
): void {
  const [first, ...rest] = operands;
  if (first === undefined) return then(source);
  const next: Then = value => planBaseOperands(frame, value, rest, then);
  if (first.kind === 'number') return next(planBaseIndex(frame, source, first.text));
  planStep(frame, source, first, next);
}

function planBaseIndex(frame: Frame, source: Operand, digits: string): Operand {
  const target = newLocal(frame);
  const number: Term = { kind: 'number', text: digits, span: frame.span };
  emitReset(frame, target);
  emitEither(
    frame,
    () => planTerm(frame, number, key => emit(frame, { kind: 'DotStmt', source, key, target })),
    () => emit(frame, { kind: 'DotStmt', source, key: stringOperand(frame.unit, digits), target }),
  );
  emit(frame, { kind: 'IsDefinedStmt', source: target });
  return localOperand(target);
}

interface Alternatives {
  readonly children: readonly RuleNode[];
  readonly path: readonly string[];
  readonly operand: Term;
  readonly rest: readonly Term[];
}

function planAlternatives(frame: Frame, alternatives: Alternatives, then: Then): void {
  const { operand, rest } = alternatives;
  const fresh = [...variablesOf(operand, ...rest)].filter(name => !isBound(frame, name));
  if (iterates(frame, operand)) {
    collectSolutions(frame, fresh, found => planEachChild(frame, alternatives, found), then);
  } else {
    planTerm(frame, operand, key => {
      collectSolutions(frame, fresh, found => planOneChild(frame, alternatives, key, found), then);
    });
  }
}

function childName(frame: Frame, child: RuleNode): Operand {
  return stringOperand(frame.unit, child.path.at(-1)!);
}

/** Every child under its name, then every other key of the base document. */
function planEachChild(frame: Frame, alternatives: Alternatives, found: Then): void {
  const { children, path, operand, rest } = alternatives;
  for (const child of children) {
    emitBlocks(frame, () =>
      planMatch(frame, childName(frame, child), operand, () =>
        planData(frame, child, child.path, rest, found),
      ),
    );
  }
  emitBlocks(frame, () =>
    planBase(frame, path, [], base =>
      emitScan(frame, base, (key, value) => {
        emitNoneOf(frame, key, children);
        planMatch(frame, key, operand, () => planBaseOperands(frame, value, rest, found));
      }),
    ),
  );
}

/** The child that has the key as its name, or the base document under the key. */
function planOneChild(
  frame: Frame,
  { children, path, rest }: Alternatives,
  key: Operand,
  found: Then,
): void {
  for (const child of children) {
    emitBlocks(frame, () => {
      emit(frame, { kind: 'EqualStmt', a: key, b: childName(frame, child) });
      planData(frame, child, child.path, rest, found);
    });
  }
  emitBlocks(frame, () => {
    emitNoneOf(frame, key, children);
    planBase(frame, path, [], base =>
      planBaseOperands(frame, emitDot(frame, base, key), rest, found),
    );
  });
}

function emitNoneOf(frame: Frame, key: Operand, children: readonly RuleNode[]): void {
  for (const child of children) {
    emit(frame, { kind: 'NotEqualStmt', a: key, b: childName(frame, child) });
  }
}

/** The document at a node above rules. */
function planExtent(frame: Frame, node: RuleNode, path: readonly string[], then: Then): void {
  if (isHidden(frame.world, node.path)) planBase(frame, path, [], then);
  else planMerged(frame, node, path, then);
}

function planMerged(frame: Frame, node: RuleNode, path: readonly string[], then: Then): void {
  const virtual = planVirtual(frame, node);
  const target = newLocal(frame);
  emitEither(
    frame,
    () =>
      planBase(frame, path, [], base => {
        const a = base.kind === 'local' ? base.value : DATA;
        emit(frame, { kind: 'ObjectMergeStmt', a, b: virtual, target });
      }),
    () => emit(frame, { kind: 'AssignVarStmt', source: localOperand(virtual), target }),
  );
  then(localOperand(target));
}

/** All rules below a node as one object; functions are no documents. */
function planVirtual(frame: Frame, node: RuleNode): number {
  const object = newLocal(frame);
  emit(frame, { kind: 'MakeObjectStmt', target: object });
  for (const child of visibleChildren(frame, node)) {
    const key = childName(frame, child);
    const insert: Then = value => emit(frame, { kind: 'ObjectInsertStmt', key, value, object });
    emitBlocks(frame, () => {
      if (child.rules.length > 0) callRules(frame, child, frame.world, [], insert);
      else insert(localOperand(planVirtual(frame, child)));
    });
  }
  return object;
}
