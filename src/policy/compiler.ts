/*
 * Rego from text to answers: the front end, the Wasm back end and the builtins put together. This is
 * what `tameflare/rego` exports; everything it does is done elsewhere.
 */

import type { Diagnostic } from '../base/diagnostic.ts';
import {
  type BuiltinDeclaration,
  type BuiltinDeclarations,
  builtinDeclarations,
} from '../ir/declarations.ts';
import { interpret as interpretPlan } from '../ir/interpreter.ts';
import { optimize } from '../ir/optimize/optimize.ts';
import type { Policy as Plan } from '../ir/plan.ts';
import { readSetOfPlan } from '../ir/read-analysis.ts';
import type { ReadSet } from '../ir/read-set.ts';
import type { EvaluationError, Result as PlanResult } from '../ir/result.ts';
import type { Tracer } from '../ir/tracer.ts';
import { verify } from '../ir/verify.ts';
import type { Module } from '../rego/ast.ts';
import { compileToPlan } from '../rego/compile.ts';
import { type ParseOptions, parseModule, parseQuery } from '../rego/parse.ts';
import { MAX_ERRORS, RegoError } from '../rego/rego-error.ts';
import { withTestCases } from '../rego/test-cases.ts';
import { fromJs, parseValue, toJs, toJson } from '../value/json.ts';
import { type MaybeValue, RegoObject, Undefined, type Value } from '../value/value.ts';
import { compileToWasm } from '../wasm/compile.ts';
import { evaluationContext } from '../wasm/evaluation-context.ts';
import { loadForeign } from '../wasm/foreign.ts';
import {
  isOurs,
  JsonText,
  type JsResult,
  loadWasm,
  type EvaluateOptions as WasmEvaluateOptions,
  type LoadOptions as WasmLoadOptions,
  type WasmPolicy,
  wasmModule,
} from '../wasm/host.ts';
import { type GrantedBuiltins, grantedBuiltins } from './granted-builtins.ts';
import { missingBuiltins } from './missing-builtins.ts';

/** What a policy may use; OPA's capabilities document is one. */
export interface Capabilities {
  readonly builtins: readonly { readonly name: string }[];
  /** Parts of the language, as `rego_v1`; all if absent. */
  readonly features?: readonly string[];
  /** Keywords that may be imported from `future.keywords`. */
  readonly future_keywords?: readonly string[];
}

export interface CompileOptions {
  /** File name → Rego source. */
  readonly modules: Readonly<Record<string, string>>;
  /** Base documents: a JavaScript value, or JSON bytes, which keep the digits of numbers. */
  readonly data?: unknown;
  /** `a/b/c` or `data.a.b.c`. */
  readonly entrypoints?: readonly string[];
  /** An ad-hoc query instead of entrypoints; its result is the list of its answers' bindings. */
  readonly query?: string;
  readonly capabilities?: Capabilities;
  /** Also refuse what is suspicious but not wrong. */
  readonly strict?: boolean;
  /** The syntax of modules that do not say one. */
  readonly regoVersion?: 0 | 1;
  /**
   * JSON Schemas by name: `schema` or `input` describes the input, others (`schema.request`) are there for METADATA
   * annotations.
   */
  readonly schemas?: Readonly<Record<string, unknown>>;
  /** As many errors as are told; 10 if absent, 0 for all. */
  readonly maxErrors?: number;
  /** Tests with cases tell which were tried, through `internal.test_case`. */
  readonly testCases?: boolean;
}

export interface CompiledPolicy {
  /** OPA's intermediate representation. */
  readonly ir: Plan;
  /** The module, in OPA's Wasm ABI 1.3; made at the first call. */
  wasm(): Uint8Array;
  /** What the policy can read of its input: two inputs equal there get equal results. */
  readonly readSet: ReadSet;
  /** False if the policy asks for time or randomness. */
  readonly deterministic: boolean;
  /** The builtins it calls. */
  readonly builtins: readonly string[];
  /** What it may call when it is loaded: every builtin but those that reach out, and of these what capabilities list. */
  readonly granted: GrantedBuiltins;
  /** The base documents it was compiled with. */
  readonly data: Value;
}

/** What an evaluation answers; errors are values. */
export type Result<T = unknown> =
  | { readonly kind: 'defined'; readonly value: T }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly error: EvaluationError };

export interface EvaluateOptions {
  /** Which entrypoint; the first if absent. */
  readonly entrypoint?: string;
  /** A failing builtin is the evaluation's error instead of being undefined. */
  readonly strictBuiltinErrors?: boolean;
  /** How many calls and iterations the evaluation may make. */
  readonly fuel?: number;
  /** What `time.now_ns` gives, in nanoseconds since the epoch. */
  readonly now?: bigint;
  /** Makes random builtins repeatable. */
  readonly seed?: string;
}

