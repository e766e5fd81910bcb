/*
 * Calls and `with` modifiers against what is there to call: unknown functions, wrong numbers of
 * operands, targets that can't be replaced.
 */
import { nearest } from '../../base/nearest.ts';
import { type BuiltinDeclarations, builtinDeclarations } from '../../ir/declarations.ts';
import type { Body, Call, Expr, Ref, Term, With } from '../ast.ts';
import type { Report } from '../report.ts';
import { pathText } from '../rule-definition.ts';
import { findNode, type RuleNode, ruleNodes } from '../rule-tree.ts';
import { callName, comprehensionClosure, eachExpr, eachTerm, eachTermIn } from '../terms.ts';
import { namedBuiltin } from './resolve.ts';

/** What can be called. */
export interface Functions {
  readonly root: RuleNode;
  readonly builtins: BuiltinDeclarations;
}

/** The names after `data` of a reference that has names only. */
export function dataPath(ref: Ref): readonly string[] | undefined {
  if (ref.head.kind !== 'var' || ref.head.name !== 'data') return undefined;
  const names = ref.operands.map(operand =>
    operand.kind === 'string' ? operand.value : undefined,
  );
  return names.every(name => name !== undefined) ? names : undefined;
}

/** The rules a reference names, if it names the node of rules itself. */
function namedRules(on: Functions, ref: Ref): RuleNode | undefined {
  const path = dataPath(ref);
  const node = path === undefined ? undefined : findNode(on.root, path);
  return node !== undefined && node.rules.length > 0 ? node : undefined;
}

/** How many operands a call's function takes; undefined for unknown and variadic ones. */
export function arityOf(on: Functions, call: Call): number | undefined {
  const path = dataPath(call.operator);
  if (path !== undefined) return namedRules(on, call.operator)?.rules[0]?.arity;
  const declared = on.builtins.get(callName(call));
  return declared?.variadic === undefined ? declared?.args.length : undefined;
}

/** Whether a `with` puts a function or rule in a function's place, by name. */
export function isReplacement(on: Functions, { target, value }: With): boolean {
  if (!isFunctionName(on, target)) return false;
  return (
    namedBuiltin(value) !== undefined ||
    (value.kind === 'ref' && namedRules(on, value) !== undefined)
  );
}

/** Whether a `with` target is a builtin or a function, not a document. */
function isFunctionName(on: Functions, target: Term): boolean {
  if (target.kind !== 'ref') return false;
  return (
    namedBuiltin(target) !== undefined || namedRules(on, target)?.rules[0]?.arity !== undefined
  );
}

export function checkBodyCalls(on: Functions, body: Body, report: Report): void {
  const statements = statementTerms(body);
  eachTerm(body, term => {
    if (term.kind === 'call') checkCall(on, term, report, statements.has(term));
  });
  eachExpr(body, expr => {
    for (const modifier of expr.with) checkWith(on, modifier, report);
  });
}

/** The terms that are statements of their own, in a body and in the bodies inside of it. */
function statementTerms(body: Body): Set<Term> {
  const statements = new Set<Term>();
  const add = ({ body: of }: Expr) => {
    if (of.kind === 'term') statements.add(of.term);
  };
  eachExpr(body, add);
  eachTerm(body, term => eachExpr(comprehensionClosure(term)?.body ?? [], add));
  return statements;
}

export function checkTermCalls(on: Functions, term: Term, report: Report): void {
  const { span } = term;
  const body = { kind: 'term', term } as const;
  const statements = statementTerms([{ kind: 'expr', span, negated: false, with: [], body }]);
  statements.delete(term);
  eachTermIn(term, part => {
    if (part.kind === 'call') checkCall(on, part, report, statements.has(part));
  });
}

/** A statement may have one operand more: what the result is unified with. */
function checkCall(on: Functions, call: Call, report: Report, isStatement: boolean): void {
  const name = callName(call);
  const isKnown = on.builtins.has(name) || namedRules(on, call.operator) !== undefined;
  if (!isKnown) {
    tellUnknown(on, name, call, report);
    return;
  }
  const arity = arityOf(on, call);
  if (arity === undefined) {
    if (namedRules(on, call.operator) !== undefined) {
      report.add('rego_type_error', `\`${name}\` is no function`, call.operator.span);
    }
  } else if (call.args.length !== arity && !(isStatement && call.args.length === arity + 1)) {
    const message = `\`${name}\` takes ${operands(arity)}, not ${call.args.length}`;
    report.add('rego_type_error', message, call.span);
  }
}

function tellUnknown(on: Functions, name: string, call: Call, report: Report): void {
  const { span } = call.operator;
  if (builtinDeclarations.has(name)) {
    const message = `builtin \`${name}\` is not among the capabilities`;
    report.add('rego_type_error', message, span);
    return;
  }
  const meant = nearest(name, callable(on));
  const hint = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
  report.add('rego_type_error', `function \`${name}\` is undefined`, span, hint);
}

function operands(count: number): string {
  return `${count} operand${count === 1 ? '' : 's'}`;
}

function* callable(on: Functions): Generator<string> {
  yield* on.builtins.keys();
  for (const node of ruleNodes(on.root)) {
    if (node.rules[0]!.arity !== undefined) yield pathText(node.path);
  }
}

function checkWith(on: Functions, { target, value, span }: With, report: Report): void {
  if (target.kind !== 'ref') {
    report.add('rego_type_error', '`with` needs a document or function to replace', span);
    return;
  }
  if (namedBuiltin(target) !== undefined || isFunctionName(on, target)) {
    checkReplacement(on, target, value, report);
    return;
  }
  const { head, operands: names } = target;
  const isDocument = head.kind === 'var' && (head.name === 'data' || head.name === 'input');
  if (!isDocument || names.some(name => name.kind !== 'string')) {
    const message = '`with` can replace documents under `input` and `data`, and functions';
    report.add('rego_type_error', message, target.span);
  } else if (head.name === 'data') {
    checkWhole(
      on,
      names.map(name => (name.kind === 'string' ? name.value : '')),
      target,
      report,
    );
  }
}

/** A rule's document can be replaced as a whole only. */
function checkWhole(on: Functions, path: readonly string[], target: Ref, report: Report): void {
  for (let length = 0; length < path.length; length++) {
    const node = findNode(on.root, path.slice(0, length));
    if (node === undefined || node.rules.length === 0) continue;
    const message = `\`with\` cannot replace a part of the rule \`${pathText(node.path)}\``;
    report.add('rego_compile_error', message, target.span);
  }
}

function checkReplacement(on: Functions, target: Ref, value: Term, report: Report): void {
  const wanted = functionArity(on, target);
  const given = value.kind === 'ref' ? functionArity(on, value) : undefined;
  if (wanted !== undefined && given !== undefined && wanted !== given) {
    const message = `a function of ${operands(given)} cannot replace one of ${operands(wanted)}`;
    report.add('rego_type_error', message, value.span);
  }
}

function functionArity(on: Functions, ref: Ref): number | undefined {
  const builtin = namedBuiltin(ref);
  if (builtin !== undefined) return on.builtins.get(builtin)?.args.length;
  return namedRules(on, ref)?.rules[0]?.arity;
}
