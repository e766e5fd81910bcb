import type { ReadSet } from '../ir/read-set.ts';
import type { Result } from '../ir/result.ts';

/** The compiled policies as the engine needs them. */
export interface DecisionModule {
  /** Changes whenever a module or its data does. */
  readonly revision: string;
  /** What `data.tameflare.decision` reads of its input, and whether that alone determines it. */
  readonly readSet: ReadSet;
  /**
   * What the rules that let a call through read: those that allow it or ask a person. `readSet` if absent.
   * Where it leaves a call's arguments out, silence about a tool means that no call of it is let through.
   */
  readonly consentReadSet?: ReadSet;
  /**
   * The document at `data.tameflare.decision` (not a result set around it).
   * @param input JSON of the input document, or of what of it can be read
   */
  evaluate(input: string, options: { readonly nowNs: bigint }): Result;
}
