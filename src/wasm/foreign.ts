/*
 * Runs policy modules that OPA compiled (`opa build -t wasm`) in `@open-policy-agent/opa-wasm`, whose
 * peculiarities must not show: it drops inputs like `false` and 0, takes malformed input for none,
 * throws strings, rounds long numbers and shows sets as arrays in any order.
 *
 * So inputs are checked here and always handed over as text, and where the module can (ABI 1.2) the
 * result is asked for in Rego's notation, which has sets and all digits. Text in that notation is
 * read by our own runtime. What such modules lack remains: fuel, and strict errors of the builtins
 * that they have themselves.
 */

import { createRequire } from 'node:module';
import { messageOf, TfError } from '../base/errors.ts';
import { callBuiltin } from '../ir/builtin-calls.ts';
import { EvalFailure } from '../ir/eval-failure.ts';
import type { Policy } from '../ir/plan.ts';
import type { EvaluationError, Result } from '../ir/result.ts';
import { fromJs, toJs, toJson } from '../value/json.ts';
import { isArray, RegoObject, RegoSet, Undefined, type Value } from '../value/value.ts';
import { compileToWasm } from './compile.ts';
import { type EvaluationContext, evaluationContext } from './evaluation-context.ts';
import { evaluationErrorOf, failureOf } from './evaluation-error.ts';
import {
  type EvaluateOptions,
  type JsonResult,
  JsonText,
  type JsResult,
  type LoadOptions,
  type WasmInput,
  type WasmPolicy,
} from './host.ts';
import { createInstance, type Instance } from './instance.ts';
import { type Memory, type Module, PAGE_BYTES, WebAssembly } from './web-assembly.ts';

/** What is used of the package's policy object. */
interface OpaPolicy {
  readonly minorVersion: number;
  readonly mem: Memory;
  readonly wasmInstance: { readonly exports: OpaExports };
  readonly dataAddr: number;
  readonly dataHeapPtr: number;
  readonly entrypoints: Readonly<Record<string, number>>;
  evaluate(input: ArrayBuffer | undefined, entrypoint: number): unknown;
  setData(data: ArrayBuffer): void;
}

interface OpaExports {
  builtins(): number;
  opa_json_dump(value: number): number;
  opa_eval(
    reserved: 0,
    entrypoint: number,
    data: number,
    input: number,
    length: number,
    heap: number,
    format: 0 | 1,
  ): number;
}

type HostBuiltin = (...args: unknown[]) => unknown;

/** The part of the package that is used; its CommonJS form alone has `loadPolicySync`. */
interface OpaPackage {
  loadPolicySync(
    module: Module,
    memory: { readonly initial: number; readonly maximum?: number },
    builtins: Readonly<Record<string, HostBuiltin>>,
  ): OpaPolicy;
}

/** Loaded when the first foreign module is: most processes never see one. */
function opaPackage(): OpaPackage {
  return createRequire(import.meta.url)('@open-policy-agent/opa-wasm') as OpaPackage;
}

/** The package's 5 pages are too few for policies with much static data. */
const INITIAL_PAGES = 64;
/** 256 MiB for the text and the values read from it. */
const MAX_TEXT_PAGES = 4096;
/** The first minor version of the ABI that has `opa_eval`. */
const ONE_STEP_MINOR = 2;
const REGO_FORMAT = 1;

const EMPTY_POLICY: Policy = {
  static: { strings: [], builtinFuncs: [], files: [] },
  plans: [],
  funcs: [],
};

/** Reads text with a runtime that has no policy. */
class TextReader {
  private readonly instance: Instance = createInstance(
    new WebAssembly.Module(compileToWasm(EMPTY_POLICY)),
    MAX_TEXT_PAGES,
    () => Undefined,
  );

  isJson(text: Uint8Array): boolean {
    return this.instance.exports.opa_json_parse(this.place(text), text.length) !== 0;
  }

  /** A value in Rego's notation. */
  read(text: Uint8Array): Value {
    const { exports, reader } = this.instance;
    const value = reader.read(exports.opa_value_parse(this.place(text), text.length));
    if (value === Undefined) throw new Error('the result of the policy cannot be read');
    return value;
  }

  private place(text: Uint8Array): number {
    const { exports, view } = this.instance;
    const address = exports.tf_input_buffer(text.length) >>> 0;
    view.bytes.set(text, address);
    return address;
  }
}

/** OPA's modules tell of a conflict in words of their own, behind the place in the source. */
const CONFLICTS: ReadonlyMap<string, string> = new Map([
  ['var assignment conflict', 'complete rules must not produce multiple outputs'],
  ['object insert conflict', 'object keys must be unique'],
]);

/** What a thrown string or object means. */
function evaluationError(thrown: unknown): EvaluationError {
  const known = evaluationErrorOf(thrown);
  if (known !== undefined) return known;
  const message = messageOf(isMessage(thrown) ? thrown.message : thrown);
  const conflict = [...CONFLICTS].find(([words]) => message.endsWith(words));
  if (conflict !== undefined) return { code: 'eval_conflict_error', message: conflict[1] };
  return failureOf(message).error;
}

function isMessage(thrown: unknown): thrown is { readonly message: string } {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown;
}

function jsonOf(input: JsonText | Value): string {
  return input instanceof JsonText ? input.text : toJson(input);
}

class ForeignPolicy implements WasmPolicy {
  readonly entrypoints: readonly string[];
  readonly hostBuiltins: readonly string[];
  private readonly options: LoadOptions;
  private readonly policy: OpaPolicy;
  private readonly texts = new TextReader();
  private evaluation: EvaluateOptions = {};
  private context: EvaluationContext | undefined;

