/*
 * Names of variables inside the compiler.
 *
 * A variable that is declared (`:=`, `some`, `every`, an argument) is renamed so that no two
 * declarations share a name: `x` becomes `x@3`. What a stage makes up has no user's name: `@4`.
 * `@` can't stand in a name a person writes, so the user's name is what precedes it. The parser
 * names each wildcard `$0`, `$1`, ….
 */
import type { Span } from '../base/source.ts';
import type { Body, Expr, Term, Var } from './ast.ts';
import { type Closure, closuresOf, comprehensionClosure, eachPart, exprTerms } from './terms.ts';

/** Makes variables that clash with no other of the compilation. */
export interface NameSource {
  /** A unique variable for the user's `name`, or for none. */
  fresh(span: Span, name?: string): Var;
}

export function nameSource(): NameSource {
  let count = 0;
  return {
    fresh: (span, name = '') => ({ kind: 'var', name: `${name}@${count++}`, span }),
  };
}

/** What a person calls a variable; `_` for wildcards; undefined for one that a stage made up. */
export function userName(name: string): string | undefined {
  if (isWildcard(name)) return '_';
  const at = name.indexOf('@');
  if (at < 0) return name;
  return at === 0 ? undefined : name.slice(0, at);
}

/** Whether a variable is a `_`. */
export function isWildcard(name: string): boolean {
  return name.startsWith('$') || name === '_';
}

/** Documents, not variables. */
export function isRoot(name: string): boolean {
  return name === 'data' || name === 'input';
}

/** Calls `visit` with each variable of a term outside of closures; roots are not variables. */
export function eachVariable(term: Term, visit: (variable: Var) => void): void {
  if (term.kind === 'var') {
    if (!isRoot(term.name)) visit(term);
    return;
  }
  eachPart(term, part => eachVariable(part, visit));
}

/** The names of a term's variables outside of closures. */
export function variablesOf(...terms: readonly Term[]): Set<string> {
  const names = new Set<string>();
  for (const term of terms) eachVariable(term, found => names.add(found.name));
  return names;
}

/** The names of the variables of a body's own expressions, outside of closures. */
export function bodyVariables(body: Body): Set<string> {
  return variablesOf(...body.flatMap(exprTerms));
}

/** Calls `visit` with each variable of an expression, closures at any depth included. */
export function eachVariableDeep(expr: Expr, visit: (variable: Var) => void): void {
  for (const term of exprTerms(expr)) eachVariable(term, visit);
  for (const closure of closuresOf(expr)) eachClosureVariable(closure, visit);
}

/** Calls `visit` with each variable in a closure, those it binds itself included. */
export function eachClosureVariable(closure: Closure, visit: (variable: Var) => void): void {
  closure.binds.forEach(visit);
  for (const head of closure.heads) eachTermVariableDeep(head, visit);
  for (const expr of closure.body) eachVariableDeep(expr, visit);
}

/** Calls `visit` with each variable of a term, its comprehensions included. */
export function eachTermVariableDeep(term: Term, visit: (variable: Var) => void): void {
  const closure = comprehensionClosure(term);
  if (closure !== undefined) eachClosureVariable(closure, visit);
  else if (term.kind === 'var') eachVariable(term, visit);
  else eachPart(term, part => eachTermVariableDeep(part, visit));
}