export interface LoadOptions {
  /** Replaces the base documents. */
  readonly data?: unknown;
  /** For a module given as bytes: capabilities that list builtins which reach out (`http.send`). */
  readonly capabilities?: Capabilities;
  /** The most memory an evaluation may take, in pages of 64 KiB. */
  readonly memoryMaximumPages?: number;
}

/** A policy ready to answer. */
export interface LoadedPolicy {
  readonly entrypoints: readonly string[];
  /**
   * Evaluates for an input: a JavaScript value, or JSON bytes. The value comes as JSON.parse would give it, sets as
   * sorted arrays; `undefined` is no input.
   */
  evaluate(input: unknown, options?: EvaluateOptions): Result;
  /** The same as Rego values: sets stay sets, numbers keep their digits. */
  evaluateValue(input: unknown, options?: EvaluateOptions): Result<Value>;
  /** As `evaluateValue`, of an input that is JSON text. */
  evaluateText(json: string, options?: EvaluateOptions): Result<Value>;
  /** The same as JSON text, numbers with their digits. */
  evaluateJson(input: unknown, options?: EvaluateOptions): Result<string>;
}

/** The builtins the front end knows, within the capabilities. */
function callable(capabilities: Capabilities | undefined): BuiltinDeclarations {
  const granted = capabilities && new Set(capabilities.builtins.map(builtin => builtin.name));
  const known = [...builtinDeclarations].filter(([name]) => granted?.has(name) ?? true);
  return new Map<string, BuiltinDeclaration>(known);
}

function languageOf(capabilities: Capabilities | undefined) {
  if (capabilities?.features === undefined) return {};
  const { features, future_keywords: futureKeywords = [] } = capabilities;
  return { language: { features, futureKeywords } };
}

/** Parses modules. @throws RegoError with the errors of all of them together */
export function parseModules(
  sources: Readonly<Record<string, string>>,
  options: ParseOptions = {},
): Module[] {
  const diagnostics: Diagnostic[] = [];
  const modules = Object.entries(sources).flatMap(([file, text]) => {
    try {
      return [parseModule(text, file, options)];
    } catch (error) {
      if (!(error instanceof RegoError)) throw error;
      diagnostics.push(...error.diagnostics);
      return [];
    }
  });
  if (diagnostics.length > 0) throw new RegoError(diagnostics, options.maxErrors);
  return modules;
}

function documentOf(value: unknown): Value {
  return value instanceof Uint8Array ? parseValue(value) : fromJs(value);
}

/** Compiles policies. @throws RegoError with what is wrong, by place */
export function compile(options: CompileOptions): CompiledPolicy {
  return withinStack(() => compileAll(options));
}

/** A policy that needs more of the stack than there is: only a chain of thousands of rules, or of operands, does. */
function withinStack<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof RangeError && /call stack/.test(thrown.message))) throw thrown;
    const message = 'a chain of rules, or an expression, is too long to be compiled';
    throw new RegoError([{ code: 'rego_compile_error', message }]);
  }
}

function compileAll(options: CompileOptions): CompiledPolicy {
  const { modules, entrypoints = [], query, strict = false, schemas, capabilities } = options;
  const { regoVersion = 1, maxErrors = MAX_ERRORS, testCases = false } = options;
  const parsed = parseModules(modules, { regoVersion, maxErrors });
  const data = options.data === undefined ? RegoObject.empty : documentOf(options.data);
  const { policy } = compileToPlan({
    modules: testCases ? parsed.map(withTestCases) : parsed,
    data,
    entrypoints,
    ...(query === undefined ? {} : { query: parseQuery(query) }),
    builtins: callable(capabilities),
    ...languageOf(capabilities),
    ...(schemas === undefined ? {} : { schemas }),
    strict,
    maxErrors,
  });
  const granted = grantedBuiltins(capabilities);
  const missing = missingBuiltins(policy, modules, granted);
  if (missing.length > 0) throw new RegoError(missing, maxErrors);
  return compiled(policy, data, granted);
}

function compiled(ir: Plan, data: Value, granted: GrantedBuiltins): CompiledPolicy {
  const faults = verify(ir);
  if (faults.length > 0) throw new RegoError(faults);
  const readSet = readSetOfPlan(ir);
  let wasm: Uint8Array | undefined;
  return {
    ir,
    wasm: () => (wasm ??= compileToWasm(optimize(ir))),
    readSet,
    deterministic: readSet.deterministic,
    builtins: ir.static.builtinFuncs.map(builtin => builtin.name),
    granted,
    data,
  };
}

/** One evaluation's result set as what its entrypoint or query means. */
function meaning(result: PlanResult): Result<Value> {
  if (result.kind !== 'defined') return result;
  const answers = result.value as readonly Value[];
  const document = answers.length === 1 ? resultOf(answers[0]!) : Undefined;
  return { kind: 'defined', value: document === Undefined ? answers : document };
}

