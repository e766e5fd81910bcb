/*
 * Computes what a negated expression reads before it, as Rego defines negation: `not f(data.x)`
 * negates the call, so that an undefined `data.x` makes the body undefined. Only the operands of
 * `=` and `==` and a reference that is itself negated stay where they are.
 *
 * Runs after the safety stage: a reference that is taken out must not start to bind variables.
 */
import type { Body, Expr, Term } from '../ast.ts';
import {
  closuresOf,
  generated,
  isCallOf,
  rewriteParts,
  unification,
  withBodies,
} from '../terms.ts';
import type { NameSource } from '../variables.ts';

export function liftNegated(names: NameSource, body: Body): Body {
  return body.flatMap(expr => {
    const inner =
      closuresOf(expr).length === 0 ? expr : withBodies(expr, one => liftNegated(names, one));
    return inner.negated && inner.body.kind === 'term' ? liftRefs(names, inner) : [inner];
  });
}

function liftRefs(names: NameSource, expr: Expr): readonly Expr[] {
  if (expr.body.kind !== 'term') return [expr];
  const before: Expr[] = [];
  const lift = (term: Term): Term => {
    const inner = liftInside(term);
    if (inner.kind !== 'ref') return inner;
    const value = names.fresh(term.span);
    before.push(generated(unification(value, inner, term.span), expr));
    return value;
  };
  const liftInside = (term: Term): Term =>
    rewriteParts(term, { term: lift, comprehension: closure => closure });
  const { term } = expr.body;
  const keepsOperands = isCallOf(term, 'eq') || isCallOf(term, 'equal');
  const lifted: Term =
    term.kind === 'call' && keepsOperands
      ? { ...term, args: term.args.map(liftInside) }
      : liftInside(term);
  return [...before, { ...expr, body: { kind: 'term', term: lifted } }];
}
