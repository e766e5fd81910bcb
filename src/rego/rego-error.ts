import { byPlace, type Diagnostic, formatDiagnostic } from '../base/diagnostic.ts';

/** The codes the front end gives, as OPA names them. */
export type RegoErrorCode =
  | 'rego_parse_error'
  | 'rego_compile_error'
  | 'rego_type_error'
  | 'rego_unsafe_var_error'
  | 'rego_recursion_error';

/** A module or query that can't be used: one root cause per diagnostic, ordered by place. */
export class RegoError extends Error {
  override readonly name = 'RegoError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const ordered = byPlace(diagnostics);
    super(ordered.map(formatDiagnostic).join('\n'));
    this.diagnostics = ordered;
  }
}
