/*
 * Runs the modules that `compileToWasm` makes.
 *
 * Input goes in as bytes and is parsed by the module; the result comes out as values read straight
 * from its memory. Whatever goes wrong in an evaluation comes back as an error value, and the next
 * evaluation starts from a clean arena, or after a trap from a new instance.
 */

import { messageOf, TfError } from '../base/errors.ts';
import { type Builtins, callBuiltin } from '../ir/builtin-calls.ts';
import { EvalFailure } from '../ir/eval-failure.ts';
import type { EvaluationError, Result } from '../ir/result.ts';
import { toJson } from '../value/json.ts';
import { type MaybeValue, Undefined, type Value } from '../value/value.ts';
import {
  type ContextOptions,
  type EvaluationContext,
  evaluationContext,
} from './evaluation-context.ts';
import { evaluationErrorOf } from './evaluation-error.ts';
import { createInstance, type Instance, readNumbers } from './instance.ts';
import { regoText } from './slot-writer.ts';
import { type Module, WebAssembly } from './web-assembly.ts';

export interface LoadOptions {
  /** The builtins that modules leave to the host. */
  readonly builtins: Builtins<EvaluationContext>;
  /** The data document, or its JSON; an empty object if absent. */
  readonly data?: Uint8Array | Value;
  /** The most memory an evaluation may take, data included; 256 MiB if absent. */
  readonly memoryMaximumPages?: number;
}

export interface EvaluateOptions extends ContextOptions {
  /** The name of a plan; the first one if absent. */
  readonly entrypoint?: string;
  /** Whether a failing builtin ends the evaluation instead of being undefined. */
  readonly strictBuiltinErrors?: boolean;
  /** How many calls and iterations may be made; unbounded if absent. */
  readonly fuel?: number;
}

/** As `Result`, with the result set as JSON text. */
export type JsonResult =
  | { readonly kind: 'defined'; readonly json: string }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly error: EvaluationError };

/** As `Result`, with the result set as `toJs` gives it. */
export type JsResult =
  | { readonly kind: 'defined'; readonly value: readonly unknown[] }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'error'; readonly error: EvaluationError };

/** JSON text, where a string alone would be a value. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What an evaluation can be given: JSON as bytes or text, a value, or `Undefined` for no input. */
export type WasmInput = Uint8Array | JsonText | MaybeValue;

/** A policy ready to be evaluated. It serves one evaluation at a time. */
export interface WasmPolicy {
  readonly entrypoints: readonly string[];
  /** The builtins that the host provides. */
  readonly hostBuiltins: readonly string[];
  /** Replaces the data document. @throws TfError `tf_json_invalid` */
  setData(data: Uint8Array | Value): void;
  evaluate(input: WasmInput, options?: EvaluateOptions): Result;
  /** As `evaluate`; sets become arrays, numbers doubles, and everything is sorted. */
  evaluateToJs(input: WasmInput, options?: EvaluateOptions): JsResult;
  /** As `evaluate`; sets become arrays, and everything is sorted. */
  evaluateToJson(input: WasmInput, options?: EvaluateOptions): JsonResult;
}

const DEFAULT_MAXIMUM_PAGES = 4096;
const UNBOUNDED_FUEL = 2n ** 63n - 1n;
const NO_OPTIONS: EvaluateOptions = {};
/** UTF-8 for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;
/** Memory never shrinks: an instance that one evaluation made larger than this is not kept. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** What the data document takes is no reason to drop an instance. */
const MAX_KEPT_GROWTH = 4;

class Host implements WasmPolicy {
  readonly entrypoints: readonly string[];
  readonly hostBuiltins: readonly string[];
  private readonly module: Module;
  private readonly options: LoadOptions;
  private readonly entrypointNumbers: ReadonlyMap<string, number>;
  private readonly builtinNames: readonly string[];
  private data: Uint8Array;
  /** Absent after a trap, until it is needed again. */
  private instance: Instance | undefined;
  /** How much memory an instance takes before any evaluation. */
  private loadedBytes = 0;
  private evaluation: EvaluateOptions = NO_OPTIONS;
  private context: EvaluationContext | undefined;
  private bounded = false;
  private strict = false;
  private extended = false;

  constructor(module: Module, options: LoadOptions) {
    this.module = module;
    this.options = options;
    this.data = jsonBytes(options.data ?? EMPTY_OBJECT);
    const instance = this.current();
    this.entrypointNumbers = readNumbers(instance, instance.exports.entrypoints());
    this.entrypoints = [...this.entrypointNumbers.keys()];
    const builtins = readNumbers(instance, instance.exports.builtins());
    this.hostBuiltins = [...builtins.keys()];
    const names: string[] = [];
    for (const [name, number] of builtins) names[number] = name;
    this.builtinNames = names;
  }

  setData(data: Uint8Array | Value): void {
    this.data = jsonBytes(data);
    this.instance = undefined;
    this.current();
  }

  evaluate(input: WasmInput, options: EvaluateOptions = NO_OPTIONS): Result {
    return this.attempt(() => {
      const { reader } = this.current();
      const value = reader.readMembers(this.run(input, options));
      return value.length === 0 ? { kind: 'undefined' } : { kind: 'defined', value };
    });
  }

  evaluateToJs(input: WasmInput, options: EvaluateOptions = NO_OPTIONS): JsResult {
    return this.attempt(() => {
      const { reader } = this.current();
      const value = reader.readMembersAsJs(this.run(input, options));
      return value.length === 0 ? { kind: 'undefined' } : { kind: 'defined', value };
    });
  }

