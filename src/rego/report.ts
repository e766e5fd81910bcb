import type { Diagnostic } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import { RegoError, type RegoErrorCode } from './rego-error.ts';

/** Collects what is wrong with a set of modules, so that one run tells all of it. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  add(code: RegoErrorCode, message: string, span: Span, hint?: string): void;
}

export function newReport(): Report {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  return {
    diagnostics,
    add(code, message, span, hint) {
      const key = `${span.source.name}:${span.start}:${message}`;
      if (told.has(key)) return;
      told.add(key);
      diagnostics.push({ code, message, span, ...(hint === undefined ? {} : { hint }) });
    },
  };
}

/** Ends the compilation if anything was reported. @throws RegoError with at most `maxErrors` of it */
export function throwIfAny(report: Report, maxErrors?: number): void {
  if (report.diagnostics.length > 0) throw new RegoError(report.diagnostics, maxErrors);
}
