import { compile, load } from '../../src/policy/compiler.ts';
import type { DecisionModule } from '../../src/policy/decision-module.ts';

/** A module that evaluates `data.tameflare.decision` of some sources as a gateway does: in WebAssembly. */
export function compiledModule(
  sources: Readonly<Record<string, string>>,
  revision = 'test',
): DecisionModule {
  const compiled = compile({ modules: sources, entrypoints: ['tameflare/decision'] });
  const policy = load(compiled);
  return {
    revision,
    readSet: compiled.readSet,
    evaluate: (input, { nowNs }) => policy.evaluateText(input, { now: nowNs }),
  };
}
