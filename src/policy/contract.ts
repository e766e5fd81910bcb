/** What packages may say: the rules that policies/tameflare/main.rego asks every `policies.<name>` for. */
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Module, Rule } from '../rego/ast.ts';

export const CONTRACT_RULES: readonly string[] = [
  'deny',
  'require_approval',
  'allow',
  'shadow_deny',
  'shadow_require_approval',
  'shadow_allow',
  'redact',
];

/** The first name of a rule's reference: `deny` of `deny contains x`. */
export function ruleName({ head }: Rule): string | undefined {
  return head.ref.head.kind === 'var' ? head.ref.head.name : undefined;
}

/** `policies.<name>` is asked; `policies` itself and what is deeper below it is not. */
function isPassedOver({ package: { path } }: Module): boolean {
  return path[0] === 'policies' && path.length !== 2;
}

/**
 * Objections that nobody would hear: rules of the contract in a package that is not asked. Such a
 * policy looks as if it protected something, so it is an error.
 */
export function contractProblems(modules: readonly Module[]): Diagnostic[] {
  return modules.filter(isPassedOver).flatMap(module =>
    module.rules
      .filter(rule => CONTRACT_RULES.includes(ruleName(rule) ?? ''))
      .map(rule => ({
        code: 'tf_policy_invalid',
        message: `\`${ruleName(rule)}\` of package \`${module.package.path.join('.')}\` is never asked for`,
        span: rule.head.span,
        hint: 'decisions come from packages `policies.<name>`, with one name',
      })),
  );
}
