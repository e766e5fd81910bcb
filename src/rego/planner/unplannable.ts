import type { Span } from '../../base/source.ts';
import { RegoError } from '../rego-error.ts';

/** The error for a construct that is valid Rego but has no plan: better none than a wrong one. */
export function unplannable(message: string, span: Span): RegoError {
  return new RegoError([{ code: 'rego_compile_error', message, span }]);
}
