/*
 * Remembers what policies said, keyed by the values at the paths they can read.
 *
 * Two calls that differ only where no policy looks share an entry: a policy over tool names answers
 * a million calls from one entry per tool. Only the policies' part of a decision is kept. Access
 * rules stay outside: walking them costs about as much as making a key, their conditions read
 * arguments and would make nearly every key unique, and what is never cached can't be stale.
 *
 * Not cached: answers of policies that ask for time or randomness, and errors.
 */
import { LRUCache } from 'lru-cache';
import type { Json } from '../base/plain-json.ts';
import { type InputView, inputView, type Seen } from '../ir/input-view.ts';
import type { Reason } from './decision.ts';
import { bytesOf, hashOf, keptValues, sameValues } from './decision-key.ts';
import type { DecisionModule } from './decision-module.ts';
import type { InputDocument } from './input.ts';
import type { PolicyVerdict } from './policy-verdict.ts';

export interface CacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export const DEFAULT_CACHE_LIMITS: CacheLimits = { maxEntries: 10_000, maxBytes: 32 * 1024 * 1024 };

export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  readonly bypassed: number;
}

export interface CachedVerdict {
  readonly verdict: PolicyVerdict;
  readonly cached: boolean;
}

/** Asks the policies; it is given JSON of what they can see of the input. */
export type Evaluate = (visible: string) => PolicyVerdict;

export interface DecisionCache {
  /** The remembered verdict of a module for an input, or a new one. */
  verdict(module: DecisionModule, input: InputDocument, evaluate: Evaluate): CachedVerdict;
  counters(): CacheCounters;
}

interface Entry {
  readonly values: readonly Seen[];
  readonly verdict: PolicyVerdict;
}

/** About what an object with a few short texts occupies. */
const OBJECT_BYTES = 200;

function reasonBytes({ msg }: Reason): number {
  return OBJECT_BYTES + 2 * msg.length;
}

/** About what an entry occupies: two bytes a character and the objects around. */
function entryBytes({ verdict, values }: Entry): number {
  const reasons =
    verdict.kind === 'error' ? [verdict.reason] : [...verdict.reasons, ...verdict.shadow];
  return reasons.reduce((sum, reason) => sum + reasonBytes(reason), OBJECT_BYTES + bytesOf(values));
}

const SEES_NOTHING: InputView = inputView({ tree: { whole: false, keys: new Map() } });

class LruDecisionCache implements DecisionCache {
  /** By the hash of what was seen: of two inputs that share one, the later is remembered. */
  private readonly entries: LRUCache<number, Entry>;
  private revision: string | undefined;
  private view: InputView = SEES_NOTHING;
  private hits = 0;
  private misses = 0;
  private bypassed = 0;

  constructor(limits: CacheLimits) {
    this.entries = new LRUCache({
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      sizeCalculation: entryBytes,
    });
  }

  verdict(module: DecisionModule, input: InputDocument, evaluate: Evaluate): CachedVerdict {
    this.forgetOther(module);
    const json = input as unknown as Json;
    if (!module.readSet.deterministic) {
      this.bypassed += 1;
      return { verdict: evaluate(this.view.json(json)), cached: false };
    }
    const values = this.view.values(json);
    const hash = hashOf(values);
    const known = this.entries.get(hash);
    if (known !== undefined && sameValues(known.values, values)) {
      this.hits += 1;
      return { verdict: known.verdict, cached: true };
    }
    const verdict = evaluate(this.view.json(json));
    this.remember(hash, values, verdict);
    return { verdict, cached: false };
  }

  counters(): CacheCounters {
    return { hits: this.hits, misses: this.misses, bypassed: this.bypassed };
  }

  private remember(hash: number, values: readonly Seen[], verdict: PolicyVerdict): void {
    if (verdict.kind === 'error') {
      this.bypassed += 1;
    } else {
      this.misses += 1;
      this.entries.set(hash, { values: keptValues(values), verdict });
    }
  }

  /** Answers of another revision are worth nothing. */
  private forgetOther({ revision, readSet }: DecisionModule): void {
    if (revision === this.revision) return;
    this.entries.clear();
    this.revision = revision;
    this.view = inputView(readSet);
  }
}

/** A cache that outlives the engines of successive revisions. */
export function createDecisionCache(limits: CacheLimits = DEFAULT_CACHE_LIMITS): DecisionCache {
  return new LruDecisionCache(limits);
}
