import type { Diagnostic } from '../base/diagnostic.ts';
import type { Source, Span } from '../base/source.ts';
import { isVoid } from '../ir/builtin-calls.ts';
import type { Location, Policy, Stmt } from '../ir/plan.ts';
import { statementsOf } from '../ir/statements.ts';

/** Why builtins that reach out of the evaluation are not there unless capabilities list them. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'http.send': 'policies do not reach the network: put what they need into data',
  'net.lookup_ip_addr': 'policies do not reach the network: put what they need into data',
  'opa.runtime': 'policies do not see the environment: put what they need into data',
};

function offsetOf(text: string, { row, col }: Location): number {
  let lineStart = 0;
  for (let line = 1; line < row; line++) lineStart = text.indexOf('\n', lineStart) + 1;
  return lineStart + Math.max(0, col - 1);
}

function spanOf(
  name: string,
  at: Location,
  policy: Policy,
  sources: Readonly<Record<string, string>>,
): Span | undefined {
  const file = policy.static.files[at.file];
  const text = file === undefined || !Object.hasOwn(sources, file) ? undefined : sources[file];
  if (file === undefined || text === undefined) return undefined;
  const source: Source = { name: file, text };
  const offset = offsetOf(text, at);
  const start = Math.max(offset, text.indexOf(name, offset));
  return { source, start, end: start + name.length };
}

function firstCall(policy: Policy, name: string): Stmt | undefined {
  for (const { blocks } of [...policy.plans, ...policy.funcs]) {
    for (const { stmt } of statementsOf(blocks))
      if (stmt.kind === 'CallStmt' && stmt.func === name) return stmt;
  }
  return undefined;
}

/**
 * The builtins a plan calls that nothing implements, or nothing grants: OPA declares them, so the front end knows them,
 * but a policy that needs one must not be half evaluated.
 */
export function missingBuiltins(
  policy: Policy,
  sources: Readonly<Record<string, string>>,
  available: Pick<ReadonlyMap<string, unknown>, 'has'>,
): Diagnostic[] {
  const missing = policy.static.builtinFuncs.filter(
    ({ name }) => !available.has(name) && !isVoid(name),
  );
  return missing.map(({ name }) => {
    const call = firstCall(policy, name);
    const span = call === undefined ? undefined : spanOf(name, call.location, policy, sources);
    const why = Object.hasOwn(OUTSIDE, name) ? OUTSIDE[name] : undefined;
    const hint = why && `${why}, or grant \`${name}\` in capabilities`;
    return {
      code: 'rego_compile_error',
      message: `builtin \`${name}\` is not available`,
      ...(span === undefined ? {} : { span }),
      ...(hint === undefined ? {} : { hint }),
    };
  });
}
