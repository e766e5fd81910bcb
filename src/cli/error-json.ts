import type { Diagnostic } from '../base/diagnostic.ts';
import { messageOf, TfError } from '../base/errors.ts';
import { type Position, positionAt, positionOf } from '../base/source.ts';
import { RegoError } from '../rego/rego-error.ts';

/** One error as tools read it; places start at 1. */
export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where the part that is meant ends: the first column after it. */
  readonly end?: Position;
  readonly hint?: string;
}

/** Errors of a command, and how many more there were. */
export interface ErrorsJson {
  readonly errors: readonly ErrorJson[];
  readonly omitted?: number;
}

/** What was thrown, if it is an error about the user's files. */
export function errorsJson(thrown: unknown): ErrorsJson {
  if (thrown instanceof RegoError) {
    const errors = thrown.diagnostics.map(diagnosticJson);
    return thrown.omitted === 0 ? { errors } : { errors, omitted: thrown.omitted };
  }
  if (thrown instanceof TfError) {
    return { errors: [{ code: thrown.code, message: messageOf(thrown) }] };
  }
  throw thrown;
}

function diagnosticJson({ code, message, span, hint }: Diagnostic): ErrorJson {
  const end = span && positionAt(span.source, span.end);
  return {
    code,
    message,
    ...(span && { file: span.source.name, ...positionOf(span) }),
    ...(end && { end }),
    ...(hint !== undefined && { hint }),
  };
}
