import { outsideBuiltins } from '../../src/builtins/outside.ts';
import { builtins } from '../../src/builtins/registry.ts';
import type { Builtins } from '../../src/ir/builtin-calls.ts';
import { type BuiltinDeclarations, builtinDeclarations } from '../../src/ir/declarations.ts';
import { NULL, STRING } from '../../src/ir/type.ts';
import type { MaybeValue, Value } from '../../src/value/value.ts';
import type { EvaluationContext } from '../../src/wasm/evaluation-context.ts';

/** `test.sleep` exists in OPA's cases only: it waits for so many milliseconds, as `"10ms"`. */
const sleep = {
  call([duration]: readonly Value[]): MaybeValue {
    Atomics.wait(
      new Int32Array(new SharedArrayBuffer(4)),
      0,
      0,
      Number.parseInt(String(duration), 10),
    );
    return null;
  },
};

/** The declarations a case is compiled with. */
export const testDeclarations: BuiltinDeclarations = new Map([
  ...builtinDeclarations,
  ['test.sleep', { args: [STRING], result: NULL }],
]);

/** The builtins a case is run with. */
export const testBuiltins: Builtins<EvaluationContext> = {
  get: name => (name === 'test.sleep' ? sleep : (builtins.get(name) ?? outsideBuiltins.get(name))),
};
