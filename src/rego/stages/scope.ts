/*
 * Which variable a name means.
 *
 * Every closure, rule clause and query has a scope. A name declared in it (`:=`, `some`, `every`,
 * an argument) stands for a renamed variable from its declaration on. A name that no scope declares
 * is a rule or import of the module, a document, or a variable shared by the whole clause.
 */
import type { Body, Term, Var } from '../ast.ts';
import type { Report } from '../report.ts';
import { eachPart, isCallOf } from '../terms.ts';
import { eachVariable, isRoot, isWildcard, type NameSource } from '../variables.ts';

type DeclaredBy = 'arg' | 'some' | 'every' | 'assign';

interface Declaration {
  readonly variable: Var;
  readonly by: DeclaredBy;
  used: boolean;
}

/** The names of one clause or closure. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly declared: Map<string, Declaration>;
  /** Names this scope declares somewhere, perhaps further down. */
  readonly declares: ReadonlySet<string>;
  /** Names of `declares` that were used before their declaration. */
  readonly usedAbove: Set<string>;
}

export function openScope(parent: Scope | undefined, body: Body): Scope {
  const declares = new Set<string>();
  for (const expr of body) for (const { name } of declaredVariables(expr.body)) declares.add(name);
  return { parent, declared: new Map(), declares, usedAbove: new Set() };
}

/** The variables that an expression declares in the scope it stands in. */
function declaredVariables(body: Body[number]['body']): readonly Var[] {
  switch (body.kind) {
    case 'some':
      return body.vars;
    case 'someIn':
      return namesIn(...(body.key === undefined ? [] : [body.key]), body.value);
    case 'term':
      return isCallOf(body.term, 'assign') ? namesIn(body.term.args[0]!) : [];
    default:
      return [];
  }
}

/** Reports patterns that would give the documents `input` and `data` another meaning. */
export function refuseRoots(report: Report, ...patterns: readonly Term[]): void {
  for (const pattern of patterns) {
    if (pattern.kind === 'var' && isRoot(pattern.name)) {
      const message = `variables must not shadow \`${pattern.name}\``;
      report.add('rego_compile_error', message, pattern.span, 'use another name');
    } else if (pattern.kind !== 'ref' && pattern.kind !== 'call') {
      eachPart(pattern, part => refuseRoots(report, part));
    }
  }
}

/** The variables of a pattern that have a name. */
export function namesIn(...patterns: readonly Term[]): readonly Var[] {
  const found: Var[] = [];
  for (const pattern of patterns) {
    eachVariable(pattern, one => {
      if (!isWildcard(one.name)) found.push(one);
    });
  }
  return found;
}

/**
 * What a name means: a declared variable, `shared` for one that is no declaration's (or not yet),
 * undefined when no scope knows it. Above a declaration the name means what a scope further out has declared, an
 * argument aside; if none has, a closure means another variable, and in the same body it is an error.
 */
export function lookUp(scope: Scope, name: string): Var | 'shared' | undefined {
  let declares = false;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const declaration = at.declared.get(name);
    if (declaration !== undefined && !(declares && declaration.by === 'arg')) {
      declaration.used = true;
      return declaration.variable;
    }
    declares ||= at.declares.has(name);
  }
  if (!declares) return undefined;
  if (scope.declares.has(name) && !scope.declared.has(name)) scope.usedAbove.add(name);
  return 'shared';
}

/** Adds a declaration, or reports why it can't stand. */
export function declare(
  scope: Scope,
  variable: Var,
  by: DeclaredBy,
  names: NameSource,
  report: Report,
): void {
  const { name, span } = variable;
  const known = scope.declared.get(name);
  const problem =
    known !== undefined
      ? REPEATED[known.by]
      : scope.usedAbove.has(name)
        ? 'is used above its declaration'
        : undefined;
  if (problem !== undefined)
    report.add('rego_compile_error', `variable \`${name}\` ${problem}`, span);
  scope.declared.set(name, { variable: names.fresh(span, name), by, used: false });
}

const REPEATED: Readonly<Record<DeclaredBy, string>> = {
  arg: 'is an argument and cannot be declared again',
  some: 'is declared above',
  every: 'is declared above',
  assign: 'is assigned above',
};

/** Takes back the uses of names so far: a pattern that declares them is none. */
export function forgetUses(scope: Scope, variables: readonly Var[]): void {
  for (const { name } of variables) {
    const declaration = scope.declared.get(name);
    if (declaration !== undefined) declaration.used = false;
  }
}

/** Reports what was declared and never used: by `some` and `every` always, by `:=` when strict. */
export function checkUse(scope: Scope, strict: boolean, report: Report): void {
  for (const [name, { by, used, variable }] of scope.declared) {
    const matters = by === 'some' || by === 'every' || (by === 'assign' && strict);
    if (used || !matters || isWildcard(name)) continue;
    const what = by === 'assign' ? 'assigned' : 'declared';
    report.add('rego_compile_error', `${what} variable \`${name}\` is not used`, variable.span);
  }
}

/** The arguments that were not used so far, by the name they were written with. */
export function unusedArguments(scope: Scope): readonly Var[] {
  return [...scope.declared]
    .filter(([name, { by, used }]) => by === 'arg' && !used && !isWildcard(name))
    .map(([name, { variable }]) => ({ ...variable, name }));
}

export function refuseUnused(args: readonly Var[], report: Report): void {
  for (const { name, span } of args) {
    report.add('rego_compile_error', `argument \`${name}\` is not used; name it \`_\``, span);
  }
}
