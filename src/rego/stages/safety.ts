/*
 * Safety: every variable must be bound before it is read, in some order of the body's expressions.
 *
 * Rego's statements have no order; the planner's have. `orderBody` takes, pass after pass and in
 * the order written, each expression whose variables are all bound by then, by those taken before
 * or by itself. An expression binds:
 *   - `t = u`: the variables of one side's pattern once the other side is known, piece by piece
 *     for arrays and objects;
 *   - a reference whose head is known: the variables among its operands, by iterating;
 *   - nothing when it is negated, and nothing out of a closure.
 * A closure reads the variables it shares with the expressions around it, so these come first;
 * variables that only it has are its own, and its body is ordered by the same rules.
 *
 * What can't be taken is unsafe. Of the variables in it only root causes are told: one that would
 * be bound if another were is a consequence of the other.
 */
import { nearest } from '../../base/nearest.ts';
import type { Span } from '../../base/source.ts';
import type { Body, Expr, Term, Var } from '../ast.ts';
import { printTerm } from '../print-term.ts';
import type { Report } from '../report.ts';
import { type Closure, closuresOf, eachPart, exprTerms, isCallOf, withBodies } from '../terms.ts';
import {
  bodyVariables,
  eachClosureVariable,
  eachVariable,
  userName,
  variablesOf,
} from '../variables.ts';
import type { Clause } from './resolve.ts';

export interface Safety {
  readonly report: Report;
  /** Names that a person may have meant. */
  readonly known: Iterable<string>;
}

/** Shorter names are near to everything. */
const MIN_HINTED_NAME = 3;

type Names = ReadonlySet<string>;
/** All that is asked of names most of the time. */
type HasNames = Pick<Names, 'has'>;

interface Ordered {
  readonly body: Body;
  /** What is bound after the body. */
  readonly bound: Names;
}

/** A clause with its body in an order that can be run. */
export function orderClause(on: Safety, clause: Clause): Clause {
  const { body, bound } = orderBody(on, clause.body, variablesOf(...clause.args));
  checkHeads(on, [...clause.keys, clause.value], bound);
  return { ...clause, body };
}

/** A body in an order that can be run, given what is bound before it. */
export function orderBody(on: Safety, body: Body, given: Names): Ordered {
  const visible = union(bodyVariables(body), given);
  const needs = new Map(body.map(expr => [expr, needsOf(expr, visible)]));
  const bound = new Set(given);
  const ordered: Expr[] = [];
  let waiting: readonly Expr[] = body;
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter(expr => {
      const outputs = outputsOf(expr, bound);
      if (!isReady(needs.get(expr)!, outputs, bound)) return true;
      ordered.push(orderClosures(on, expr, bound));
      for (const name of outputs) bound.add(name);
      return false;
    });
  }
  if (waiting.length > 0) reportUnsafe(on, waiting, needs, bound);
  return { body: ordered, bound: union(bound, bodyVariables(waiting)) };
}

/** The variables an expression reads or binds: outside of closures, and shared with its closures. */
interface Needs {
  readonly plain: readonly Var[];
  readonly closed: readonly Var[];
}

function needsOf(expr: Expr, visible: Names): Needs {
  const plain: Var[] = [];
  for (const term of exprTerms(expr)) eachVariable(term, one => plain.push(one));
  const closed: Var[] = [];
  for (const closure of closuresOf(expr)) {
    eachClosureVariable(closure, one => {
      if (visible.has(one.name)) closed.push(one);
    });
  }
  return { plain, closed };
}

function isReady({ plain, closed }: Needs, outputs: Names, bound: Names): boolean {
  return (
    plain.every(({ name }) => bound.has(name) || outputs.has(name)) &&
    closed.every(({ name }) => bound.has(name))
  );
}

const NONE: Names = new Set();

/** The variables an expression binds, given what is bound before it. */
export function outputsOf(expr: Expr, bound: HasNames): Names {
  const modifiers = expr.with.map(modifier => modifier.value);
  if (expr.negated || expr.body.kind !== 'term') return new Set();
  if (!modifiers.every(value => isBound(value, bound, NONE))) return new Set();
  const { term } = expr.body;
  const outputs = new Set(iteratedBy(term, bound));
  if (isCallOf(term, 'eq')) {
    const [left, right] = term.args as readonly [Term, Term];
    collectUnified(left, right, bound, outputs);
  }
  return outputs;
}

