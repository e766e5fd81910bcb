/*
 * Rules as the compiler's stages after the parser see them: with their full path, told apart by
 * what they define, and a chain of `else` as a list of clauses.
 */
import type { Span } from '../base/source.ts';
import type { Module, Ref, Rule, Term } from './ast.ts';
import type { Clause } from './stages/resolve.ts';

/** `p contains x` adds members; everything else gives a value. */
export type Defines = 'value' | 'members';

export interface RuleDefinition {
  /** The fixed names after `data`: package, rule, and what follows until the first key. */
  readonly path: readonly string[];
  readonly span: Span;
  readonly defines: Defines;
  readonly default: boolean;
  /** The number of arguments; undefined for a rule that is no function. */
  readonly arity: number | undefined;
  /** The first, then each `else`: the first whose body holds decides. All have keys of one length. */
  readonly clauses: readonly Clause[];
  /** Index of the module it stands in. */
  readonly module: number;
  /** As it was parsed. */
  readonly source: Rule;
}

/** The path with which a rule is shown to people. */
export function pathText(path: readonly string[]): string {
  return ['data', ...path].join('.');
}

/** The rules of a module, unresolved. */
export function definitionsOf(module: Module, index: number): readonly RuleDefinition[] {
  return module.rules.map(rule => definition(module, index, rule));
}

function definition(module: Module, index: number, rule: Rule): RuleDefinition {
  const { names, keys } = splitRef(rule.head.ref);
  return {
    path: [...module.package.path, ...names],
    span: rule.head.span,
    defines: rule.head.key === undefined ? 'value' : 'members',
    default: rule.default,
    arity: rule.head.args?.length,
    clauses: clausesOf(rule, keys, rule.head.args ?? []),
    module: index,
    source: rule,
  };
}

/** The fixed names of a rule after its package. */
export function ruleNames(rule: Rule): readonly string[] {
  return splitRef(rule.head.ref).names;
}

/** The names a reference starts with, and the operands from the first that is no string. */
function splitRef(ref: Ref): { readonly names: readonly string[]; readonly keys: readonly Term[] } {
  const names = [ref.head.kind === 'var' ? ref.head.name : ''];
  for (const operand of ref.operands) {
    if (operand.kind !== 'string') break;
    names.push(operand.value);
  }
  return { names, keys: ref.operands.slice(names.length - 1) };
}

function clausesOf(rule: Rule, keys: readonly Term[], args: readonly Term[]): readonly Clause[] {
  const { head, body, span } = rule;
  const value =
    head.key ?? head.value ?? ({ kind: 'boolean', value: true, span: head.span } as const);
  const first: Clause = { span, args: head.args ?? args, keys, value, body };
  return rule.else === undefined ? [first] : [first, ...clausesOf(rule.else, keys, args)];
}
