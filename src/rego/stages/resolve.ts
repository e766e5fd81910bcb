/*
 * Names to meanings: the first stage over the text of a rule.
 *
 * Imports and rules of the package become full references (`f` → `data.pkg.f`), declared variables
 * get names of their own (see scope.ts), and the statements that only declare are said in simpler
 * ones: `x := t` is `x = t`, `some k, v in xs` is `v = xs[k]`, a template string is a call, and
 * `print` calls go. After this stage a body holds terms, `every`, `not { … }`, `and` and `or`.
 */
import type { Span } from '../../base/source.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Body, Call, Expr, ExprBody, Ref, TemplateString, Term, Var, With } from '../ast.ts';
import type { Report } from '../report.ts';
import { builtinCall, eachPart, isCallOf, refName, rewriteParts, unification } from '../terms.ts';
import { isRoot, type NameSource } from '../variables.ts';
import type { RuleMetadata } from './metadata.ts';
import type { ModuleNames } from './module-names.ts';
import {
  checkUse,
  declare,
  forgetUses,
  lookUp,
  namesIn,
  openScope,
  refuseRoots,
  refuseUnused,
  type Scope,
  unusedArguments,
} from './scope.ts';

export interface Resolution {
  readonly module: ModuleNames;
  /** The names of the module that were used so far. */
  readonly used: Set<string>;
  readonly names: NameSource;
  readonly report: Report;
  /** Also report variables that are assigned and never used. */
  readonly strict: boolean;
  /** `not e` holds also where a part of `e` is undefined (`import future.keywords.not`). */
  readonly notBodies: boolean;
  /** What the rule says about itself in its annotations. */
  readonly metadata: RuleMetadata;
  isBuiltin(name: string): boolean;
}

/** The parts of a rule clause that are read in one scope. */
export interface Clause {
  readonly span: Span;
  readonly args: readonly Term[];
  /** The operands of the head's reference after its fixed path. */
  readonly keys: readonly Term[];
  /** The value, or the member of a partial set. */
  readonly value: Term;
  readonly body: Body;
}

/** The clauses of one rule: what one of them does with an argument counts for all. */
export function resolveClauses(on: Resolution, clauses: readonly Clause[]): readonly Clause[] {
  const unused = new Map<string, Var>();
  const resolved = clauses.map((clause, index) => {
    const scope = openScope(undefined, clause.body);
    const made = resolveClause(on, scope, clause);
    const names = unusedArguments(scope);
    if (index === 0) for (const one of names) unused.set(one.name, one);
    for (const name of unused.keys()) {
      if (!names.some(one => one.name === name)) unused.delete(name);
    }
    return made;
  });
  if (on.strict) refuseUnused([...unused.values()], on.report);
  return resolved;
}

function resolveClause(on: Resolution, scope: Scope, clause: Clause): Clause {
  const seen = new Map<string, Var>();
  const repeated = new Set<string>();
  for (const arg of clause.args) refuseRootArguments(on.report, arg);
  for (const arg of namesIn(...clause.args)) {
    if (seen.has(arg.name)) repeated.add(arg.name);
    else declare(scope, arg, 'arg', on.names, on.report);
    seen.set(arg.name, arg);
  }
  const args = clause.args.map(arg => resolveTerm(on, scope, arg));
  forgetUses(
    scope,
    [...seen.values()].filter(({ name }) => !repeated.has(name)),
  );
  const body = resolveStatements(on, scope, clause.body);
  const keys = clause.keys.map(key => resolveTerm(on, scope, key));
  const value = resolveTerm(on, scope, clause.value);
  checkUse(scope, on.strict, on.report);
  return { ...clause, args, keys, value, body };
}

/** Arguments named like a document. */
function refuseRootArguments(report: Report, arg: Term): void {
  if (arg.kind === 'ref' && arg.operands.length === 0) refuseRoots(report, arg.head);
  else if (arg.kind === 'var') refuseRoots(report, arg);
  else if (arg.kind !== 'ref' && arg.kind !== 'call') {
    eachPart(arg, part => refuseRootArguments(report, part));
  }
}

/** A query: a body in no module's scope. */
export function resolveQuery(on: Resolution, query: Body): Body {
  return resolveStatements(on, openScope(undefined, query), query);
}

function resolveClosure(on: Resolution, parent: Scope, body: Body): Body {
  const scope = openScope(parent, body);
  const resolved = resolveStatements(on, scope, body);
  checkUse(scope, on.strict, on.report);
  return resolved;
}

function resolveStatements(on: Resolution, scope: Scope, body: Body): Body {
  return body.flatMap(expr => {
    if (isPrint(on, scope, expr.body)) return [];
    const modifiers = expr.with.map(one => resolveWith(on, scope, one));
    const resolved = resolveStatement(on, scope, expr);
    if (resolved === undefined) return [];
    return [notBody({ ...expr, with: modifiers, body: resolved }, on)];
  });
}

