/*
 * Our modules in npm `@open-policy-agent/opa-wasm`, which stands for every other host of OPA's ABI.
 * What it can't do is a limit, not a failure: it has no strict mode, takes an input of `false`, `0`,
 * `""` or `null` for none, rounds numbers, and passes operands of builtins through JSON, where a set
 * is an array.
 */
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { callBuiltin } from '../../src/ir/builtin-calls.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import type { Policy } from '../../src/ir/plan.ts';
import type { EvalErrorCode, Result } from '../../src/ir/result.ts';
import { statementsOf } from '../../src/ir/statements.ts';
import type { Type } from '../../src/ir/type.ts';
import { fromJs, toJs } from '../../src/value/json.ts';
import { equal, type MaybeValue, Undefined, type Value } from '../../src/value/value.ts';
import { evaluationContext } from '../../src/wasm/evaluation-context.ts';
import { testBuiltins as builtins } from './builtins.ts';
import type { Case } from './cases.ts';

/** Whether values of a type survive JSON: no sets, and nothing that may be one. */
function survivesJson(type: Type): boolean {
  switch (type.kind) {
    case 'any':
    case 'set':
      return false;
    case 'array':
      return survivesJson(type.of);
    case 'tuple':
      return type.items.every(survivesJson);
    case 'union':
      return type.of.every(survivesJson);
    case 'object':
      return survivesJson(type.value) && Object.values(type.fields).every(survivesJson);
    default:
      return true;
  }
}

/** The builtins of this list the host implements itself, in its own way. */
const HOST_BUILTINS = [
  'sprintf',
  'json.is_valid',
  'regex.split',
  'yaml.is_valid',
  'yaml.marshal',
  'yaml.unmarshal',
];

function isLimited(name: string): boolean {
  const declared = builtinDeclarations.get(name);
  if (declared === undefined || HOST_BUILTINS.includes(name)) return true;
  const { args, result } = declared;
  return args.length > 4 || ![...args, ...(result ? [result] : [])].every(survivesJson);
}

/** Why the host can't be asked a case, if it can't. `hostBuiltins` are those our module imports. */
export function npmLimit(
  hostBuiltins: readonly string[],
  test: Case,
  input: MaybeValue,
): string | undefined {
  if (test.strict) return 'no strict mode';
  if (input !== Undefined && !toJs(input)) return 'a falsy input is no input';
  if (!isPlain(input) || !isPlain(test.data)) return 'JSON.stringify changes the documents';
  const limited = hostBuiltins.find(isLimited);
  return limited === undefined ? undefined : `\`${limited}\` through JSON`;
}

function isPlain(value: MaybeValue): boolean {
  return value === Undefined || equal(fromJs(toJs(value)), value);
}

/** The builtins that a plan calls. */
export function calledBuiltins(policy: Policy): ReadonlySet<string> {
  const blocks = [...policy.plans, ...policy.funcs].flatMap(part => part.blocks);
  const called = [...statementsOf(blocks)].flatMap(({ stmt }) =>
    stmt.kind === 'CallStmt' ? [stmt.func] : [],
  );
  return new Set(called.filter(name => builtinDeclarations.has(name)));
}

function customBuiltins(policy: Policy) {
  const options = { builtins, context: evaluationContext() };
  return Object.fromEntries(
    [...calledBuiltins(policy)].map(name => [
      name,
      (...args: unknown[]) => {
        const value = callBuiltin(name, args.map(fromJs), undefined, options);
        return value === Undefined ? undefined : toJs(value);
      },
    ]),
  );
}

/** Evaluates a module as any user of the package would. */
export async function evaluateInNpmHost(
  wasm: Uint8Array<ArrayBuffer>,
  policy: Policy,
  data: Value,
  input: MaybeValue,
): Promise<Result> {
  try {
    const loaded = await loadPolicy(wasm, undefined, customBuiltins(policy));
    loaded.setData(toJs(data) as object);
    const bindings: unknown[] = loaded.evaluate(
      input === Undefined ? undefined : toJs(input),
      'eval',
    );
    if (bindings.length === 0) return { kind: 'undefined' };
    return { kind: 'defined', value: bindings.map(fromJs) };
  } catch (thrown) {
    return { kind: 'error', error: errorOf(thrown) };
  }
}

/** The host throws the text our module aborts with: `code: message`. */
function errorOf(thrown: unknown): { code: EvalErrorCode; message: string } {
  if (typeof thrown !== 'string') throw thrown;
  const [, code, message] = /^(eval_\w+): (.*)$/s.exec(thrown) ?? [];
  if (code === undefined) throw new Error(thrown);
  return { code: code as EvalErrorCode, message: message! };
}