  constructor(module: Module, options: LoadOptions) {
    this.options = options;
    const memory = {
      initial: INITIAL_PAGES,
      ...(options.memoryMaximumPages !== undefined && { maximum: options.memoryMaximumPages }),
    };
    const builtins: Record<string, HostBuiltin> = {};
    this.policy = opaPackage().loadPolicySync(module, memory, builtins);
    this.entrypoints = Object.keys(this.policy.entrypoints);
    this.hostBuiltins = this.builtinNames();
    for (const name of this.hostBuiltins) builtins[name] = (...args) => this.callHost(name, args);
    if (options.data !== undefined) this.setData(options.data);
  }

  setData(data: Uint8Array | Value): void {
    const text = data instanceof Uint8Array ? data : Buffer.from(toJson(data), 'utf8');
    if (!this.texts.isJson(text)) {
      throw new TfError('tf_json_invalid', 'the data document is not valid JSON');
    }
    this.policy.setData(bufferOf(text));
  }

  evaluateToJs(input: WasmInput, options: EvaluateOptions = {}): JsResult {
    const result = this.evaluate(input, options);
    if (result.kind !== 'defined') return result;
    return { kind: 'defined', value: (result.value as readonly Value[]).map(toJs) };
  }

  evaluate(input: WasmInput, options: EvaluateOptions = {}): Result {
    this.evaluation = options;
    try {
      const results = this.resultSet(this.textOf(input), this.entrypointNumber(options.entrypoint));
      return results.length === 0 ? { kind: 'undefined' } : { kind: 'defined', value: results };
    } catch (thrown) {
      return { kind: 'error', error: evaluationError(thrown) };
    } finally {
      this.context = undefined;
    }
  }

  evaluateToJson(input: WasmInput, options: EvaluateOptions = {}): JsonResult {
    const result = this.evaluate(input, options);
    return result.kind === 'defined' ? { kind: 'defined', json: toJson(result.value) } : result;
  }

  private resultSet(text: Uint8Array | undefined, entrypoint: number): readonly Value[] {
    if (this.policy.minorVersion >= ONE_STEP_MINOR) {
      const value = this.texts.read(this.oneStep(text, entrypoint));
      return value instanceof RegoSet ? value.members() : [value];
    }
    const value = fromJs(this.policy.evaluate(text && bufferOf(text), entrypoint));
    return RegoSet.of(isArray(value) ? value : [value]).members();
  }

  /** As the package does it, but for the format of the result. */
  private oneStep(text: Uint8Array | undefined, entrypoint: number): Uint8Array {
    const { mem, dataAddr, dataHeapPtr, wasmInstance } = this.policy;
    const length = text?.length ?? 0;
    const missing = dataHeapPtr + length - mem.buffer.byteLength;
    if (missing > 0) mem.grow(Math.ceil(missing / PAGE_BYTES));
    if (text !== undefined) new Uint8Array(mem.buffer).set(text, dataHeapPtr);
    const result = wasmInstance.exports.opa_eval(
      0,
      entrypoint,
      dataAddr,
      text === undefined ? 0 : dataHeapPtr,
      length,
      dataHeapPtr + length,
      REGO_FORMAT,
    );
    return this.textAt(result);
  }

  /** Text of the module that ends with a zero byte. */
  private textAt(address: number): Uint8Array {
    const bytes = new Uint8Array(this.policy.mem.buffer);
    return bytes.slice(address, bytes.indexOf(0, address));
  }

  private textOf(input: WasmInput): Uint8Array | undefined {
    if (input === Undefined) return undefined;
    const text = input instanceof Uint8Array ? input : Buffer.from(jsonOf(input), 'utf8');
    if (this.texts.isJson(text)) return text;
    throw new EvalFailure('eval_input_error', 'the input is not valid JSON');
  }

  private entrypointNumber(name: string | undefined): number {
    if (name === undefined) return 0;
    if (Object.hasOwn(this.policy.entrypoints, name)) return this.policy.entrypoints[name]!;
    throw new EvalFailure('eval_internal_error', `there is no entrypoint \`${name}\``);
  }

  /** What the module needs of its host; the package keeps its own list to itself. */
  private builtinNames(): readonly string[] {
    const { builtins, opa_json_dump } = this.policy.wasmInstance.exports;
    const numbers = this.texts.read(this.textAt(opa_json_dump(builtins())));
    return numbers instanceof RegoObject ? numbers.entries().map(({ key }) => String(key)) : [];
  }

  private callHost(name: string, args: readonly unknown[]): unknown {
    const { strictBuiltinErrors = false } = this.evaluation;
    this.context ??= evaluationContext(this.evaluation);
    const result = callBuiltin(name, args.map(fromJs), undefined, {
      builtins: this.options.builtins,
      context: this.context,
      strictBuiltinErrors,
    });
    return result === Undefined ? undefined : toJs(result);
  }
}

/** The package takes text only as an ArrayBuffer of its own. */
function bufferOf(text: Uint8Array): ArrayBuffer {
  return new Uint8Array(text).buffer;
}

/** The package only complains to the console about a module without OPA's ABI. */
function checkAbi(module: Module): void {
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!names.includes('opa_wasm_abi_version')) throw new Error("OPA's ABI is not exported");
}

/**
 * Loads a policy module that OPA compiled.
 * @throws TfError `tf_policy_load` if it is no policy module, `tf_json_invalid` if the data is no JSON
 */
export function loadForeign(wasm: Uint8Array | Module, options: LoadOptions): WasmPolicy {
  try {
    const module = wasm instanceof Uint8Array ? new WebAssembly.Module(wasm) : wasm;
    checkAbi(module);
    return new ForeignPolicy(module, options);
  } catch (cause) {
    if (cause instanceof TfError) throw cause;
    throw new TfError('tf_policy_load', 'the WebAssembly module is not a policy', { cause });
  }
}