/** With the newer `not`, a negated expression is a negated body. */
function notBody(expr: Expr, on: Resolution): Expr {
  if (!on.notBodies || !expr.negated) return expr;
  const inner: Expr = { ...expr, negated: false, with: [] };
  return { ...expr, negated: false, body: { kind: 'notBody', body: [inner] } };
}

function isPrint(on: Resolution, scope: Scope, body: ExprBody): boolean {
  if (body.kind !== 'term' || !isCallOf(body.term, 'print') || on.module.has('print')) return false;
  for (const arg of body.term.args) resolveTerm(on, scope, arg);
  return true;
}

function resolveStatement(on: Resolution, scope: Scope, expr: Expr): ExprBody | undefined {
  const { body } = expr;
  switch (body.kind) {
    case 'term':
      if (isCallOf(body.term, 'assign')) return assignment(on, scope, body.term);
      return { kind: 'term', term: resolveTerm(on, scope, body.term) };
    case 'some':
      refuseRoots(on.report, ...body.vars);
      for (const one of body.vars) declare(scope, one, 'some', on.names, on.report);
      return undefined;
    case 'someIn':
      return membership(on, scope, expr.span, body);
    case 'every':
      return quantifier(on, scope, body);
    case 'notBody':
      return { ...body, body: resolveClosure(on, scope, body.body) };
    case 'logic':
      return { ...body, operands: body.operands.map(one => resolveClosure(on, scope, one)) };
    default:
      return unreachable(body);
  }
}

function assignment(on: Resolution, scope: Scope, call: Call): ExprBody {
  const [target, source] = call.args as readonly [Term, Term];
  const value = resolveTerm(on, scope, source);
  checkAssignable(target, on.report);
  const fresh = uniqueNames(target);
  for (const one of fresh) declare(scope, one, 'assign', on.names, on.report);
  const pattern = resolveTerm(on, scope, target);
  forgetUses(scope, fresh);
  return { kind: 'term', term: unification(pattern, value, call.span) };
}

function uniqueNames(pattern: Term): readonly Var[] {
  return [...new Map(namesIn(pattern).map(one => [one.name, one])).values()];
}

function checkAssignable(target: Term, report: Report): void {
  switch (target.kind) {
    case 'var':
      refuseRoots(report, target);
      break;
    case 'array':
      for (const item of target.items) if (isPattern(item)) checkAssignable(item, report);
      break;
    case 'object':
      for (const [, value] of target.entries) if (isPattern(value)) checkAssignable(value, report);
      break;
    default:
      report.add('rego_compile_error', 'only variables can be assigned with `:=`', target.span);
  }
}

function isPattern({ kind }: Term): boolean {
  return kind === 'var' || kind === 'array' || kind === 'object';
}

function membership(
  on: Resolution,
  scope: Scope,
  span: Span,
  { key, value, domain }: Extract<ExprBody, { kind: 'someIn' }>,
): ExprBody {
  const head = resolveTerm(on, scope, domain);
  const patterns = key === undefined ? [value] : [key, value];
  refuseRoots(on.report, ...patterns);
  const fresh = patterns.flatMap(uniqueNames);
  for (const one of fresh) declare(scope, one, 'some', on.names, on.report);
  const operand = key === undefined ? on.names.fresh(domain.span) : resolveTerm(on, scope, key);
  const member = extendRef(head, [operand], domain.span);
  const term = unification(resolveTerm(on, scope, value), member, span);
  for (const one of fresh) lookUp(scope, one.name);
  return { kind: 'term', term };
}

/** `term[operands…]` as one reference. */
function extendRef(term: Term, operands: readonly Term[], span: Span): Ref {
  if (term.kind === 'ref') return { ...term, operands: [...term.operands, ...operands], span };
  return { kind: 'ref', head: term, operands, span };
}

function quantifier(
  on: Resolution,
  outer: Scope,
  { key, value, domain, body }: Extract<ExprBody, { kind: 'every' }>,
): ExprBody {
  const resolvedDomain = resolveTerm(on, outer, domain);
  const scope = openScope(outer, []);
  const variables = key === undefined ? [value] : [key, value];
  refuseRoots(on.report, ...variables);
  for (const one of variables) declare(scope, one, 'every', on.names, on.report);
  const bound = (one: Var) => lookUp(scope, one.name) as Var;
  const named = { ...(key === undefined ? {} : { key: bound(key) }), value: bound(value) };
  forgetUses(scope, variables);
  const resolvedBody = resolveClosure(on, scope, body);
  checkUse(scope, on.strict, on.report);
  return { kind: 'every', ...named, domain: resolvedDomain, body: resolvedBody };
}

function resolveWith(on: Resolution, scope: Scope, modifier: With): With {
  const target = nameOrTerm(on, scope, modifier.target);
  return { ...modifier, target, value: nameOrTerm(on, scope, modifier.value) };
}