/** Whether all variables of a term are bound, before the expression or by it. */
function isBound(term: Term, bound: HasNames, outputs: Names): boolean {
  for (const name of variablesOf(term)) if (!bound.has(name) && !outputs.has(name)) return false;
  return true;
}

/** The variables that references in a term bind by iterating. */
export function iteratedBy(term: Term, bound: HasNames): Names {
  const outputs = new Set<string>();
  for (let before = -1; before !== outputs.size; ) {
    before = outputs.size;
    collectIterated(term, bound, outputs);
  }
  return outputs;
}

function collectIterated(term: Term, bound: HasNames, outputs: Set<string>): void {
  if (term.kind === 'ref' && isBound(term.head, bound, outputs)) {
    for (const operand of term.operands) addAll(outputs, patternVariables(operand));
  }
  eachPart(term, part => collectIterated(part, bound, outputs));
}

/** The variables of a pattern: what equals a known value binds these. */
export function patternVariables(term: Term): readonly string[] {
  switch (term.kind) {
    case 'var':
      return [...variablesOf(term)];
    case 'array':
      return term.items.flatMap(patternVariables);
    case 'object':
      return term.entries.flatMap(([, value]) => patternVariables(value));
    default:
      return [];
  }
}

function collectUnified(a: Term, b: Term, bound: HasNames, outputs: Set<string>): void {
  const pairs = bindingPairs(a, b);
  for (let before = -1; before !== outputs.size; ) {
    before = outputs.size;
    for (const [left, right] of pairs) {
      if (isBound(right, bound, outputs)) addAll(outputs, patternVariables(left));
      if (isBound(left, bound, outputs)) addAll(outputs, patternVariables(right));
    }
  }
}

/** The pairs that may bind each other's variables; objects by the keys that are written the same. */
function bindingPairs(a: Term, b: Term): readonly Pair[] {
  return unificationPairs(a, b).flatMap(([left, right]): readonly Pair[] => {
    if (left.kind !== 'object' || right.kind !== 'object') {
      return mayMatch(left, right) ? [[left, right]] : [];
    }
    if (left.entries.length !== right.entries.length) return [];
    const others = new Map(right.entries.map(([key, value]) => [printTerm(key), value]));
    return left.entries.flatMap(([key, value]) => {
      const other = others.get(printTerm(key));
      return other === undefined ? [] : bindingPairs(value, other);
    });
  });
}

/** Collections and constants of other shapes, which an array or object pattern never equals. */
const CLOSED_KINDS: ReadonlySet<Term['kind']> = new Set([
  'null',
  'boolean',
  'number',
  'string',
  'array',
  'object',
  'set',
]);

/** Whether two terms that aren't of one shape can be equal: a pattern that can't binds nothing. */
function mayMatch(a: Term, b: Term): boolean {
  return !(CLOSED_KINDS.has(a.kind) && CLOSED_KINDS.has(b.kind));
}

type Pair = readonly [Term, Term];

/** `[a, b] = [c, d]` as `a = c`, `b = d`; likewise for objects with the same constant keys. */
export function unificationPairs(a: Term, b: Term): readonly Pair[] {
  if (a.kind === 'array' && b.kind === 'array' && a.items.length === b.items.length) {
    return a.items.flatMap((item, index) => unificationPairs(item, b.items[index]!));
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const entries = matchEntries(a.entries, b.entries);
    if (entries !== undefined)
      return entries.flatMap(([left, right]) => unificationPairs(left, right));
  }
  return [[a, b]];
}

type Entries = readonly (readonly [key: Term, value: Term])[];

/** Values under equal constant keys, if all keys are constant and the same on both sides. */
function matchEntries(a: Entries, b: Entries): readonly Pair[] | undefined {
  const valuesOfB = new Map(b.map(([key, value]) => [constantKey(key), value]));
  if (a.length !== b.length || valuesOfB.has(undefined) || valuesOfB.size !== b.length) return;
  const pairs: Pair[] = [];
  for (const [key, value] of a) {
    const other = valuesOfB.get(constantKey(key));
    if (other === undefined) return;
    pairs.push([value, other]);
  }
  return pairs;
}

