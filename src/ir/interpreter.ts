/*
 * Runs a plan statement by statement: slow, and so plain that it can be held against the text of the
 * specification (OPA: docs, "Intermediate Representation"). It is the oracle that compiled policies
 * are compared with, and the engine under explain, trace and coverage.
 *
 * Rules are memoised per evaluation and per `with`; user functions are not. Errors of builtins,
 * conflicts and spent budgets come back as values; what is thrown is a fault of ours.
 */
import type { MaybeValue, Value } from '../value/value.ts';
import { type BuiltinOptions, callBuiltin } from './builtin-calls.ts';
import { EvalFailure } from './eval-failure.ts';
import { type CallBuiltin, Frame, Machine, type MachineOptions } from './machine.ts';
import { DATA, INPUT, type Plan, type Policy } from './plan.ts';
import type { Result } from './result.ts';

export interface InterpretOptions<Context> extends MachineOptions, BuiltinOptions<Context> {
  /** The entrypoint; the first if absent. */
  readonly plan?: string;
  readonly input: MaybeValue;
  readonly data: Value;
}

/** The plan of a name, or the first. */
function planOf(policy: Policy, name: string | undefined): Plan {
  const plan = name === undefined ? policy.plans[0] : policy.plans.find(p => p.name === name);
  if (plan !== undefined) return plan;
  throw new EvalFailure('eval_internal_error', `there is no entrypoint \`${name ?? ''}\``);
}

/** Evaluates one plan of a policy. */
export function interpret<Context>(policy: Policy, options: InterpretOptions<Context>): Result {
  const call: CallBuiltin = (name, args, at) => callBuiltin(name, args, at, options);
  const machine = new Machine(policy, call, options);
  try {
    const plan = planOf(policy, options.plan);
    const frame = new Frame(machine, [INPUT, DATA], [options.input, options.data]);
    machine.runBlocks(plan.blocks, frame);
  } catch (thrown) {
    if (thrown instanceof EvalFailure) return { kind: 'error', error: thrown.error };
    throw thrown;
  }
  const { results } = machine;
  return results.length === 0 ? { kind: 'undefined' } : { kind: 'defined', value: results };
}
