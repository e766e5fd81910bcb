/*
 * Builtins that are deprecated: refused in modules of Rego v1, and everywhere when strict.
 */
import type { BuiltinDeclarations } from '../../ir/declarations.ts';
import type { Module, Term } from '../ast.ts';
import type { Report } from '../report.ts';
import { type RuleNode, ruleNodes } from '../rule-tree.ts';
import { callName, eachTerm, eachTermIn } from '../terms.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  all: 'write `every x in xs { x }`',
  any: 'write `some x in xs; x`',
  set_diff: 'write `a - b`',
  re_match: 'use `regex.match`',
  'net.cidr_overlap': 'use `net.cidr_contains`',
};

/** Reports the calls of deprecated builtins. */
export function checkDeprecated(
  builtins: BuiltinDeclarations,
  modules: readonly Module[],
  root: RuleNode,
  strict: boolean,
  report: Report,
): void {
  const visit = (term: Term) => {
    if (term.kind !== 'call') return;
    const name = callName(term);
    if (builtins.get(name)?.deprecated !== true) return;
    const hint = INSTEAD[name] ?? `check with \`is_${name.slice('cast_'.length)}\``;
    report.add('rego_type_error', `builtin \`${name}\` is deprecated`, term.operator.span, hint);
  };
  for (const node of ruleNodes(root)) {
    for (const { module, clauses } of node.rules) {
      if (!strict && modules[module]?.regoVersion !== 1) continue;
      for (const { args, keys, value, body } of clauses) {
        for (const term of [...args, ...keys, value]) eachTermIn(term, visit);
        eachTerm(body, visit);
      }
    }
  }
}
