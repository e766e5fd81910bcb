/** The shadow rules that a project has: access rules with `shadow: true`, and `shadow_…` of its packages. */
import { positionOf } from '../../base/source.ts';
import type { Config } from '../../gateway/config.ts';
import { ruleName } from '../../policy/contract.ts';
import type { Effect } from '../../policy/decision.ts';
import type { Module } from '../../rego/ast.ts';
import type { ShadowRule } from './shadow-report.ts';

/** What the rules of a package that decide nothing begin with. */
export const SHADOW = 'shadow_';

const EFFECTS: Readonly<Record<string, Effect>> = {
  shadow_deny: 'deny',
  shadow_require_approval: 'require_approval',
  shadow_allow: 'allow',
};

/** How the audit calls a rule of a package: `policies.github.shadow_deny`. */
export function qualifiedName(module: Module, rule: Module['rules'][number]): string {
  return `${module.package.path.join('.')}.${ruleName(rule) ?? ''}`;
}

function rulesOf(module: Module): ShadowRule[] {
  if (module.package.path[0] !== 'policies') return [];
  return module.rules.flatMap(rule => {
    const effect = EFFECTS[ruleName(rule) ?? ''];
    if (effect === undefined) return [];
    const { span } = rule.head;
    const name = qualifiedName(module, rule);
    return [{ name, effect, file: span.source.name, line: positionOf(span).line }];
  });
}

/** Each name once, access rules first, else in the order in which they are written. */
export function shadowRules(config: Config, modules: readonly Module[]): readonly ShadowRule[] {
  const access = config.rules
    .filter(rule => rule.shadow === true)
    .map(({ name, effect, file = '', line = 1 }) => ({ name, effect, file, line }));
  const byName = new Map<string, ShadowRule>();
  for (const rule of [...access, ...modules.flatMap(rulesOf)])
    if (!byName.has(rule.name)) byName.set(rule.name, rule);
  return [...byName.values()];
}
