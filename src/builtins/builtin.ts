import { ArithmeticError } from '../value/arithmetic.ts';
import type { MaybeValue, Value } from '../value/value.ts';

/** What one evaluation gives its builtins. */
export interface BuiltinContext {
  /** Nanoseconds since the epoch; one instant for the whole evaluation. */
  readonly nowNs: bigint;
  /** At least 0, below 1; from the evaluation's seed. */
  random(): number;
  /** What `opa.runtime` would show of the environment; empty unless granted. */
  readonly env: Readonly<Record<string, string>>;
  /** Memory of one evaluation, keyed by builtin and operands: equal calls give equal results. */
  readonly cache: Map<string, unknown>;
}

export interface Builtin {
  readonly name: string;
  /** @throws BuiltinError, the only error a builtin raises on purpose */
  call(args: readonly Value[], context: BuiltinContext): MaybeValue;
}

export type BuiltinErrorCode = 'eval_type_error' | 'eval_builtin_error';

/** A call without a result. Undefined by default; the evaluation's error in strict mode. */
export class BuiltinError extends Error {
  override readonly name = 'BuiltinError';
  readonly code: BuiltinErrorCode;

  constructor(code: BuiltinErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A builtin; its errors get its name in front, as `count: operand 1 must be …`. */
export function define(
  name: string,
  call: (args: readonly Value[], context: BuiltinContext) => MaybeValue,
): Builtin {
  return {
    name,
    call(args, context) {
      try {
        return call(args, context);
      } catch (error) {
        throw named(name, error);
      }
    },
  };
}

function named(name: string, error: unknown): unknown {
  if (error instanceof BuiltinError)
    return new BuiltinError(error.code, `${name}: ${error.message}`);
  if (error instanceof ArithmeticError) {
    return new BuiltinError('eval_builtin_error', `${name}: ${error.message}`);
  }
  return error;
}

/** The operands are of the right types but the call has no result. */
export function failure(message: string): BuiltinError {
  return new BuiltinError('eval_builtin_error', message);
}

/** Gives each key its first value for the rest of the evaluation. */
export function once<T>(context: BuiltinContext, key: string, make: () => T): T {
  if (!context.cache.has(key)) context.cache.set(key, make());
  return context.cache.get(key) as T;
}
