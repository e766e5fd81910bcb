/*
 * Rules that can't stand together: two kinds of rule under one name, a rule where a package or a
 * base document is, several defaults, functions of one name with different numbers of arguments.
 */
import type { Span } from '../../base/source.ts';
import { type MaybeValue, RegoObject, Undefined } from '../../value/value.ts';
import type { Module, Term } from '../ast.ts';
import { printTerm } from '../print-term.ts';
import type { Report } from '../report.ts';
import { pathText, type RuleDefinition } from '../rule-definition.ts';
import { type RuleNode, ruleNodes } from '../rule-tree.ts';

export function checkConflicts(
  root: RuleNode,
  modules: readonly Module[],
  data: MaybeValue,
  report: Report,
): void {
  const packages = modules.map(module => module.package.path);
  for (const node of ruleNodes(root)) {
    checkKinds(node, report);
    checkExtents(node, report);
    checkDefaults(node, report);
    checkBelow(node, packages, report);
    checkData(node, data, report);
  }
}

function tell(report: Report, message: string, span: Span): void {
  report.add('rego_type_error', message, span);
}

/** How a rule makes its document, in words; rules of one node must agree. */
function kindOf(rule: RuleDefinition): string {
  if (rule.arity !== undefined)
    return `a function of ${rule.arity} argument${rule.arity === 1 ? '' : 's'}`;
  const { length } = rule.clauses[0]!.keys;
  if (length > 0) return 'an object';
  return rule.defines === 'members' ? 'a set' : 'a value';
}

function checkKinds(node: RuleNode, report: Report): void {
  const [first, ...others] = node.rules;
  const kind = kindOf(first!);
  for (const rule of others) {
    const other = kindOf(rule);
    if (other === kind || (rule.default && rule.arity === undefined && kind === 'a value'))
      continue;
    const message = `rules of \`${pathText(node.path)}\` conflict: this one makes ${other}, another makes ${kind}`;
    tell(report, message, rule.span);
  }
}

const CONSTANTS: ReadonlySet<Term['kind']> = new Set(['null', 'boolean', 'number', 'string']);

function isConstant({ kind }: Term): boolean {
  return CONSTANTS.has(kind);
}

/** The path of a rule as far as it is constant, also where a rule above it took it in. */
function constantPath({ path, clauses }: RuleDefinition): readonly string[] {
  const { keys } = clauses[0]!;
  const dynamic = keys.findIndex(key => !isConstant(key));
  const constants = dynamic < 0 ? keys : keys.slice(0, dynamic);
  return [...path, ...constants.map(printTerm)];
}

/**
 * Rules that one object is made of: those of one constant path all make values or all make sets, and
 * nothing extends one without run-time keys.
 */
function checkExtents({ rules }: RuleNode, report: Report): void {
  if (rules.length < 2) return;
  const byPath = new Map<string, RuleDefinition[]>();
  for (const rule of rules) {
    const path = constantPath(rule).join('\n');
    byPath.set(path, [...(byPath.get(path) ?? []), rule]);
  }
  for (const [path, group] of byPath) {
    const { defines, clauses } = group[0]!;
    const other = group.find(rule => rule.defines !== defines);
    if (other !== undefined) {
      tell(
        report,
        `rules of \`${headText(other)}\` conflict: some make values, others sets`,
        other.span,
      );
    }
    const isWhole = clauses[0]!.keys.length > 0 && clauses[0]!.keys.every(isConstant);
    const inside = rules.find(rule => constantPath(rule).join('\n').startsWith(`${path}\n`));
    if (isWhole && inside !== undefined) {
      const message = `rule \`${headText(group[0]!)}\` conflicts with the rule \`${headText(inside)}\` inside of it`;
      tell(report, message, group[0]!.span);
    }
  }
}

/** A rule's name with its keys. */
function headText({ path, clauses }: RuleDefinition): string {
  const keys = clauses[0]!.keys.map(key => (key.kind === 'var' ? '[_]' : `[${printTerm(key)}]`));
  return `${pathText(path)}${keys.join('')}`;
}

function checkDefaults(node: RuleNode, report: Report): void {
  const defaults = node.rules.filter(rule => rule.default && rule.clauses[0]!.keys.length === 0);
  for (const rule of defaults.slice(1)) {
    tell(report, `\`${pathText(node.path)}\` has more than one default`, rule.span);
  }
}

function checkBelow(
  node: RuleNode,
  packages: readonly (readonly string[])[],
  report: Report,
): void {
  const name = pathText(node.path);
  const { span } = node.rules[0]!;
  const inside = packages.find(path => node.path.every((part, index) => part === path[index]));
  if (inside !== undefined) {
    tell(report, `rule \`${name}\` conflicts with the package \`${pathText(inside)}\``, span);
    return;
  }
  for (const child of node.children.values()) {
    for (const below of ruleNodes(child)) {
      const other = pathText(below.path);
      tell(report, `rule \`${name}\` conflicts with the rule \`${other}\` inside of it`, span);
    }
  }
}

/** A base document where a rule is would never be seen. */
function checkData(node: RuleNode, data: MaybeValue, report: Report): void {
  let value = data;
  for (const name of node.path) value = value instanceof RegoObject ? value.get(name) : Undefined;
  if (value === Undefined) return;
  const message = `rule \`${pathText(node.path)}\` conflicts with a base document at its path`;
  report.add('rego_compile_error', message, node.rules[0]!.span);
}
