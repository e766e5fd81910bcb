import { excerpt, positionOf, type Span } from './source.ts';

/**
 * One thing that is wrong with a source, told to the person who wrote it.
 * Messages are lower case without a final stop; user text stands in backticks.
 */
export interface Diagnostic {
  /** One of OPA's codes (`rego_parse_error`, …) or one of ours. */
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
  /** What would help, when we know it: a nearest name, a place to bind a variable. */
  readonly hint?: string;
}

/** `policy.rego:3:10: rego_parse_error: message`, the excerpt with carets, and the hint. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, message, span, hint } = diagnostic;
  const tail = hint === undefined ? '' : `\n  hint: ${hint}`;
  if (span === undefined) return `${code}: ${message}${tail}`;
  const { line, column } = positionOf(span);
  return `${span.source.name}:${line}:${column}: ${code}: ${message}\n${excerpt(span)}${tail}`;
}

/** Diagnostics in the order a reader meets their places; those without one come first. */
export function byPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    const nameA = a.span?.source.name ?? '';
    const nameB = b.span?.source.name ?? '';
    if (nameA !== nameB) return nameA < nameB ? -1 : 1;
    return (a.span?.start ?? -1) - (b.span?.start ?? -1);
  });
}