function constantKey(term: Term): string | undefined {
  switch (term.kind) {
    case 'string':
      return `"${term.value}`;
    case 'boolean':
      return String(term.value);
    case 'number':
      return term.text;
    default:
      return undefined;
  }
}

/** An expression with the bodies of its closures ordered. */
function orderClosures(on: Safety, expr: Expr, bound: Names): Expr {
  const closures = closuresOf(expr);
  if (closures.length === 0) return expr;
  const bodies = new Map(closures.map(one => [one.body, orderClosure(on, one, bound)]));
  return withBodies(expr, body => bodies.get(body)!);
}

function orderClosure(on: Safety, closure: Closure, bound: Names): Body {
  const given = union(bound, new Set(closure.binds.map(one => one.name)));
  const ordered = orderBody(on, closure.body, given);
  checkHeads(on, closure.heads, ordered.bound);
  return ordered.body;
}

function checkHeads(on: Safety, heads: readonly Term[], bound: Names): void {
  for (const head of heads) {
    eachVariable(head, one => {
      if (!bound.has(one.name)) tellUnsafe(on, one.name, one.span, bound);
    });
  }
}

function reportUnsafe(
  on: Safety,
  waiting: readonly Expr[],
  needs: ReadonlyMap<Expr, Needs>,
  bound: Names,
): void {
  const places = new Map<string, Span>();
  for (const expr of waiting) {
    const { plain, closed } = needs.get(expr)!;
    const outputs = outputsOf(expr, bound);
    const unbound = [...plain.filter(({ name }) => !outputs.has(name)), ...closed];
    for (const { name, span } of unbound) {
      const known = places.get(name);
      if (!bound.has(name) && (known === undefined || span.start < known.start)) {
        places.set(name, span);
      }
    }
  }
  const told = rootCauses(waiting, places).filter(name => userName(name) !== undefined);
  for (const name of told) tellUnsafe(on, name, places.get(name)!, bound);
  if (told.length === 0) {
    const message = 'this expression cannot be ordered safely';
    on.report.add('rego_unsafe_var_error', message, waiting[0]!.span);
  }
}

/** The expressions that name each variable: only these could bind it. */
function expressionsByName(body: Body): ReadonlyMap<string, readonly Expr[]> {
  const naming = new Map<string, Expr[]>();
  for (const expr of body) {
    for (const name of bodyVariables([expr])) {
      const known = naming.get(name);
      if (known === undefined) naming.set(name, [expr]);
      else known.push(expr);
    }
  }
  return naming;
}

/** Variables that no expression would bind even if all others were; if there is none, the first. */
function rootCauses(
  waiting: readonly Expr[],
  places: ReadonlyMap<string, Span>,
): readonly string[] {
  const all = bodyVariables(waiting);
  for (const name of places.keys()) all.add(name);
  const naming = expressionsByName(waiting);
  const unbindable = [...places.keys()].filter(name => {
    const others = { has: (other: string) => other !== name && all.has(other) };
    return !(naming.get(name) ?? []).some(expr => outputsOf(expr, others).has(name));
  });
  if (unbindable.some(name => userName(name) !== undefined)) return unbindable;
  return [...places.keys()].filter(name => userName(name) !== undefined).slice(0, 1);
}

function tellUnsafe(on: Safety, name: string, span: Span, bound: Names): void {
  const shown = userName(name);
  if (shown === undefined) return;
  const message = `variable \`${shown}\` is unsafe: nothing gives it a value`;
  on.report.add('rego_unsafe_var_error', message, span, unsafeHint(on, shown, bound));
}

function unsafeHint(on: Safety, name: string, bound: Names): string | undefined {
  if (name === '_') return 'iterate in a helper rule, or name the variable and bind it before';
  if (name.length < MIN_HINTED_NAME) return undefined;
  const locals = [...bound].map(userName).filter(one => one !== undefined);
  const meant = nearest(name, [...locals, ...on.known, 'input', 'data']);
  return meant === undefined || meant === name ? undefined : `did you mean \`${meant}\`?`;
}

function union(a: Names, b: Names): Set<string> {
  const all = new Set(a);
  for (const name of b) all.add(name);
  return all;
}

function addAll(into: Set<string>, names: Iterable<string>): void {
  for (const name of names) into.add(name);
}
