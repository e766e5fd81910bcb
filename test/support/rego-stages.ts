/* Single stages of the compiler on sources, for their tests. */
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import type { Module } from '../../src/rego/ast.ts';
import { newReport, type Report } from '../../src/rego/report.ts';
import { definitionsOf, type RuleDefinition } from '../../src/rego/rule-definition.ts';
import { absorb, type RuleNode, ruleTree } from '../../src/rego/rule-tree.ts';
import { arityOf, type Functions, isReplacement } from '../../src/rego/stages/calls.ts';
import { liftClause } from '../../src/rego/stages/lift.ts';
import { metadataOf } from '../../src/rego/stages/metadata.ts';
import { importsNot, moduleNames } from '../../src/rego/stages/module-names.ts';
import { type Clause, resolveClauses } from '../../src/rego/stages/resolve.ts';
import { type NameSource, nameSource } from '../../src/rego/variables.ts';
import { modulesOf, nodesText } from './rego-compile.ts';

export interface Staged {
  readonly modules: readonly Module[];
  readonly root: RuleNode;
  readonly report: Report;
  readonly names: NameSource;
  readonly functions: Functions;
}

/** The tree of resolved rules. */
export function resolved(sources: string | readonly string[], strict = false): Staged {
  const modules = modulesOf(sources);
  const report = newReport();
  const names = nameSource();
  const known = moduleNames(modules, false, report);
  const rules = modules.flatMap((module, index) =>
    definitionsOf(module, index).map(rule => {
      const on = {
        module: known[index]!,
        used: new Set<string>(),
        names,
        report,
        strict,
        notBodies: importsNot(module),
        metadata: metadataOf(modules, module, rule.source),
        isBuiltin: (name: string) => builtinDeclarations.has(name),
      };
      return { ...rule, clauses: resolveClauses(on, rule.clauses) };
    }),
  );
  const root = ruleTree(
    rules,
    modules.map(module => module.package.path),
  );
  absorb(root);
  return {
    modules,
    root,
    report,
    names,
    functions: { root, builtins: builtinDeclarations },
  };
}

/** The tree of rules after lifting. */
export function lifted(sources: string | readonly string[]): Staged {
  const staged = resolved(sources);
  const on = {
    names: staged.names,
    arityOf: (call: Parameters<typeof arityOf>[1]) => arityOf(staged.functions, call),
    isReplacement: (modifier: Parameters<typeof isReplacement>[1]) =>
      isReplacement(staged.functions, modifier),
  };
  changeClauses(staged.root, clause => liftClause(on, clause));
  return staged;
}

/** Changes every clause of a tree. */
export function changeClauses(node: RuleNode, change: (clause: Clause) => Clause): void {
  node.rules = node.rules.map(rule => mapClauses(rule, change));
  for (const child of node.children.values()) changeClauses(child, change);
}

function mapClauses(rule: RuleDefinition, change: (clause: Clause) => Clause): RuleDefinition {
  return { ...rule, clauses: rule.clauses.map(change) };
}

/** The rules of a tree, then what was reported. */
export function stagedText({ root, report }: Staged): string {
  return [nodesText(root), messages(report)].filter(text => text !== '').join('\n');
}

export function messages({ diagnostics }: Report): string {
  return diagnostics.map(({ code, message }) => `! ${code}: ${message}`).join('\n');
}
