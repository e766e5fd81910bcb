/*
 * A decision module over the plan interpreter: real Rego through the real compiler, without
 * WebAssembly. Slow, and independent of the back end that a gateway runs.
 */
import { builtins } from '../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { readSetOfPlan } from '../../src/ir/read-analysis.ts';
import type { Result } from '../../src/ir/result.ts';
import type { DecisionModule } from '../../src/policy/decision-module.ts';
import { compileToPlan } from '../../src/rego/compile.ts';
import { parseModule } from '../../src/rego/parse.ts';
import { parseValue } from '../../src/value/json.ts';
import { isArray, RegoObject, Undefined, type Value } from '../../src/value/value.ts';

/** Compiles sources by file name with one entrypoint. */
export function planOf(
  sources: Readonly<Record<string, string>>,
  entrypoint: string,
  data: Value = RegoObject.empty,
): Policy {
  const modules = Object.entries(sources).map(([file, text]) => parseModule(text, file));
  return compileToPlan({
    modules,
    data,
    entrypoints: [entrypoint],
    builtins: builtinDeclarations,
  }).policy;
}

/** The document behind a result set of one binding. */
function unwrapped(result: Result): Result {
  if (result.kind !== 'defined') return result;
  const [binding] = isArray(result.value) ? result.value : [];
  const value = binding instanceof RegoObject ? binding.get('result') : Undefined;
  return value === Undefined ? { kind: 'undefined' } : { kind: 'defined', value };
}

export interface InterpretedOptions {
  readonly data?: Value;
  readonly revision?: string;
}

/** A module that evaluates `data.tameflare.decision` of some sources. */
export function interpretedModule(
  sources: Readonly<Record<string, string>>,
  { data = RegoObject.empty, revision = 'test' }: InterpretedOptions = {},
): DecisionModule {
  const policy = planOf(sources, 'tameflare/decision', data);
  return {
    revision,
    readSet: readSetOfPlan(policy),
    evaluate(input, { nowNs }) {
      const context = { nowNs, random: () => 0.5, env: {}, cache: new Map<string, unknown>() };
      return unwrapped(interpret(policy, { input: parseValue(input), data, builtins, context }));
    },
  };
}