/** A target or value of `with` may be a builtin's name, which stays as it is. */
function nameOrTerm(on: Resolution, scope: Scope, term: Term): Term {
  const name = term.kind === 'var' ? term.name : term.kind === 'ref' ? refName(term) : '';
  const head = name.split('.')[0]!;
  const isLocal = lookUp(scope, head) !== undefined || on.module.has(head);
  if (!isLocal && on.isBuiltin(name)) return builtinName(name, term.span);
  return resolveTerm(on, scope, term);
}

/** A builtin named as a target or value of `with`: not a reference to a variable of that name. */
function builtinName(name: string, span: Span): Ref {
  return { kind: 'ref', head: { kind: 'string', value: name, span }, operands: [], span };
}

/** The builtin that a target or value of `with` names, if it names one. */
export function namedBuiltin(term: Term): string | undefined {
  if (term.kind !== 'ref' || term.operands.length > 0) return undefined;
  return term.head.kind === 'string' ? term.head.value : undefined;
}

function resolveTerm(on: Resolution, scope: Scope, term: Term): Term {
  switch (term.kind) {
    case 'var':
      return resolveName(on, scope, term);
    case 'ref': {
      const head = resolveTerm(on, scope, term.head);
      const operands = term.operands.map(operand => resolveTerm(on, scope, operand));
      return extendRef(head, operands, term.span);
    }
    case 'call':
      return resolveCall(on, scope, term);
    case 'templateString':
      return templateCall(on, scope, term);
    default:
      return rewriteParts(term, {
        term: part => resolveTerm(on, scope, part),
        comprehension: closure => resolveComprehension(on, scope, closure),
      });
  }
}

function resolveCall(on: Resolution, scope: Scope, call: Call): Term {
  const operator = resolveOperator(on, scope, call.operator);
  const name = refName(operator);
  if (name === 'rego.metadata.chain') return on.metadata.chain(call.span);
  if (name === 'rego.metadata.rule') return on.metadata.rule(call.span);
  return { ...call, operator, args: call.args.map(arg => resolveTerm(on, scope, arg)) };
}

function resolveName(on: Resolution, scope: Scope, term: Var): Term {
  const found = lookUp(scope, term.name);
  if (found === 'shared') return term;
  if (found !== undefined) return { ...found, span: term.span };
  if (isRoot(term.name)) {
    on.used.add(term.name);
    return { kind: 'ref', head: term, operands: [], span: term.span };
  }
  const full = moduleName(on, term.name);
  return full === undefined ? term : atPlace(full, term.span);
}

/** What a name means to the module, noted as used. */
function moduleName(on: Resolution, name: string): Ref | undefined {
  on.used.add(name);
  return on.module.get(name);
}

/** An imported reference, as if it were written here. */
function atPlace(ref: Ref, span: Span): Ref {
  const head = { ...ref.head, span };
  return { ...ref, head, operands: ref.operands.map(operand => ({ ...operand, span })), span };
}

function resolveOperator(on: Resolution, scope: Scope, operator: Ref): Ref {
  const { head } = operator;
  if (head.kind !== 'var' || isRoot(head.name)) return operator;
  const full = lookUp(scope, head.name) === undefined ? moduleName(on, head.name) : undefined;
  if (full === undefined) return operator;
  return extendRef(atPlace(full, head.span), operator.operands, operator.span);
}

function resolveComprehension(
  on: Resolution,
  parent: Scope,
  closure: Extract<Term, { body: Body }>,
): Term {
  const scope = openScope(parent, closure.body);
  const body = resolveStatements(on, scope, closure.body);
  const resolved =
    closure.kind === 'objectComprehension'
      ? {
          ...closure,
          key: resolveTerm(on, scope, closure.key),
          value: resolveTerm(on, scope, closure.value),
          body,
        }
      : { ...closure, term: resolveTerm(on, scope, closure.term), body };
  checkUse(scope, on.strict, on.report);
  return resolved;
}

/** Each expression is put in a set of at most one member, so that an undefined one shows as such. */
function templateCall(on: Resolution, scope: Scope, template: TemplateString): Term {
  const items = template.parts.map((part): Term => {
    if (part.kind === 'string') return part;
    const term = part.body.kind === 'term' ? part.body.term : undefined;
    if (term !== undefined && isScalar(term)) return term;
    const value = on.names.fresh(part.span);
    const holds: ExprBody =
      term === undefined ? part.body : { kind: 'term', term: unification(value, term, part.span) };
    const body = resolveClosure(on, scope, [{ ...part, body: holds }]);
    return { kind: 'setComprehension', term: value, body, span: part.span };
  });
  const array: Term = { kind: 'array', items, span: template.span };
  return builtinCall('internal.template_string', [array], template.span);
}

function isScalar({ kind }: Term): boolean {
  return kind === 'null' || kind === 'boolean' || kind === 'number' || kind === 'string';
}
