import { type MaybeValue, Undefined, type Value } from '../value/value.ts';
import { builtinDeclarations } from './declarations.ts';
import { EvalFailure } from './eval-failure.ts';
import type { Location } from './plan.ts';

/** What an engine needs to know of the builtins it is given: how to call one by its name. */
export interface Builtins<Context> {
  get(name: string): { call(args: readonly Value[], context: Context): MaybeValue } | undefined;
}

export interface BuiltinOptions<Context> {
  readonly builtins: Builtins<Context>;
  /** Handed to every builtin. */
  readonly context: Context;
  /** Whether an error of a builtin ends the evaluation instead of being undefined. */
  readonly strictBuiltinErrors?: boolean;
}

/** An error a builtin raises on purpose, as against a fault of ours. */
interface RaisedError extends Error {
  readonly code: 'eval_type_error' | 'eval_builtin_error';
}

function isRaised(thrown: unknown): thrown is RaisedError {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return thrown.code === 'eval_type_error' || thrown.code === 'eval_builtin_error';
}

/** Whether a builtin is a statement without a result, such as `print`. */
export function isVoid(name: string): boolean {
  const declared = builtinDeclarations.get(name);
  return declared !== undefined && declared.result === undefined;
}

/**
 * Calls a builtin; with an undefined operand it is undefined. An error it raises makes it undefined
 * too, or in strict mode ends the evaluation.
 */
export function callBuiltin<Context>(
  name: string,
  args: readonly MaybeValue[],
  at: Location | undefined,
  options: BuiltinOptions<Context>,
): MaybeValue {
  const builtin = options.builtins.get(name);
  if (builtin === undefined) {
    if (isVoid(name)) return Undefined;
    throw new EvalFailure('eval_internal_error', `no builtin \`${name}\` is available`, at);
  }
  if (!args.every(arg => arg !== Undefined)) return Undefined;
  try {
    return builtin.call(args, options.context);
  } catch (thrown) {
    if (!isRaised(thrown)) throw thrown;
    if (options.strictBuiltinErrors !== true) return Undefined;
    throw new EvalFailure(thrown.code, thrown.message, at);
  }
}
