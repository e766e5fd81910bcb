import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuiltinContext, BuiltinError } from '../../src/builtins/builtin.ts';
import { builtins } from '../../src/builtins/registry.ts';
import { termToValue } from '../../src/rego/constant.ts';
import { parseTerm } from '../../src/rego/parse.ts';
import { regoText } from '../../src/value/rego-text.ts';
import { type MaybeValue, Undefined, type Value } from '../../src/value/value.ts';

/** 2026-11-23T00:00:00Z, and a generator that always gives the same numbers. */
export function testContext(): BuiltinContext {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return { nowNs: 1_795_392_000_000_000_000n, random, env: {}, cache: new Map() };
}

/** The value of a Rego constant. */
export function constant(text: string): Value {
  const value = termToValue(parseTerm(text));
  assert.notEqual(value, undefined, `\`${text}\` is no constant`);
  return value!;
}

/** Calls a builtin by name. */
export function callBuiltin(
  name: string,
  args: readonly Value[],
  context: BuiltinContext = testContext(),
): MaybeValue {
  const builtin = builtins.get(name);
  assert.ok(builtin, `no builtin \`${name}\``);
  return builtin.call(args, context);
}

/** What a call written in Rego gives: a value as Rego text, `undefined`, or `code: message`. */
export function outcomeOf(call: string): string {
  const [, name = '', args = ''] = /^([\w.]+)\((.*)\)$/s.exec(call) ?? [];
  try {
    const result = callBuiltin(name, constant(`[${args}]`) as readonly Value[]);
    return result === Undefined ? 'undefined' : regoText(result);
  } catch (error) {
    if (error instanceof BuiltinError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** One test per row: a call and what it gives. */
export function builtinTable(rows: readonly (readonly [call: string, outcome: string])[]): void {
  for (const [call, outcome] of rows) {
    test(call, () => assert.equal(outcomeOf(call), outcome));
  }
}
