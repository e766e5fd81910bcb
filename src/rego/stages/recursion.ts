/*
 * Rules must not need themselves. The graph's nodes are those of the rule tree that hold rules; a
 * reference needs every node that it can reach, whatever its operands known at run time only are.
 */
import type { Ref, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import { pathText } from '../rule-definition.ts';
import { type RuleNode, ruleNodes } from '../rule-tree.ts';
import { eachTerm, eachTermIn } from '../terms.ts';

export function checkRecursion(root: RuleNode, report: Report): void {
  const done = new Set<RuleNode>();
  const path: RuleNode[] = [];
  const told = new Set<RuleNode>();
  const visit = (node: RuleNode): void => {
    const start = path.indexOf(node);
    if (start >= 0) return tellCycle(path.slice(start), told, report);
    if (done.has(node)) return;
    path.push(node);
    for (const needed of neededBy(root, node)) visit(needed);
    path.pop();
    done.add(node);
  };
  for (const node of ruleNodes(root)) visit(node);
}

/** Cycles that share a rule have one cause as a rule; the first is told. */
function tellCycle(cycle: readonly RuleNode[], told: Set<RuleNode>, report: Report): void {
  if (cycle.some(node => told.has(node))) return;
  for (const node of cycle) told.add(node);
  const [first] = cycle;
  const names = [...cycle, first!].map(node => pathText(node.path));
  const message = `rule \`${names[0]}\` is recursive: ${names.join(' -> ')}`;
  report.add('rego_recursion_error', message, first!.rules[0]!.span);
}

/** The rule nodes that a node's rules refer to. */
export function neededBy(root: RuleNode, node: RuleNode): ReadonlySet<RuleNode> {
  const needed = new Set<RuleNode>();
  const visit = (term: Term) => {
    if (term.kind === 'ref') addReached(root, term, needed);
    else if (term.kind === 'call') addReached(root, term.operator, needed);
  };
  for (const rule of node.rules) {
    for (const clause of rule.clauses) {
      for (const term of [...clause.args, ...clause.keys, clause.value]) eachTermIn(term, visit);
      eachTerm(clause.body, visit);
    }
  }
  return needed;
}

/** Adds every rule node whose document a reference can read. */
function addReached(root: RuleNode, ref: Ref, into: Set<RuleNode>): void {
  if (ref.head.kind !== 'var' || ref.head.name !== 'data') return;
  let front: readonly RuleNode[] = [root];
  for (const operand of ref.operands) {
    front = front.flatMap(node => step(node, operand, into));
  }
  for (const node of front) for (const below of ruleNodes(node)) into.add(below);
}

function step(node: RuleNode, operand: Term, into: Set<RuleNode>): readonly RuleNode[] {
  if (node.rules.length > 0) {
    into.add(node);
    return [];
  }
  if (operand.kind !== 'string') return isName(operand) ? [...node.children.values()] : [];
  const child = node.children.get(operand.value);
  return child === undefined ? [] : [child];
}

/** Whether an operand could be a name at run time. */
function isName({ kind }: Term): boolean {
  return kind !== 'number' && kind !== 'boolean' && kind !== 'null';
}
