import { builtins } from '../../src/builtins/registry.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import { planFromJson } from '../../src/ir/json.ts';
import type { Policy } from '../../src/ir/plan.ts';
import type { Result } from '../../src/ir/result.ts';
import { type MaybeValue, Undefined } from '../../src/value/value.ts';
import type { Case } from './cases.ts';
import { judge, type Verdict } from './verdict.ts';

/** One column of the table: a way to evaluate a compiled policy. */
export interface Engine {
  readonly name: string;
  evaluate(policy: Policy, test: Case, input: MaybeValue): Result | Promise<Result>;
}

/** What an evaluation's builtins see; made anew for each. */
function context(test: Case) {
  return {
    nowNs: BigInt(Date.now()) * 1_000_000n,
    random: () => 0.5,
    env: test.env,
    cache: new Map<string, unknown>(),
  };
}

const interpreter: Engine = {
  name: 'interpreter',
  evaluate: (policy, test, input) =>
    interpret(policy, {
      plan: 'eval',
      input,
      data: test.data,
      builtins,
      context: context(test),
      strictBuiltinErrors: test.strict,
    }),
};

export const ENGINES: readonly Engine[] = [interpreter];

function inputOf(test: Case): MaybeValue {
  return test.input ?? Undefined;
}

function compile(test: Case): Policy {
  return planFromJson(test.plan ?? null);
}

/** Compiles a case once and asks every engine; what can't be compiled fails in all of them. */
export async function run(test: Case, engines: readonly Engine[]): Promise<Map<Engine, Verdict>> {
  const verdicts = new Map<Engine, Verdict>();
  const policy = compile(test);
  const input = inputOf(test);
  for (const engine of engines) {
    verdicts.set(engine, judge(test, await engine.evaluate(policy, test, input)));
  }
  return verdicts;
}
