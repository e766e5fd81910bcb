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
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Json } from '../base/plain-json.ts';
import { type Projection, projection } from '../ir/read-set.ts';
import type { Reason } from './decision.ts';
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

export interface DecisionCache {
  /** The remembered verdict of a module for an input, or a new one. */
  verdict(
    module: DecisionModule,
    input: InputDocument,
    evaluate: () => PolicyVerdict,
  ): CachedVerdict;
  counters(): CacheCounters;
}

/** Keys longer than this are kept as a digest. */
const MAX_KEY_CHARACTERS = 512;

function keyOf(project: Projection, input: InputDocument): string {
  const key = project(input as unknown as Json);
  return key.length <= MAX_KEY_CHARACTERS
    ? key
    : `#${createHash('sha256').update(key).digest('base64')}`;
}

/** About what an object with a few short texts occupies. */
const OBJECT_BYTES = 200;

function reasonBytes({ msg }: Reason): number {
  return OBJECT_BYTES + 2 * msg.length;
}

/** About what an entry occupies: two bytes a character and the objects around. */
function entryBytes(verdict: PolicyVerdict, key: string): number {
  const reasons =
    verdict.kind === 'error' ? [verdict.reason] : [...verdict.reasons, ...verdict.shadow];
  return reasons.reduce((sum, reason) => sum + reasonBytes(reason), OBJECT_BYTES + 2 * key.length);
}

class LruDecisionCache implements DecisionCache {
  private readonly entries: LRUCache<string, PolicyVerdict>;
  private revision = '';
  private project: Projection = () => '';
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

  verdict(
    module: DecisionModule,
    input: InputDocument,
    evaluate: () => PolicyVerdict,
  ): CachedVerdict {
    if (!module.readSet.deterministic) {
      this.bypassed += 1;
      return { verdict: evaluate(), cached: false };
    }
    this.forgetOther(module);
    const key = keyOf(this.project, input);
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.hits += 1;
      return { verdict: known, cached: true };
    }
    return { verdict: this.remember(key, evaluate()), cached: false };
  }

  counters(): CacheCounters {
    return { hits: this.hits, misses: this.misses, bypassed: this.bypassed };
  }

  private remember(key: string, verdict: PolicyVerdict): PolicyVerdict {
    if (verdict.kind === 'error') {
      this.bypassed += 1;
    } else {
      this.misses += 1;
      this.entries.set(key, verdict);
    }
    return verdict;
  }

  /** Answers of another revision are worth nothing. */
  private forgetOther({ revision, readSet }: DecisionModule): void {
    if (revision === this.revision) return;
    this.entries.clear();
    this.revision = revision;
    this.project = projection(readSet);
  }
}

/** A cache that outlives the engines of successive revisions. */
export function createDecisionCache(limits: CacheLimits = DEFAULT_CACHE_LIMITS): DecisionCache {
  return new LruDecisionCache(limits);
}
