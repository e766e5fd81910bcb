import { messageOf } from '../base/errors.ts';
import { EvalFailure } from '../ir/eval-failure.ts';
import type { EvalErrorCode, EvaluationError } from '../ir/result.ts';

/** The failure that a message of our runtime tells of: `code: text`. */
export function failureOf(message: string): EvalFailure {
  const [, code, text] = /^(eval_\w+): (.*)$/s.exec(message) ?? [];
  if (code === undefined) return new EvalFailure('eval_internal_error', message);
  return new EvalFailure(code as EvalErrorCode, text!);
}

/** The error that what was thrown out of an evaluation stands for; a fault of ours stands for none. */
export function evaluationErrorOf(thrown: unknown): EvaluationError | undefined {
  if (thrown instanceof EvalFailure) return thrown.error;
  if (thrown instanceof RangeError) {
    return /call stack/.test(thrown.message)
      ? { code: 'eval_depth_error', message: 'calls are nested too deep' }
      : { code: 'eval_memory_error', message: 'out of memory' };
  }
  // A trap: `WebAssembly.RuntimeError`.
  if (thrown instanceof Error && thrown.name === 'RuntimeError') {
    return { code: 'eval_internal_error', message: messageOf(thrown) };
  }
  return undefined;
}