  evaluateToJson(input: WasmInput, options: EvaluateOptions = NO_OPTIONS): JsonResult {
    return this.attempt(() => {
      const { reader, exports } = this.current();
      const json = reader.readTerminated(exports.opa_json_dump(this.run(input, options)));
      return json === '[]' ? { kind: 'undefined' } : { kind: 'defined', json };
    });
  }

  /** The result set's address. */
  private run(input: WasmInput, options: EvaluateOptions): number {
    const { exports, view } = this.current();
    const entrypoint = this.entrypointNumber(options.entrypoint);
    this.configure(options);
    if (input === Undefined) return exports.tf_eval(entrypoint, exports.tf_input_buffer(0), 0);
    if (input instanceof JsonText) return this.runText(entrypoint, input.text);
    const text = this.textOf(input);
    const address = exports.tf_input_buffer(text.length) >>> 0;
    view.bytes.set(text, address);
    return exports.tf_eval(entrypoint, address, text.length);
  }

  /** Writes the text where the module reads it, without bytes of its own in between. */
  private runText(entrypoint: number, text: string): number {
    const { exports, view } = this.current();
    this.expect(text, false);
    const address = exports.tf_input_buffer(text.length * MAX_BYTES_PER_UNIT) >>> 0;
    const length = view.bytes.write(text, address, 'utf8');
    return exports.tf_eval(entrypoint, address, length);
  }

  /** Makes an error value of what ends an evaluation; a trap also costs the instance. */
  private attempt<T>(evaluate: () => T): T | { kind: 'error'; error: EvaluationError } {
    try {
      return evaluate();
    } catch (thrown) {
      if (!(thrown instanceof EvalFailure)) this.instance = undefined;
      const error = evaluationErrorOf(thrown);
      if (error === undefined) throw thrown;
      return { kind: 'error', error };
    } finally {
      this.context = undefined;
      this.dropIfLarge();
    }
  }

  private dropIfLarge(): void {
    const bytes = this.instance?.view.bytes.length ?? 0;
    if (bytes > Math.max(MAX_KEPT_BYTES, this.loadedBytes * MAX_KEPT_GROWTH)) {
      this.instance = undefined;
    }
  }

  private entrypointNumber(name: string | undefined): number {
    if (name === undefined) return 0;
    const number = this.entrypointNumbers.get(name);
    if (number !== undefined) return number;
    throw new EvalFailure('eval_internal_error', `there is no entrypoint \`${name}\``);
  }

  private textOf(input: Uint8Array | Value): Uint8Array {
    const extended = !(input instanceof Uint8Array);
    const text = extended ? Buffer.from(regoText(input), 'utf8') : input;
    this.expect(text, extended);
    return text;
  }

  /** Tells the module which notation comes; nothing at all is none. */
  private expect({ length }: Uint8Array | string, extended: boolean): void {
    if (extended !== this.extended) {
      this.extended = extended;
      this.current().exports.tf_extended_input(extended ? 1 : 0);
    }
    if (length === 0) throw new EvalFailure('eval_input_error', 'the input is not valid JSON');
  }

  private configure(options: EvaluateOptions): void {
    const { exports } = this.current();
    this.evaluation = options;
    const bounded = options.fuel !== undefined;
    if (bounded || this.bounded) {
      exports.tf_fuel.value = bounded ? BigInt(options.fuel) : UNBOUNDED_FUEL;
      this.bounded = bounded;
    }
    const strict = options.strictBuiltinErrors === true;
    if (strict !== this.strict) {
      exports.tf_strict(strict ? 1 : 0);
      this.strict = strict;
    }
  }

  private current(): Instance {
    this.instance ??= this.createInstance();
    return this.instance;
  }

  private createInstance(): Instance {
    const { memoryMaximumPages = DEFAULT_MAXIMUM_PAGES } = this.options;
    const instance = createInstance(this.module, memoryMaximumPages, this.callHost);
    const { exports, view } = instance;
    const address = exports.tf_data_buffer(this.data.length) >>> 0;
    view.bytes.set(this.data, address);
    if (exports.tf_set_data(address, this.data.length) === 0) {
      throw new TfError('tf_json_invalid', 'the data document is not valid JSON');
    }
    this.loadedBytes = view.bytes.length;
    this.bounded = false;
    this.strict = false;
    this.extended = false;
    return instance;
  }

  private readonly callHost = (number: number, operands: readonly MaybeValue[]): MaybeValue => {
    const { strictBuiltinErrors = false } = this.evaluation;
    this.context ??= evaluationContext(this.evaluation);
    return callBuiltin(this.builtinNames[number]!, operands, undefined, {
      builtins: this.options.builtins,
      context: this.context,
      strictBuiltinErrors,
    });
  };
}

const EMPTY_OBJECT = Buffer.from('{}');

function jsonBytes(data: Uint8Array | Value): Uint8Array {
  return data instanceof Uint8Array ? data : Buffer.from(toJson(data), 'utf8');
}

/** The module that bytes hold. @throws TfError `tf_policy_load` */
export function wasmModule(bytes: Uint8Array): Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new TfError('tf_policy_load', `no WebAssembly module: ${messageOf(cause)}`, { cause });
  }
}

/** Whether a module was made by `compileToWasm`, by the entrances that only those have. */
export function isOurs(module: Module): boolean {
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'tf_eval');
}

/**
 * Loads a module made by `compileToWasm`.
 * @throws TfError `tf_policy_load` if it is another module, `tf_json_invalid` if the data is no JSON
 */
export function loadWasm(wasm: Uint8Array | Module, options: LoadOptions): WasmPolicy {
  return new Host(wasm instanceof Uint8Array ? wasmModule(wasm) : wasm, options);
}
