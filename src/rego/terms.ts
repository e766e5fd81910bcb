/*
 * Building and walking terms: the vocabulary the compiler stages share.
 *
 * A *closure* (comprehension, `every`, `not { … }`, `and`/`or`) has a body of its own: variables
 * that appear in it alone are local to it. Walks therefore say separately what to do with a term
 * and what with a closure's body.
 */
import type { Span } from '../base/source.ts';
import { unreachable } from '../base/unreachable.ts';
import type { Body, Call, Expr, ExprBody, Ref, Term, Var, With } from './ast.ts';

export function variable(name: string, span: Span): Var {
  return { kind: 'var', name, span };
}

/** `a.b.c` as a reference whose first name is a variable. */
export function pathRef(path: readonly string[], span: Span): Ref {
  const [head, ...rest] = path;
  const operands = rest.map(value => ({ kind: 'string', value, span }) as const);
  return { kind: 'ref', head: variable(head!, span), operands, span };
}

/** A call of the builtin `name`. */
export function builtinCall(name: string, args: readonly Term[], span: Span): Call {
  return { kind: 'call', operator: pathRef(name.split('.'), span), args, span };
}

/** `a = b`. */
export function unification(a: Term, b: Term, span: Span): Call {
  return builtinCall('eq', [a, b], span);
}

/** An expression a stage made for `like`, under the same `with` modifiers. */
export function generated(term: Term, like: Pick<Expr, 'span' | 'with'>): Expr {
  const body: ExprBody = { kind: 'term', term };
  return { kind: 'expr', span: like.span, negated: false, with: like.with, body, generated: true };
}

/** The name of a called function as written or resolved: `count`, `data.lib.f`. */
export function callName(call: Call): string {
  return refName(call.operator);
}

/** A reference of plain names joined by dots; for those with other operands, see `refText`. */
export function refName(ref: Ref): string {
  const parts = ref.operands.map(operand => (operand.kind === 'string' ? operand.value : '_'));
  return [ref.head.kind === 'var' ? ref.head.name : '_', ...parts].join('.');
}

/** Whether a term is the call of the given builtin. */
export function isCallOf(term: Term, name: string): term is Call {
  return (
    term.kind === 'call' &&
    term.operator.head.kind === 'var' &&
    term.operator.head.name === name &&
    term.operator.operands.length === 0
  );
}

/** What a rewrite does with the parts of a term. */
export interface Rewrite {
  term(term: Term): Term;
  /** A comprehension as a whole: its head terms are seen in the scope of its body. */
  comprehension(term: Extract<Term, { body: Body }>): Term;
  /** An expression in a template string. */
  template?(expr: Expr): Expr;
}

/** A copy of a term with each direct part rewritten; scalars and variables are returned as they are. */
export function rewriteParts(term: Term, rewrite: Rewrite): Term {
  const all = (terms: readonly Term[]) => terms.map(part => rewrite.term(part));
  switch (term.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'var':
      return term;
    case 'ref':
      return { ...term, head: rewrite.term(term.head), operands: all(term.operands) };
    case 'array':
    case 'set':
      return { ...term, items: all(term.items) };
    case 'object':
      return {
        ...term,
        entries: term.entries.map(
          ([key, value]) => [rewrite.term(key), rewrite.term(value)] as const,
        ),
      };
    case 'call':
      return { ...term, args: all(term.args) };
    case 'templateString': {
      const parts = term.parts.map(part =>
        part.kind === 'expr' ? (rewrite.template?.(part) ?? part) : part,
      );
      return { ...term, parts };
    }
    case 'arrayComprehension':
    case 'setComprehension':
    case 'objectComprehension':
      return rewrite.comprehension(term);
    default:
      return unreachable(term);
  }
}

/** Calls `visit` with each direct part of a term; a comprehension and a template string have none. */
export function eachPart(term: Term, visit: (part: Term) => void): void {
  switch (term.kind) {
    case 'ref':
      visit(term.head);
      term.operands.forEach(visit);
      break;
    case 'array':
    case 'set':
      term.items.forEach(visit);
      break;
    case 'object':
      for (const [key, value] of term.entries) {
        visit(key);
        visit(value);
      }
      break;
    case 'call':
      term.args.forEach(visit);
      break;
    default:
  }
}

