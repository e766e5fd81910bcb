/*
 * Bodies on types, expression by expression: its comprehensions, its references, then what it does
 * with them. Runs over ordered bodies, where a variable is bound before it is read.
 *
 * As in OPA, calls in the bodies of `every`, `not { … }`, `and` and `or` are not checked.
 */
import { ANY, arrayOf, objectOf, setOf, type Type, typeText } from '../../ir/type.ts';
import type { Body, Call, Comprehension, Expr, Term, With } from '../ast.ts';
import { namedBuiltin } from '../stages/resolve.ts';
import { callName, comprehensionClosure, eachPart, isCallOf, ownClosures } from '../terms.ts';
import { checkRef } from './check-ref.ts';
import { signatureOf } from './document-types.ts';
import { type Environment, innerEnvironment, typeOf } from './environment.ts';
import { canMatch } from './type-algebra.ts';
import { fits, unify } from './unify.ts';

/** Checks a body; `env` then knows its variables. @returns whether nothing was wrong */
export function checkBody(env: Environment, body: Body): boolean {
  // Every expression is checked, also after one that is wrong.
  return body.map(expr => checkExpr(env, expr)).every(Boolean);
}

function checkExpr(env: Environment, expr: Expr): boolean {
  const areClosuresRight = eachOwnTerm(expr, term => checkComprehensions(env, term));
  const areRefsRight = eachOwnTerm(expr, term => checkRefs(env, term));
  const areModifiersRight = expr.with.every(modifier => checkReplacement(env, modifier));
  return checkStatement(env, expr) && areClosuresRight && areRefsRight && areModifiersRight;
}

/** Applies a check to the terms of an expression and of the bodies that are a part of it. */
function eachOwnTerm(expr: Expr, check: (term: Term) => boolean): boolean {
  const results = ownTerms(expr).map(check);
  for (const { body } of ownClosures(expr)) {
    for (const inner of body) results.push(eachOwnTerm(inner, check));
  }
  return results.every(Boolean);
}

function ownTerms({ body }: Expr): readonly Term[] {
  if (body.kind === 'every') return [body.domain];
  return body.kind === 'term' ? [body.term] : [];
}

function checkComprehensions(env: Environment, term: Term): boolean {
  if (comprehensionClosure(term) !== undefined) {
    return checkComprehension(env, term as Comprehension);
  }
  return everyPart(term, part => checkComprehensions(env, part));
}

function everyPart(term: Term, check: (part: Term) => boolean): boolean {
  const results: boolean[] = [];
  eachPart(term, part => results.push(check(part)));
  return results.every(Boolean);
}

function checkComprehension(outer: Environment, term: Comprehension): boolean {
  const env = innerEnvironment(outer);
  const isRight = checkBody(env, term.body);
  env.on.comprehensions.set(term, isRight ? comprehensionType(env, term) : ANY);
  return isRight;
}

function comprehensionType(env: Environment, term: Comprehension): Type {
  const of = (head: Term) => typeOf(env, head) ?? ANY;
  switch (term.kind) {
    case 'arrayComprehension':
      return arrayOf(of(term.term));
    case 'setComprehension':
      return setOf(of(term.term));
    default:
      return objectOf(of(term.key), of(term.value));
  }
}

function checkRefs(env: Environment, term: Term): boolean {
  const isRight = term.kind !== 'ref' || checkRef(env, term);
  return everyPart(term, part => checkRefs(env, part)) && isRight;
}

function checkStatement(env: Environment, { body }: Expr): boolean {
  if (body.kind !== 'term' || body.term.kind !== 'call') return true;
  const call = body.term;
  if (!isCallOf(call, 'eq') && !isCallOf(call, 'equal')) return checkCall(env, call);
  const [left, right] = call.args as readonly [Term, Term];
  if (right.kind === 'call') return checkCall(env, right) && checkResult(env, right, left);
  if (left.kind === 'call') return checkCall(env, left) && checkResult(env, left, right);
  return unify(env, left, right) || tellMismatch(env, call, shown(env, left), shown(env, right));
}

/** A function that takes another's place must take its operands. */
function checkReplacement(env: Environment, { target, value }: With): boolean {
  const replaced = namedFunction(env, target);
  const given = namedFunction(env, value);
  if (replaced === undefined || given === undefined) return true;
  return replaced.args.every((wanted, at) => {
    const takes = given.args[at];
    if (takes === undefined || canMatch(wanted, takes)) return true;
    const message = `operand ${at + 1} is ${typeText(wanted)}; this function takes ${typeText(takes)}`;
    env.on.report.add('rego_type_error', message, value.span);
    return false;
  });
}

function namedFunction(env: Environment, term: Term): Signature | undefined {
  const builtin = namedBuiltin(term);
  if (builtin !== undefined) return env.on.builtins.get(builtin);
  return term.kind === 'ref' ? signatureOf(env.on.documents, term) : undefined;
}

interface Signature {
  readonly args: readonly Type[];
  readonly variadic?: Type;
  readonly result: Type | undefined;
}

function signature(env: Environment, call: Call): Signature | undefined {
  return env.on.builtins.get(callName(call)) ?? signatureOf(env.on.documents, call.operator);
}

function checkCall(env: Environment, call: Call): boolean {
  const called = signature(env, call);
  if (called === undefined) return true;
  return call.args.every((arg, at) => {
    const wanted = called.args[at] ?? called.variadic;
    return (
      wanted === undefined || operandFits(env, arg, wanted) || tellOperand(env, call, at, wanted)
    );
  });
}

function operandFits(env: Environment, arg: Term, wanted: Type): boolean {
  const known = typeOf(env, arg);
  return (known === undefined || canMatch(known, wanted)) && fits(env, arg, wanted);
}

function checkResult(env: Environment, call: Call, target: Term): boolean {
  const result = signature(env, call)?.result ?? ANY;
  if (operandFits(env, target, result)) return true;
  return tellMismatch(env, call, result, shown(env, target));
}

function tellOperand(env: Environment, call: Call, at: number, wanted: Type): false {
  const arg = call.args[at]!;
  const type = shown(env, arg);
  const message = `operand ${at + 1} of \`${callName(call)}\` is ${typeText(type)}; it takes ${typeText(wanted)}`;
  env.on.report.add('rego_type_error', message, arg.span);
  return false;
}

function tellMismatch(env: Environment, { span }: Call, left: Type, right: Type): false {
  const message = `match error: ${typeText(left)} never equals ${typeText(right)}`;
  env.on.report.add('rego_type_error', message, span);
  return false;
}

/** A term's type for a message: variables of which nothing is known may be anything. */
function shown(env: Environment, term: Term): Type {
  const known = typeOf(env, term);
  if (known !== undefined) return known;
  fits(env, term, ANY);
  return typeOf(env, term) ?? ANY;
}
