/* What a program comes to, in a form that two implementations can be compared in. */
import { parseValue } from '../../src/value/json.ts';
import { identity } from '../../src/value/value.ts';

/** The codes of the errors that a source or a query is refused with. */
export interface Refusal {
  readonly kind: 'refused';
  readonly codes: readonly string[];
  readonly message: string;
}

/** What an evaluation gives: a document as JSON text, nothing, or an error. */
export type Answer =
  | { readonly kind: 'defined'; readonly json: string }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

export type Outcome = Answer | Refusal;

export function isRefusal(outcome: Outcome | undefined): outcome is Refusal {
  return outcome?.kind === 'refused';
}

export function describe(outcome: Outcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return 'accepted';
    case 'defined':
      return outcome.json;
    case 'undefined':
      return 'undefined';
    case 'error':
      return `${outcome.code}: ${outcome.message}`;
    case 'refused':
      return outcome.message;
  }
}

/** Both refuse, for a reason of the same sort; OPA tells of one stage only, we of all. */
export function agreeOnRefusal(opa: Refusal | undefined, ours: Refusal | undefined): boolean {
  if (opa === undefined || ours === undefined) return opa === ours;
  return opa.codes.some(code => ours.codes.includes(code));
}

/** The same value, numbers compared exactly and objects without order; errors of the same code. */
export function agree(opa: Answer, ours: Answer): boolean {
  if (opa.kind === 'defined' && ours.kind === 'defined') {
    return identity(parseValue(opa.json)) === identity(parseValue(ours.json));
  }
  if (opa.kind === 'error' && ours.kind === 'error') return opa.code === ours.code;
  return opa.kind === ours.kind;
}