/** The terms of an expression outside of its closures, those of its modifiers included. */
export function exprTerms(expr: Expr): readonly Term[] {
  return [...bodyTerms(expr.body), ...expr.with.map(modifier => modifier.value)];
}

function bodyTerms(body: ExprBody): readonly Term[] {
  switch (body.kind) {
    case 'term':
      return [body.term];
    case 'every':
      return [body.domain];
    case 'someIn':
      return [...(body.key === undefined ? [] : [body.key]), body.value, body.domain];
    case 'some':
    case 'notBody':
    case 'logic':
      return [];
    default:
      return unreachable(body);
  }
}

/** A closure as the compiler sees it: names it binds itself, terms read after its body, and the body. */
export interface Closure {
  readonly binds: readonly Var[];
  readonly heads: readonly Term[];
  readonly body: Body;
}

/** The closures of an expression: its own, then the comprehensions in its terms. */
export function closuresOf(expr: Expr): readonly Closure[] {
  const found = [...ownClosures(expr)];
  for (const term of exprTerms(expr)) collectComprehensions(term, found);
  return found;
}

/** The closures that are the expression itself: `every`, `not { … }`, `and`, `or`. */
export function ownClosures({ body }: Expr): readonly Closure[] {
  switch (body.kind) {
    case 'every': {
      const binds = body.key === undefined ? [body.value] : [body.key, body.value];
      return [{ binds, heads: [], body: body.body }];
    }
    case 'notBody':
      return [{ binds: [], heads: [], body: body.body }];
    case 'logic':
      return body.operands.map(operand => ({ binds: [], heads: [], body: operand }));
    default:
      return [];
  }
}

function collectComprehensions(term: Term, into: Closure[]): void {
  const closure = comprehensionClosure(term);
  if (closure !== undefined) into.push(closure);
  else eachPart(term, part => collectComprehensions(part, into));
}

/** A comprehension as a closure. */
export function comprehensionClosure(term: Term): Closure | undefined {
  switch (term.kind) {
    case 'arrayComprehension':
    case 'setComprehension':
      return { binds: [], heads: [term.term], body: term.body };
    case 'objectComprehension':
      return { binds: [], heads: [term.key, term.value], body: term.body };
    default:
      return undefined;
  }
}

/** A copy of an expression with its closures' bodies replaced, in the order `closuresOf` gives. */
export function withBodies(expr: Expr, replace: (body: Body) => Body): Expr {
  const rewrite: Rewrite = {
    term: part => rewriteParts(part, rewrite),
    comprehension: term => ({ ...term, body: replace(term.body) }),
  };
  const modifiers = expr.with.map((one): With => ({ ...one, value: rewrite.term(one.value) }));
  return { ...expr, with: modifiers, body: bodyWithBodies(expr.body, rewrite, replace) };
}

function bodyWithBodies(body: ExprBody, rewrite: Rewrite, replace: (body: Body) => Body): ExprBody {
  switch (body.kind) {
    case 'term':
      return { ...body, term: rewrite.term(body.term) };
    case 'every':
      return { ...body, domain: rewrite.term(body.domain), body: replace(body.body) };
    case 'notBody':
      return { ...body, body: replace(body.body) };
    case 'logic':
      return { ...body, operands: body.operands.map(replace) };
    case 'some':
    case 'someIn':
      return body;
    default:
      return unreachable(body);
  }
}

/** Calls `visit` with every term of a body, at any depth, those in closures and `with` values too. */
export function eachTerm(body: Body, visit: (term: Term) => void): void {
  for (const expr of body) {
    for (const term of exprTerms(expr)) eachTermIn(term, visit);
    for (const closure of ownClosures(expr)) eachTerm(closure.body, visit);
  }
}

/** Calls `visit` with a term and every term inside of it. */
export function eachTermIn(term: Term, visit: (term: Term) => void): void {
  visit(term);
  const closure = comprehensionClosure(term);
  if (closure === undefined) {
    eachPart(term, part => eachTermIn(part, visit));
    return;
  }
  for (const head of closure.heads) eachTermIn(head, visit);
  eachTerm(closure.body, visit);
}

/** Calls `visit` with every expression of a body, those of closures included. */
export function eachExpr(body: Body, visit: (expr: Expr) => void): void {
  for (const expr of body) {
    visit(expr);
    for (const closure of closuresOf(expr)) eachExpr(closure.body, visit);
  }
}
