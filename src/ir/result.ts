import type { Value } from '../value/value.ts';
import type { Location } from './plan.ts';

/** Why an evaluation has no result: OPA's codes, then those of our limits. */
export type EvalErrorCode =
  | 'eval_conflict_error'
  | 'eval_type_error'
  | 'eval_builtin_error'
  | 'eval_fuel_error'
  | 'eval_memory_error'
  | 'eval_depth_error'
  | 'eval_input_error'
  | 'eval_internal_error';

export interface EvaluationError {
  readonly code: EvalErrorCode;
  readonly message: string;
  /** The statement that failed, where the engine knows it. */
  readonly location?: Location;
}

/**
 * What an engine answers for one plan. `value` is the result set: an array of bindings, each once,
 * in the order they were found; `undefined` when there are none.
 */
export type Result =
  | { readonly kind: 'defined'; readonly value: Value }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly error: EvaluationError };
