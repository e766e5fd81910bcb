/*
 * All rules by their path: the shape of the virtual documents under `data`.
 *
 * A node with rules is planned as one function. Where a rule's reference goes on with keys that are
 * known at run time only (`p[x].r`), every rule below its node becomes a part of that node, because
 * only together do they make one object: `p.a.r := 1` then counts as `p` with the keys `a`, `r`.
 */
import type { Term } from './ast.ts';
import type { RuleDefinition } from './rule-definition.ts';

export interface RuleNode {
  readonly path: readonly string[];
  readonly children: Map<string, RuleNode>;
  rules: readonly RuleDefinition[];
}

export function emptyNode(path: readonly string[]): RuleNode {
  return { path, children: new Map(), rules: [] };
}

/** The node at a path, made if it is not there. */
export function nodeAt(root: RuleNode, path: readonly string[]): RuleNode {
  let node = root;
  for (const name of path) {
    let child = node.children.get(name);
    if (child === undefined) {
      child = emptyNode([...node.path, name]);
      node.children.set(name, child);
    }
    node = child;
  }
  return node;
}

/** The node at a path, if there is one. */
export function findNode(root: RuleNode, path: readonly string[]): RuleNode | undefined {
  let node: RuleNode | undefined = root;
  for (const name of path) node = node?.children.get(name);
  return node;
}

/** Every node with rules, in the order of paths. */
export function* ruleNodes(node: RuleNode): Generator<RuleNode> {
  if (node.rules.length > 0) yield node;
  for (const child of node.children.values()) yield* ruleNodes(child);
}

/** The tree of rules; a package has a node, and is an object, also when it has no rules. */
export function ruleTree(
  definitions: readonly RuleDefinition[],
  packages: readonly (readonly string[])[],
): RuleNode {
  const root = emptyNode([]);
  for (const path of packages) nodeAt(root, path);
  const rulesOf = new Map<RuleNode, RuleDefinition[]>();
  for (const rule of definitions) {
    const node = nodeAt(root, rule.path);
    const rules = rulesOf.get(node);
    if (rules === undefined) rulesOf.set(node, [rule]);
    else rules.push(rule);
  }
  for (const [node, rules] of rulesOf) node.rules = rules;
  return root;
}

/** Makes rules below a node that has run-time keys a part of that node. */
export function absorb(node: RuleNode): void {
  if (node.rules.some(rule => rule.clauses[0]!.keys.length > 0)) {
    node.rules = [...ruleNodes(node)].flatMap(below =>
      below.rules.map(rule => moveUp(rule, below.path.slice(node.path.length))),
    );
    node.children.clear();
  }
  for (const child of node.children.values()) absorb(child);
}

function moveUp(rule: RuleDefinition, names: readonly string[]): RuleDefinition {
  if (names.length === 0) return rule;
  const keys = names.map((value): Term => ({ kind: 'string', value, span: rule.span }));
  return {
    ...rule,
    path: rule.path.slice(0, rule.path.length - names.length),
    clauses: rule.clauses.map(clause => ({ ...clause, keys: [...keys, ...clause.keys] })),
  };
}