/** An entrypoint's plan answers with one object, `{"result": document}`. */
function resultOf(answer: Value): MaybeValue {
  return answer instanceof RegoObject && answer.size === 1 ? answer.get('result') : Undefined;
}

/** As `meaning`, of plain JavaScript. */
function meaningOfJs(result: JsResult): Result {
  if (result.kind !== 'defined') return result;
  const [answer, ...others] = result.value as readonly object[];
  if (others.length > 0 || answer === undefined) return result;
  const isDocument = Object.hasOwn(answer, 'result') && Object.keys(answer).length === 1;
  return isDocument
    ? { kind: 'defined', value: (answer as { readonly result: unknown }).result }
    : result;
}

function mapped<T>(result: Result<Value>, map: (value: Value) => T): Result<T> {
  return result.kind === 'defined' ? { kind: 'defined', value: map(result.value) } : result;
}

function inputOf(input: unknown): Uint8Array | MaybeValue {
  if (input === undefined) return Undefined;
  return input instanceof Uint8Array ? input : fromJs(input);
}

/** The instant has another name inside. */
function asked(options: EvaluateOptions): WasmEvaluateOptions {
  return options.now === undefined ? options : { nowNs: options.now, ...options };
}

class Evaluator implements LoadedPolicy {
  readonly entrypoints: readonly string[];
  private readonly wasm: WasmPolicy;

  constructor(wasm: WasmPolicy) {
    this.wasm = wasm;
    this.entrypoints = wasm.entrypoints;
  }

  evaluate(input: unknown, options: EvaluateOptions = {}): Result {
    return meaningOfJs(this.wasm.evaluateToJs(inputOf(input), asked(options)));
  }

  evaluateText(json: string, options: EvaluateOptions = {}): Result<Value> {
    return meaning(this.wasm.evaluate(new JsonText(json), asked(options)));
  }

  evaluateJson(input: unknown, options?: EvaluateOptions): Result<string> {
    return mapped(this.evaluateValue(input, options), toJson);
  }

  evaluateValue(input: unknown, options: EvaluateOptions = {}): Result<Value> {
    return meaning(this.wasm.evaluate(inputOf(input), asked(options)));
  }
}

/** Modules that `compile` made run in our own host; those that OPA built, in npm opa-wasm's. */
function hosted(wasm: Uint8Array, options: WasmLoadOptions): WasmPolicy {
  const module = wasmModule(wasm);
  return isOurs(module) ? loadWasm(module, options) : loadForeign(module, options);
}

/**
 * Makes a policy ready to be evaluated: one just compiled, or the bytes of a module, of `compile` or of `opa build`.
 * @throws TfError `tf_policy_load`
 */
export function load(policy: CompiledPolicy | Uint8Array, options: LoadOptions = {}): LoadedPolicy {
  const { data, capabilities, ...rest } = options;
  const isBytes = policy instanceof Uint8Array;
  const given = isBytes ? RegoObject.empty : policy.data;
  // Bytes are for the module to read: making values of them only to write them again would take longer.
  const documents = data === undefined ? given : data instanceof Uint8Array ? data : fromJs(data);
  const wasm = isBytes ? policy : policy.wasm();
  const builtins = isBytes ? grantedBuiltins(capabilities) : policy.granted;
  return new Evaluator(hosted(wasm, { builtins, data: documents, ...rest }));
}

export interface InterpretOptions extends EvaluateOptions {
  readonly input?: unknown;
  readonly data?: unknown;
  /** Told of every statement and call. */
  readonly tracer?: Tracer;
  /** Capabilities that list builtins which reach out. */
  readonly capabilities?: Capabilities;
  /** The builtins it may call, in place of what capabilities grant. */
  readonly granted?: GrantedBuiltins;
}

/** Runs a plan in the interpreter: slow and plain, the oracle compiled policies are compared with. */
export function interpret(ir: Plan, options: InterpretOptions = {}): Result {
  const { input, data, entrypoint, strictBuiltinErrors, fuel, now, seed, tracer, capabilities } =
    options;
  const { granted = grantedBuiltins(capabilities) } = options;
  const given = inputOf(input);
  const result = interpretPlan(ir, {
    ...(entrypoint === undefined ? {} : { plan: entrypoint }),
    ...(fuel === undefined ? {} : { fuel }),
    ...(tracer === undefined ? {} : { tracer }),
    input: given instanceof Uint8Array ? parseValue(given) : given,
    data: data === undefined ? RegoObject.empty : documentOf(data),
    builtins: granted,
    strictBuiltinErrors: strictBuiltinErrors ?? false,
    context: evaluationContext({
      ...(now === undefined ? {} : { nowNs: now }),
      ...(seed === undefined ? {} : { seed }),
    }),
  });
  return mapped(meaning(result), toJs);
}
