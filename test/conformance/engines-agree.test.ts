import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { interpret } from '../../src/ir/interpreter.ts';
import { printPolicy } from '../../src/ir/print.ts';
import type { Result } from '../../src/ir/result.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import { compileToWasm } from '../../src/wasm/compile.ts';
import { loadWasm } from '../../src/wasm/host.ts';
import { aDeepInput, aPolicy } from '../support/arbitrary-plans.ts';

/** What two engines must agree on: the results in their order, or the error. */
function resultText(result: Result): string {
  if (result.kind === 'error') return `${result.error.code}: ${result.error.message}`;
  return result.kind === 'defined' ? toJson(result.value) : 'undefined';
}

test('the interpreter and WebAssembly agree on any plan', () => {
  const data = fromJs({ a: { b: [1] } });
  fc.assert(
    fc.property(aPolicy, fc.array(aDeepInput, { minLength: 3 }), (policy, inputs) => {
      const wasm = loadWasm(compileToWasm(policy), { builtins: new Map(), data });
      for (const input of inputs.map(fromJs)) {
        const options = { input, data, builtins: new Map(), context: undefined };
        const wanted = resultText(interpret(policy, options));
        const found = resultText(wasm.evaluate(input));
        assert.equal(found, wanted, `${toJson(input)}\n${printPolicy(policy)}`);
      }
    }),
    { numRuns: 200 },
  );
});
