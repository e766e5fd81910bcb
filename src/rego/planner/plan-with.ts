/*
 * `with`: one expression under other documents and functions.
 *
 * Documents are replaced at run time by WithStmt. Rules are replaced when planning: what the
 * expression needs is planned in another world (world.ts). What follows the expression must not
 * see either, so its solutions are kept and the rest goes on after them.
 */
import { DATA, INPUT, type Local, type Operand } from '../../ir/plan.ts';
import type { Expr, Ref, Term, With } from '../ast.ts';
import { findNode } from '../rule-tree.ts';
import { dataPath } from '../stages/calls.ts';
import { namedBuiltin } from '../stages/resolve.ts';
import { callName, eachPart, exprTerms, refName } from '../terms.ts';
import { isRoot, variablesOf } from '../variables.ts';
import { collectSolutions } from './collect.ts';
import { bind, block, emit, emitFlagged, type Frame, isBound, TRUE } from './frame.ts';
import { planTerms } from './plan-term.ts';
import { unplannable } from './unplannable.ts';
import type { Mock, World } from './world.ts';

/** A document to replace. */
interface Replacement {
  readonly local: Local;
  readonly path: readonly string[];
  readonly value: Operand;
}

interface Change {
  readonly world: World;
  readonly mockValues: ReadonlyMap<string, Operand>;
  readonly replacements: readonly Replacement[];
}

/** `fill` plans the expression without its modifiers. */
export function planWith(
  frame: Frame,
  expr: Expr,
  fill: (then: () => void) => void,
  then: () => void,
): void {
  const values = expr.with.map(({ value }) => (isName(value) ? [] : [value]));
  planTerms(frame, values.flat(), operands => {
    const change = changeOf(frame, expr.with, values, operands);
    const inner = (found: () => void) =>
      inWorld(frame, change, () => planReplacements(frame, change.replacements, () => fill(found)));
    const fresh = freshVariables(frame, expr);
    if (fresh.length > 0 && !iterates(frame, expr)) keepBindings(frame, fresh, inner, then);
    else collectSolutions(frame, fresh, found => inner(() => found(TRUE)), then);
  });
}

/** Whether the value of a `with` names a function: see `isReplacement` of the lifting stage. */
function isName(value: Term): value is Ref {
  return value.kind === 'ref';
}

function changeOf(
  frame: Frame,
  modifiers: readonly With[],
  values: readonly (readonly Term[])[],
  operands: readonly Operand[],
): Change {
  let { world, mockValues } = frame;
  const replacements: Replacement[] = [];
  let next = 0;
  modifiers.forEach(({ target, value }, index) => {
    const operand = values[index]!.length > 0 ? operands[next++] : undefined;
    const name = functionName(frame, target);
    if (name !== undefined) {
      world = frame.unit.worlds.mock(world, name, mockOf(value));
      if (operand !== undefined) mockValues = new Map(mockValues).set(name, operand);
      return;
    }
    const { local, path } = documentOf(target as Ref);
    if (local === DATA) world = frame.unit.worlds.hide(world, path);
    if (operand === undefined) throw unplannable('this value of `with` is no value', value.span);
    replacements.push({ local, path, value: operand });
  });
  return { world, mockValues, replacements };
}

/** The name under which calls of a target are known, if it is a function. */
function functionName(frame: Frame, target: Term): string | undefined {
  if (target.kind !== 'ref') return undefined;
  const builtin = namedBuiltin(target);
  if (builtin !== undefined) return builtin;
  const path = dataPath(target);
  const node = path === undefined ? undefined : findNode(frame.unit.root, path);
  return node?.rules[0]?.arity === undefined ? undefined : refName(target);
}

function mockOf(value: Term): Mock {
  if (!isName(value)) return { kind: 'value' };
  const builtin = namedBuiltin(value);
  return builtin === undefined
    ? { kind: 'rule', path: dataPath(value)! }
    : { kind: 'builtin', name: builtin };
}

function documentOf(target: Ref): { readonly local: Local; readonly path: readonly string[] } {
  const path = target.operands.map(operand => (operand.kind === 'string' ? operand.value : ''));
  const isData = target.head.kind === 'var' && target.head.name === 'data';
  return { local: isData ? DATA : INPUT, path };
}

function inWorld(frame: Frame, change: Change, fill: () => void): void {
  const { world, mockValues } = frame;
  frame.world = change.world;
  frame.mockValues = change.mockValues;
  fill();
  frame.world = world;
  frame.mockValues = mockValues;
}

/** The first modifier is outermost, so that later ones change what earlier ones set. */
function planReplacements(
  frame: Frame,
  replacements: readonly Replacement[],
  fill: () => void,
): void {
  const [first, ...rest] = replacements;
  if (first === undefined) return fill();
  const inner = block(frame, () => planReplacements(frame, rest, fill));
  const path = first.path.map(name => frame.unit.strings.indexOf(name));
  emit(frame, { kind: 'WithStmt', local: first.local, path, value: first.value, block: inner });
}

/** Variables that get their value under the modifiers. */
function freshVariables(frame: Frame, expr: Expr): readonly string[] {
  if (expr.negated || expr.body.kind !== 'term') return [];
  return [...variablesOf(expr.body.term)].filter(name => !isBound(frame, name));
}

/** Whether an expression may have more than one solution. */
function iterates(frame: Frame, expr: Expr): boolean {
  return exprTerms(expr).some(term => iteratesIn(frame, term));
}

function iteratesIn(frame: Frame, term: Term): boolean {
  if (term.kind === 'ref') {
    const names = [...variablesOf(...term.operands)];
    if (names.some(name => !isRoot(name) && !isBound(frame, name))) return true;
  }
  if (term.kind === 'call' && frame.unit.builtins.get(callName(term))?.relation) return true;
  let found = false;
  eachPart(term, part => {
    found ||= iteratesIn(frame, part);
  });
  return found;
}

/** For at most one solution the locals that hold the variables are enough. */
function keepBindings(
  frame: Frame,
  fresh: readonly string[],
  inner: (found: () => void) => void,
  then: () => void,
): void {
  const bound: (readonly [name: string, value: Operand])[] = [];
  const flag = emitFlagged(frame, reached =>
    inner(() => {
      for (const name of fresh) bound.push([name, frame.vars.get(name)!]);
      reached();
    }),
  );
  emit(frame, { kind: 'IsDefinedStmt', source: flag });
  // An expression that never holds binds nothing, and nothing follows it.
  if (bound.length === 0) return;
  for (const [name, value] of bound) bind(frame, name, value);
  then();
}
