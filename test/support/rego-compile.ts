/*
 * From Rego sources to what a stage made of them, in texts that tests compare and golden files show.
 */
import { builtins } from '../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { printPolicy } from '../../src/ir/print.ts';
import { verify } from '../../src/ir/verify.ts';
import type { Body, Module } from '../../src/rego/ast.ts';
import { type Compilation, compileToPlan } from '../../src/rego/compile.ts';
import { parseModule, parseQuery } from '../../src/rego/parse.ts';
import { printExprs, printTerm } from '../../src/rego/print-term.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import type { RuleDefinition } from '../../src/rego/rule-definition.ts';
import { pathText } from '../../src/rego/rule-definition.ts';
import { type RuleNode, ruleNodes } from '../../src/rego/rule-tree.ts';
import type { Clause } from '../../src/rego/stages/resolve.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import { Undefined } from '../../src/value/value.ts';

/** A source that says no package is of package `test`. */
export function modulesOf(sources: string | readonly string[]): readonly Module[] {
  return [sources].flat().map((source, index) => {
    const text = /^package /m.test(source) ? source : `package test\n${source}`;
    return parseModule(text, `m${index}.rego`, { experimentalKeywords: ['and', 'or'] });
  });
}

export interface Asked {
  readonly query?: string;
  readonly input?: unknown;
  readonly data?: unknown;
  readonly strict?: boolean;
}

export function compile(sources: string | readonly string[], asked: Asked = {}): Compilation {
  const query: Body | undefined = asked.query === undefined ? undefined : parseQuery(asked.query);
  return compileToPlan({
    modules: modulesOf(sources),
    builtins: builtinDeclarations,
    ...(query !== undefined && { query }),
    ...(asked.strict !== undefined && { strict: asked.strict }),
  });
}

/** The plan as text, or the errors. */
export function planText(sources: string | readonly string[], query = 'data.test.p = x'): string {
  return orErrors(() => printPolicy(compile(sources, { query }).policy).trimEnd());
}

/** The plan of one function alone. */
export function functionText(sources: string | readonly string[], name = 'data.test.p'): string {
  const query = `${name} = x`;
  return (
    planText(sources, query)
      .split('\n\n')
      .find(text => text.includes(`.${name}(`) && text.startsWith('func')) ??
    planText(sources, query)
  );
}

/** The rules after all stages before planning, or the errors. */
export function rulesText(sources: string | readonly string[]): string {
  return orErrors(() => nodesText(compile(sources).rules));
}

/** The errors as a person sees them. */
export function errorText(sources: string | readonly string[], asked: Asked = {}): string {
  return orErrors(() => {
    compile(sources, asked);
    return 'no error';
  });
}

function orErrors(make: () => string): string {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof RegoError) return thrown.message;
    throw thrown;
  }
}

export function nodesText(root: RuleNode): string {
  return [...ruleNodes(root)].flatMap(node => node.rules.map(ruleText)).join('\n');
}

function ruleText(rule: RuleDefinition): string {
  const [first, ...others] = rule.clauses.map(clause => clauseText(clause, rule));
  const name = `${rule.default ? 'default ' : ''}${pathText(rule.path)}`;
  return [`${name}${first}`, ...others.map(other => `  else${other}`)].join('\n');
}

export function clauseText(
  clause: Clause,
  { arity, defines }: Pick<RuleDefinition, 'arity' | 'defines'>,
): string {
  const args = arity === undefined ? '' : `(${clause.args.map(printTerm).join(', ')})`;
  const keys = clause.keys.map(key => `[${printTerm(key)}]`).join('');
  const gives = `${defines === 'members' ? ' contains' : ' :='} ${printTerm(clause.value)}`;
  const body = clause.body.length === 0 ? '' : ` if { ${printExprs(clause.body, '; ')} }`;
  return `${args}${keys}${gives}${body}`;
}

/** What a query answers: JSON, `undefined`, an evaluation error's code, or the compiler's errors. */
export function evaluate(sources: string | readonly string[], asked: Asked = {}): string {
  return orErrors(() => {
    const { policy } = compile(sources, { query: 'data.test.p = x', ...asked });
    return evaluatePolicy(policy, asked);
  });
}

function evaluatePolicy(policy: Policy, { input, data }: Asked): string {
  const faults = verify(policy);
  if (faults.length > 0) throw new Error(faults.map(fault => fault.message).join('\n'));
  const result = interpret(policy, {
    plan: 'eval',
    input: input === undefined ? Undefined : fromJs(input),
    data: fromJs(data ?? {}),
    builtins,
    context: { nowNs: 0n, random: () => 0.5, env: {}, cache: new Map() },
  });
  if (result.kind === 'error') return result.error.code;
  return result.kind === 'undefined' ? 'undefined' : toJson(result.value);
}

/** Text of a golden file: each source, then what came of it. */
export function goldenOf(
  sources: readonly (string | readonly string[])[],
  show: (sources: string | readonly string[]) => string,
): string {
  return sources
    .map(one =>
      `──── \n${[one].flat().join('\n--\n')}\n→\n${show(one)}\n`.replace('──── \n', '────\n'),
    )
    .join('\n');
}
