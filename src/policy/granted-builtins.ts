import type { Builtin } from '../builtins/builtin.ts';
import { outsideBuiltins } from '../builtins/outside.ts';
import { builtins as registry } from '../builtins/registry.ts';

/** The builtins a policy may call. */
export type GrantedBuiltins = ReadonlyMap<string, Builtin>;

/** Capabilities, as far as they matter here. */
interface ListsBuiltins {
  readonly builtins: readonly { readonly name: string }[];
}

/** All builtins but those that reach out of the evaluation, and of these the ones that capabilities list. */
export function grantedBuiltins(capabilities: ListsBuiltins | undefined): GrantedBuiltins {
  const outside = (capabilities?.builtins ?? []).flatMap(({ name }) => {
    const builtin = outsideBuiltins.get(name);
    return builtin === undefined ? [] : [[name, builtin] as const];
  });
  return outside.length === 0 ? registry : new Map([...registry, ...outside]);
}
