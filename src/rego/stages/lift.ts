/*
 * Takes terms that must be computed out of the terms around them.
 *
 * `f(g(x))` becomes `@1 = g(x)` before `f(@1)`: then the safety stage can order the two, and a
 * negated expression negates its outermost operation alone, as Rego defines it: in `not f(g(x))`
 * an undefined `g(x)` makes the body undefined. What a rule's or comprehension's head computes is
 * moved to the end of its body, domains of `every` and values of `with` before their expression.
 *
 * Afterwards a term holds no call, an expression is at most one call with such terms as operands,
 * or `t = call`. `f(x, out)`, a call with one operand too many, is `out = f(x)`.
 */
import { unreachable } from '../../base/unreachable.ts';
import type { Body, Call, Expr, Term, With } from '../ast.ts';
import { generated, isCallOf, rewriteParts, unification } from '../terms.ts';
import type { NameSource } from '../variables.ts';
import type { Clause } from './resolve.ts';

export interface Lifting {
  readonly names: NameSource;
  /** How many operands a builtin or function takes. */
  arityOf(call: Call): number | undefined;
  /** Whether the value of a `with` names a function that takes the target's place. */
  isReplacement(modifier: With): boolean;
}

export function liftClause(on: Lifting, clause: Clause): Clause {
  const tail: Expr[] = [];
  const keys = clause.keys.map(key => liftHead(on, key, tail));
  const value = liftHead(on, clause.value, tail);
  const args = clause.args.map(arg => liftArg(on, arg, tail));
  return { ...clause, args, keys, value, body: liftBody(on, [...clause.body, ...tail]) };
}

export function liftBody(on: Lifting, body: Body): Body {
  return body.flatMap(expr => liftExpr(on, expr));
}

/** A head term that must be computed becomes a variable that the end of the body binds. */
function liftHead(on: Lifting, term: Term, tail: Expr[]): Term {
  if (!isComputed(term)) return term;
  const target = on.names.fresh(term.span);
  tail.push(generated(unification(target, term, term.span), { span: term.span, with: [] }));
  return target;
}

/** What an argument's pattern must compute is compared in the body. */
function liftArg(on: Lifting, arg: Term, tail: Expr[]): Term {
  if (!isComputed(arg)) return arg;
  if (arg.kind !== 'array' && arg.kind !== 'object') return liftHead(on, arg, tail);
  return rewriteParts(arg, {
    term: part => liftArg(on, part, tail),
    comprehension: closure => closure,
  });
}

/** Whether a term is more than variables and constants. */
export function isComputed(term: Term): boolean {
  switch (term.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'var':
      return false;
    case 'array':
    case 'set':
      return term.items.some(isComputed);
    case 'object':
      return term.entries.some(entry => entry.some(isComputed));
    default:
      return true;
  }
}

function liftExpr(on: Lifting, expr: Expr): readonly Expr[] {
  const before: Expr[] = [];
  const modifiers = expr.with.map(modifier => liftModifier(on, modifier, before));
  const like = { span: expr.span, with: modifiers };
  const { body } = expr;
  switch (body.kind) {
    case 'term': {
      const term = liftStatement(on, body.term, { ...like, negated: expr.negated }, before);
      return [...before, { ...expr, with: modifiers, body: { kind: 'term', term } }];
    }
    case 'every': {
      const domain = liftDomain(on, body.domain, like, before);
      const inner = liftBody(on, body.body);
      return [...before, { ...expr, with: modifiers, body: { ...body, domain, body: inner } }];
    }
    case 'notBody':
      return [
        ...before,
        { ...expr, with: modifiers, body: { ...body, body: liftBody(on, body.body) } },
      ];
    case 'logic': {
      const operands = body.operands.map(operand => liftBody(on, operand));
      return [...before, { ...expr, with: modifiers, body: { ...body, operands } }];
    }
    case 'some':
    case 'someIn':
      return before;
    default:
      return unreachable(body);
  }
}

function liftModifier(on: Lifting, modifier: With, before: Expr[]): With {
  if (on.isReplacement(modifier) || !isComputed(modifier.value)) return modifier;
  const { span } = modifier.value;
  const value = on.names.fresh(span);
  const computed = generated(unification(value, modifier.value, span), { span, with: [] });
  before.push(...liftExpr(on, computed));
  return { ...modifier, value };
}

function liftDomain(on: Lifting, domain: Term, like: Like, before: Expr[]): Term {
  if (domain.kind === 'var') return domain;
  const value = on.names.fresh(domain.span);
  before.push(...liftExpr(on, generated(unification(value, domain, domain.span), like)));
  return value;
}

type Like = Pick<Expr, 'span' | 'with'>;

/** The statement's own call stays; calls inside of it go before. */
function liftStatement(
  on: Lifting,
  term: Term,
  like: Like & Pick<Expr, 'negated'>,
  before: Expr[],
): Term {
  if (term.kind !== 'call') return liftTerm(on, term, like, before);
  if (isCallOf(term, 'eq') && !like.negated) return liftUnification(on, term, like, before);
  return splitResult(on, liftOperands(on, term, like, before));
}

function liftOperands(on: Lifting, call: Call, like: Like, before: Expr[]): Call {
  return { ...call, args: call.args.map(arg => liftTerm(on, arg, like, before)) };
}

/** One side of `=` may stay a call. */
function liftUnification(on: Lifting, call: Call, like: Like, before: Expr[]): Term {
  const [left, right] = call.args as readonly [Term, Term];
  if (right.kind === 'call') {
    const pattern = liftTerm(on, left, like, before);
    return { ...call, args: [pattern, liftOperands(on, right, like, before)] };
  }
  if (left.kind === 'call')
    return liftUnification(on, { ...call, args: [right, left] }, like, before);
  return liftOperands(on, call, like, before);
}

/** `f(x, out)` as `out = f(x)`. */
function splitResult(on: Lifting, call: Call): Term {
  const arity = on.arityOf(call);
  if (arity === undefined || call.args.length !== arity + 1) return call;
  const { infix: _, ...plain } = call;
  const inner: Call = { ...plain, args: call.args.slice(0, -1) };
  return unification(call.args.at(-1)!, inner, call.span);
}

/** A term without calls, which go before; closures are lifted in themselves. */
function liftTerm(on: Lifting, term: Term, like: Like, before: Expr[]): Term {
  if (term.kind === 'call') {
    const target = on.names.fresh(term.span);
    const call = liftOperands(on, term, like, before);
    before.push(generated(unification(target, call, term.span), like));
    return target;
  }
  return rewriteParts(term, {
    term: part => liftTerm(on, part, like, before),
    comprehension: closure => liftComprehension(on, closure),
  });
}

function liftComprehension(on: Lifting, closure: Extract<Term, { body: Body }>): Term {
  const tail: Expr[] = [];
  if (closure.kind === 'objectComprehension') {
    const key = liftHead(on, closure.key, tail);
    const value = liftHead(on, closure.value, tail);
    return { ...closure, key, value, body: liftBody(on, [...closure.body, ...tail]) };
  }
  const head = liftHead(on, closure.term, tail);
  return { ...closure, term: head, body: liftBody(on, [...closure.body, ...tail]) };
}
