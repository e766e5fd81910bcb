/*
 * The type checker: every rule after the rules it reads, so that their types are known by then.
 *
 * A rule with an error in it may be anything from there on: its readers are not blamed.
 */
import type { BuiltinDeclarations } from '../../ir/declarations.ts';
import { ANY, objectOf, setOf, type Type } from '../../ir/type.ts';
import type { Body, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import type { RuleDefinition } from '../rule-definition.ts';
import { type RuleNode, ruleNodes } from '../rule-tree.ts';
import { neededBy } from '../stages/recursion.ts';
import type { Clause } from '../stages/resolve.ts';
import { eachVariable } from '../variables.ts';
import { checkBody } from './check-body.ts';
import {
  addFunction,
  addRule,
  type DocumentNode,
  emptyDocuments,
  isScalar,
} from './document-types.ts';
import {
  type Checking,
  type Environment,
  openEnvironment,
  setVariable,
  typeOf,
  variableType,
} from './environment.ts';

/** What is known before any rule is checked. */
export interface TypeOptions {
  readonly builtins: BuiltinDeclarations;
  readonly report: Report;
  /** Documents that schemas describe, for every rule. */
  readonly documents?: DocumentNode;
  /** Documents that a rule's annotations describe, for that rule alone. */
  readonly described?: (rule: RuleDefinition) => readonly DocumentNode[];
}

/** Checks all rules, then a query that reads them. */
export function checkTypes(options: TypeOptions, root: RuleNode, query: Body | undefined): void {
  const { builtins, report, documents = emptyDocuments(), described = () => [] } = options;
  const on: Checking = { builtins, report, documents, comprehensions: new WeakMap() };
  const data = rootNode(documents);
  for (const node of inOrderOfNeed(root)) {
    for (const rule of node.rules) {
      for (const clause of rule.clauses) checkClause(on, data, rule, clause, described(rule));
    }
  }
  if (query !== undefined) checkBody(openEnvironment(on), query);
}

function rootNode(documents: DocumentNode): DocumentNode {
  const known = documents.children.get('data') ?? emptyDocuments();
  documents.children.set('data', known);
  return known;
}

/** The rule nodes, each after those it reads; cycles are broken somewhere. */
function inOrderOfNeed(root: RuleNode): readonly RuleNode[] {
  const ordered: RuleNode[] = [];
  const seen = new Set<RuleNode>();
  const visit = (node: RuleNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const needed of neededBy(root, node)) visit(needed);
    ordered.push(node);
  };
  for (const node of ruleNodes(root)) visit(node);
  return ordered;
}

function checkClause(
  on: Checking,
  data: DocumentNode,
  rule: RuleDefinition,
  clause: Clause,
  described: readonly DocumentNode[],
): void {
  const env = openEnvironment(on, described);
  const isRight = checkBody(env, clause.body);
  if (rule.arity !== undefined) {
    addFunction(data, rule.path, isRight ? functionType(env, clause) : anyFunction(rule.arity));
  } else {
    addRule(data, rule.path, isRight ? ruleType(env, rule, clause) : ANY);
  }
}

function anyFunction(arity: number) {
  return { args: Array.from({ length: arity }, () => ANY), result: ANY };
}

function functionType(env: Environment, { args, value }: Clause) {
  for (const arg of args) {
    eachVariable(arg, ({ name }) => {
      if (variableType(env, name) === undefined) setVariable(env, name, ANY);
    });
  }
  const of = (term: Term) => typeOf(env, term) ?? ANY;
  return { args: args.map(of), result: of(value) };
}

function ruleType(env: Environment, { defines }: RuleDefinition, { keys, value }: Clause): Type {
  const of = (term: Term) => typeOf(env, term) ?? ANY;
  const made = defines === 'members' ? setOf(of(value)) : of(value);
  return keys.reduceRight((inner, key) => objectAt(key, of(key), inner), made);
}

/** Keys that are constants but no names do not say what else is there. */
function objectAt(key: Term, type: Type, inner: Type): Type {
  return isScalar(key) && key.kind !== 'string' ? objectOf(ANY, ANY) : objectOf(type, inner);
}
