/* The same questions as the oracle's, asked of our compiler and both our engines. */
import { builtins } from '../../src/builtins/registry.ts';
import { interpret } from '../../src/ir/interpreter.ts';
import type { Result as PlanResult } from '../../src/ir/result.ts';
import { type CompiledPolicy, compile } from '../../src/policy/compiler.ts';
import { RegoError } from '../../src/rego/rego-error.ts';
import { fromJs, toJson } from '../../src/value/json.ts';
import { isArray, RegoObject, Undefined } from '../../src/value/value.ts';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { loadWasm } from '../../src/wasm/host.ts';
import type { Answer, Refusal } from './outcome.ts';

export interface Asked {
  /** A plan by its name. */
  readonly entrypoint: string;
  readonly input: unknown;
  readonly strict?: boolean;
}

/** A compiled program in one of our engines. */
export interface Engine {
  readonly name: string;
  answer(asked: Asked): Answer;
}

/** Compiles, or says why not. Anything but our own refusal is a fault, and passed on. */
export function compileOrRefuse(
  text: string,
  data: unknown,
  what: { readonly entrypoints?: readonly string[]; readonly query?: string },
): CompiledPolicy | Refusal {
  return orRefusal(() => compile({ modules: { program: text }, data, ...what }));
}

/** Why some files can't be compiled together. */
export function compileFiles(modules: Readonly<Record<string, string>>): Refusal | undefined {
  const compiled = orRefusal(() => compile({ modules, query: 'x = data' }));
  return 'kind' in compiled ? compiled : undefined;
}

function orRefusal(make: () => CompiledPolicy): CompiledPolicy | Refusal {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof RegoError)) throw thrown;
    const codes = [...new Set(thrown.diagnostics.map(({ code }) => code))];
    return { kind: 'refused', codes, message: thrown.message };
  }
}

/** A document's plan answers with `{"result": document}`; a query's, with bindings. */
function answerOf(result: PlanResult, isQuery: boolean): Answer {
  if (result.kind === 'error') return { ...result.error, kind: 'error' };
  const rows = result.kind === 'defined' && isArray(result.value) ? result.value : [];
  if (isQuery)
    return rows.length === 0 ? { kind: 'undefined' } : { kind: 'defined', json: toJson(rows) };
  const document = rows[0] instanceof RegoObject ? rows[0].get('result') : Undefined;
  return document === Undefined
    ? { kind: 'undefined' }
    : { kind: 'defined', json: toJson(document) };
}

export function enginesOf({ ir, data, wasm }: CompiledPolicy): readonly Engine[] {
  const policy = loadWasm(wasm(), { builtins, data });
  const inputOf = (input: unknown) => (input === undefined ? Undefined : fromJs(input));
  return [
    {
      name: 'interpreter',
      answer({ entrypoint, input, strict = false }) {
        const context = evaluationContext({ nowNs: 0n, seed: 'oracle' });
        const options = { plan: entrypoint, data, builtins, context, strictBuiltinErrors: strict };
        return answerOf(
          interpret(ir, { ...options, input: inputOf(input) }),
          entrypoint === 'eval',
        );
      },
    },
    {
      name: 'wasm',
      answer({ entrypoint, input, strict = false }) {
        const options = { entrypoint, strictBuiltinErrors: strict, nowNs: 0n, seed: 'oracle' };
        return answerOf(policy.evaluate(inputOf(input), options), entrypoint === 'eval');
      },
    },
  ];
}
