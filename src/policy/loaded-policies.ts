import { readSetOfPlan } from '../ir/read-analysis.ts';
import { loadBundle } from './bundle.ts';
import { compile, load } from './compiler.ts';
import type { DecisionModule } from './decision-module.ts';
import type { LocateReason } from './policy-verdict.ts';
import { rulePlaces } from './rule-places.ts';

/** The document that decides. */
const DECISION = 'tameflare/decision';
/** What lets calls through, in the shipped main: only its read set is asked for. */
const CONSENT = 'tameflare/consent';

/** How many calls and iterations one decision may take: far more than policies need, far less than a stall. */
const FUEL = 20_000_000;
/** 128 MiB: data and one evaluation. */
const MEMORY_PAGES = 2048;

/** Policies compiled and ready to decide. */
export interface LoadedPolicies {
  readonly module: DecisionModule;
  /** Finds the line a reason comes from. */
  readonly locate: LocateReason;
}

/**
 * Reads and compiles the policies of some folders; undefined when no folder is named.
 * @param project the folder that file names are shown from
 * @throws TfError `tf_policy_load`, RegoError
 */
export function loadPolicies(
  folders: readonly string[],
  project: string,
): LoadedPolicies | undefined {
  if (folders.length === 0) return undefined;
  const bundle = loadBundle(folders, project);
  const { modules, data, revision, shippedMain } = bundle;
  const entrypoints = shippedMain ? [DECISION, CONSENT] : [DECISION];
  const compiled = compile({ modules, data, entrypoints });
  const policy = load(compiled, { memoryMaximumPages: MEMORY_PAGES });
  return {
    module: {
      revision,
      readSet: readSetOfPlan(compiled.ir, DECISION),
      ...(shippedMain ? { consentReadSet: readSetOfPlan(compiled.ir, CONSENT) } : {}),
      // A builtin that fails on odd arguments must not make a `deny` undefined: strict, it refuses.
      evaluate: (input, { nowNs }) =>
        policy.evaluateText(input, { now: nowNs, fuel: FUEL, strictBuiltinErrors: true }),
    },
    locate: rulePlaces(bundle.parsed),
  };
}
