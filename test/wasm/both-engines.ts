/** Runs a plan in the interpreter and in WebAssembly and holds the two against each other. */
import assert from 'node:assert/strict';
import { builtins } from '../../src/builtins/registry.ts';
import { type InterpretOptions, interpret } from '../../src/ir/interpreter.ts';
import { optimize } from '../../src/ir/optimize/optimize.ts';
import type { Policy } from '../../src/ir/plan.ts';
import type { Result } from '../../src/ir/result.ts';
import { parseValue, toJs } from '../../src/value/json.ts';
import { identity, type MaybeValue, Undefined } from '../../src/value/value.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { type EvaluationContext, evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { loadWasm } from '../../src/wasm/host.ts';

export interface Documents {
  readonly input?: MaybeValue;
  /** JSON text. */
  readonly data?: string;
  readonly strictBuiltinErrors?: boolean;
}

/** A result as text: values by their identity, an error by its code and message. */
export function resultText(result: Result): string {
  if (result.kind === 'defined') return identity(result.value);
  return result.kind === 'error' ? `${result.error.code}: ${result.error.message}` : 'undefined';
}

/** The result of a policy's plan `eval`, after the engines agreed on it. */
export function evaluateInBoth(policy: Policy, documents: Documents = {}): Result {
  const { input = Undefined, strictBuiltinErrors = false } = documents;
  const data = parseValue(documents.data ?? '{}');
  const context = evaluationContext({ nowNs: 0n, seed: 'test' });
  const options: InterpretOptions<EvaluationContext> = {
    input,
    data,
    builtins,
    context,
    strictBuiltinErrors,
  };
  const interpreted = interpret(policy, options);
  const optimized = optimize(policy);
  const inWasm = (plan: Policy, simd: boolean): Result => {
    const policy = loadWasm(compileToWasm(plan, { simd }), { builtins, data });
    const asked = { strictBuiltinErrors, nowNs: 0n, seed: 'test' };
    const result = policy.evaluate(input, asked);
    const plain = policy.evaluateToJs(input, asked);
    if (result.kind === 'defined' && plain.kind === 'defined')
      assert.deepEqual(plain.value, toJs(result.value));
    else assert.equal(plain.kind, result.kind);
    return result;
  };
  const results = [
    interpret(optimized, options),
    inWasm(policy, true),
    inWasm(optimized, true),
    inWasm(optimized, false),
  ];
  for (const result of results) assert.equal(resultText(result), resultText(interpreted));
  return interpreted;
}
