import { messageOf } from '../../src/base/errors.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import { planFromJson, planToJson } from '../../src/ir/json.ts';
import { optimize } from '../../src/ir/optimize/optimize.ts';
import type { Policy } from '../../src/ir/plan.ts';
import { verify } from '../../src/ir/verify.ts';
import { compileToPlan } from '../../src/rego/compile.ts';
import { termToValue } from '../../src/rego/constant.ts';
import { parseModule, parseQuery, parseTerm } from '../../src/rego/parse.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { loadWasm, type WasmPolicy } from '../../src/wasm/host.ts';
import { testBuiltins as builtins, testDeclarations } from './builtins.ts';
import type { Case, CaseKind } from './cases.ts';
import { evaluateInNpmHost, npmLimit } from './npm-host.ts';
import { judge, type Verdict } from './verdict.ts';

/** A case made ready: its plan and input, and its module as soon as an engine asks for it. */
export interface Prepared {
  readonly test: Case;
  readonly policy: Policy;
  readonly input: MaybeValue;
  readonly wasm: () => Uint8Array<ArrayBuffer>;
  readonly loaded: () => WasmPolicy;
}

/** One column of the table: a way to evaluate a compiled policy. */
export interface Engine {
  readonly name: string;
  readonly kinds: readonly CaseKind[];
  judge(prepared: Prepared): Verdict | Promise<Verdict>;
}

const interpreter: Engine = {
  name: 'interpreter',
  kinds: ['plans', 'rego'],
  judge: ({ test, policy, input }) =>
    judge(
      test,
      interpret(policy, {
        plan: 'eval',
        input,
        data: test.data,
        builtins,
        context: evaluationContext({ env: test.env }),
        strictBuiltinErrors: test.strict,
      }),
    ),
};

const wasm: Engine = {
  name: 'wasm',
  kinds: ['plans', 'rego'],
  judge: ({ test, input, loaded }) => {
    const options = { entrypoint: 'eval', strictBuiltinErrors: test.strict, env: test.env };
    return judge(test, loaded().evaluate(input, options));
  },
};

const npm: Engine = {
  name: 'npm',
  kinds: ['rego'],
  judge: async ({ test, policy, input, wasm, loaded }) => {
    const why = npmLimit(loaded().hostBuiltins, test, input);
    if (why !== undefined) return { kind: 'unsupported', why };
    return judge(test, await evaluateInNpmHost(wasm(), policy, test.data, input), 'json');
  },
};

export const ENGINES: readonly Engine[] = [interpreter, wasm, npm];

export function inputOf({ input, inputTerm }: Case): MaybeValue {
  if (inputTerm === undefined) return input ?? Undefined;
  return termToValue(parseTerm(inputTerm)) ?? Undefined;
}

/** The plan a case brings along, or the one our compiler makes of its sources, by way of the disk. */
export function compile({ plan, modules, query, experimentalKeywords }: Case): Policy {
  if (plan !== undefined) return planFromJson(plan);
  const options = { experimentalKeywords };
  const { policy } = compileToPlan({
    modules: modules.map((text, index) => parseModule(text, `module-${index}.rego`, options)),
    query: parseQuery(query, 'query', options),
    builtins: testDeclarations,
  });
  return planFromJson(Buffer.from(planToJson(policy)));
}

/** Every plan, OPA's and ours, has to be sound. */
function sound(policy: Policy): Policy {
  const faults = verify(policy).filter(({ message }) => !message.includes('`test.sleep`'));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('; '));
  return policy;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function prepare(test: Case): Prepared {
  const policy = sound(compile(test));
  const bytes = once(() => compileToWasm(optimize(policy)));
  const loaded = once(() => loadWasm(bytes(), { builtins, data: test.data }));
  return { test, policy, input: inputOf(test), wasm: bytes, loaded };
}

async function ask(engine: Engine, prepared: () => Prepared): Promise<Verdict> {
  try {
    return await engine.judge(prepared());
  } catch (thrown) {
    return { kind: 'failed', why: messageOf(thrown) };
  }
}

/** Compiles a case once and asks every engine; what can't be compiled fails in all of them. */
export async function evaluateCase(
  test: Case,
  engines: readonly Engine[],
): Promise<ReadonlyMap<Engine, Verdict>> {
  const prepared = once(() => prepare(test));
  const verdicts = new Map<Engine, Verdict>();
  for (const engine of engines) verdicts.set(engine, await ask(engine, prepared));
  return verdicts;
}
