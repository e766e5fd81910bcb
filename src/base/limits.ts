/** Bounds that keep hostile input from costing more than it should, in one place. */
export const LIMITS = {
  /** A governed request's body; larger is answered with HTTP 413. */
  maxBodyBytes: 4 * 1024 * 1024,
  /** Nesting of JSON documents that are governed or evaluated. */
  maxJsonDepth: 128,
  /** A policy source file. */
  maxPolicyBytes: 8 * 1024 * 1024,
} as const;
