/** Configurations that are refused, and what is told about them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { positionOf } from '../../src/base/source.ts';
import { ConfigError, parseConfig } from '../../src/gateway/config.ts';

/** The error that a text is refused with. */
export function refusalOf(text: string): ConfigError {
  try {
    parseConfig({ name: 'tameflare.yaml', text }, '/project');
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown;
    throw thrown;
  }
  throw new Error('the configuration was accepted');
}

export interface Refused {
  readonly name: string;
  readonly text: string;
  /** `line:column message` and, where it matters, the hint; in order of place. */
  readonly problems: readonly (readonly [problem: string, hint?: string])[];
}

/** One test per refused configuration. */
export function describeRefused(what: string, table: readonly Refused[]): void {
  describe(what, () => {
    for (const { name, text, problems } of table) {
      it(name, () => {
        const told = refusalOf(text).diagnostics.map(({ message, span, hint }) => {
          const { line, column } = positionOf(span!);
          return { problem: `${line}:${column} ${message}`, hint };
        });
        assert.deepEqual(
          told.map(({ problem }) => problem),
          problems.map(([problem]) => problem),
        );
        for (const [index, [, hint]] of problems.entries()) {
          if (hint !== undefined) assert.equal(told[index]?.hint, hint);
        }
      });
    }
  });
}
