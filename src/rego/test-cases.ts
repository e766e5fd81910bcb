/*
 * Tests with cases (OPA: docs, "Test cases"): a rule `test_x[note]` is a test for each note. What it defines are the
 * cases that hold; a call of `internal.test_case` tells which were tried, as soon as their names are known.
 */
import type { Body, Call, Expr, Module, Rule, Term } from './ast.ts';
import { builtinCall, generated } from './terms.ts';
import { bodyVariables, variablesOf } from './variables.ts';

/** Whether a name is that of a test; `todo_` ones are skipped. */
export function isTestName(name: string): boolean {
  return /^(?:todo_)?test_/.test(name);
}

/** The names of a test's cases as terms; none for a plain test. */
export function caseTerms({ head }: Rule): readonly Term[] {
  const { head: name, operands } = head.ref;
  return name.kind === 'var' && isTestName(name.name) ? operands : [];
}

function caseCall(names: readonly Term[], { span }: Rule): Expr {
  const list: Term = { kind: 'array', span, items: names };
  const call: Call = builtinCall('internal.test_case', [list], span);
  return generated(call, { span, with: [] });
}

/** How many expressions of a body it takes until all variables of some terms have been named. */
function namedAfter(terms: readonly Term[], body: Body): number {
  const names = [...variablesOf(...terms)];
  const first = names.map(name => body.findIndex(expr => bodyVariables([expr]).has(name)));
  return Math.max(-1, ...first) + 1;
}

function tellingCases(rule: Rule): Rule {
  const names = caseTerms(rule);
  if (names.length === 0) return rule;
  const at = namedAfter(names, rule.body);
  const body = [...rule.body.slice(0, at), caseCall(names, rule), ...rule.body.slice(at)];
  return { ...rule, body };
}

/** A module whose tests tell their cases. */
export function withTestCases(module: Module): Module {
  return { ...module, rules: module.rules.map(tellingCases) };
}
