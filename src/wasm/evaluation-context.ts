import { createHash, randomBytes } from 'node:crypto';

/** What builtins of the host may depend on beside their operands. */
export interface EvaluationContext {
  /** Nanoseconds since the epoch; one instant for the whole evaluation. */
  readonly nowNs: bigint;
  /** At least 0, below 1. */
  random(): number;
  readonly env: Readonly<Record<string, string>>;
  /** Memory of one evaluation. */
  readonly cache: Map<string, unknown>;
}

export interface ContextOptions {
  /** Now if absent. */
  readonly nowNs?: bigint;
  /** The same seed gives the same random numbers; a secret one if absent. */
  readonly seed?: string;
  /** What the policy may see of the environment; nothing if absent. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Random numbers of 48 bits each: SHA-256 of the seed and a counter. */
function randomFrom(seed: string): () => number {
  let counter = 0;
  return () => {
    const hash = createHash('sha256').update(`${seed}:${counter++}`).digest();
    return hash.readUIntBE(0, 6) / 2 ** 48;
  };
}

/** The context of one evaluation. */
export function evaluationContext(options: ContextOptions = {}): EvaluationContext {
  return {
    nowNs: options.nowNs ?? BigInt(Date.now()) * 1_000_000n,
    random: randomFrom(options.seed ?? randomBytes(16).toString('hex')),
    env: options.env ?? {},
    cache: new Map(),
  };
}
