import type { Location } from './plan.ts';
import type { EvalErrorCode, EvaluationError } from './result.ts';

/** Ends an interpretation from within; it becomes the error of the result, and is never seen outside. */
export class EvalFailure extends Error {
  override readonly name = 'EvalFailure';
  readonly error: EvaluationError;

  constructor(code: EvalErrorCode, message: string, location?: Location) {
    super(message);
    this.error = { code, message, ...(location !== undefined && { location }) };
  }
}
