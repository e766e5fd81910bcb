import { byPlace, type Diagnostic, formatDiagnostic } from '../base/diagnostic.ts';

/** The codes the front end gives, as OPA names them. */
export type RegoErrorCode =
  | 'rego_parse_error'
  | 'rego_compile_error'
  | 'rego_type_error'
  | 'rego_unsafe_var_error'
  | 'rego_recursion_error';

/** As many errors as are told if nothing else is asked for. */
export const MAX_ERRORS = 10;

/** A module or query that can't be used: one root cause per diagnostic, ordered by place. */
export class RegoError extends Error {
  override readonly name = 'RegoError';
  readonly diagnostics: readonly Diagnostic[];
  /** How many more were found. */
  readonly omitted: number;

  /** @param maxErrors how many to tell; 0 for all */
  constructor(diagnostics: readonly Diagnostic[], maxErrors = MAX_ERRORS) {
    const ordered = byPlace(diagnostics);
    const told = maxErrors === 0 ? ordered : ordered.slice(0, maxErrors);
    const omitted = ordered.length - told.length;
    const more = omitted === 0 ? [] : [`… and ${omitted} more error${omitted === 1 ? '' : 's'}`];
    super([...told.map(formatDiagnostic), ...more].join('\n'));
    this.diagnostics = told;
    this.omitted = omitted;
  }
}
