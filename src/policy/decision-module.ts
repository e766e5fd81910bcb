import type { Value } from '../value/value.ts';

/** What evaluating `data.tameflare.decision` gives: the document itself, or why there is none. */
export type ModuleResult =
  | { readonly kind: 'defined'; readonly value: Value }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly error: { readonly code: string; readonly message: string } };

/** The compiled policies as the engine needs them. */
export interface DecisionModule {
  /** Changes whenever a module or its data does. */
  readonly revision: string;
  /** False if the answer can differ between two evaluations of one input. */
  readonly deterministic: boolean;
  /**
   * Paths below `input` that the policies can read. INVARIANT: inputs whose values at these paths
   * are equal get equal answers. An empty path stands for the whole input.
   */
  readonly readPaths: readonly (readonly string[])[];
  /** @param input the input document as JSON */
  evaluate(input: Uint8Array, options: { readonly nowNs: bigint }): ModuleResult;
}
