/** The runtime alone, without a policy: both builds, driven through their exports. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toJson } from '../../../src/value/json.ts';
import { isArray, RegoObject, RegoSet, type Value } from '../../../src/value/value.ts';
import { WebAssembly } from '../../../src/wasm/web-assembly.ts';

type Export = (...operands: readonly (number | bigint)[]) => number;

/** Where a policy's constants begin. */
export const STATIC_BASE = 131072;

export interface Runtime {
  readonly file: string;
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Calls an export; what it hands to `opa_abort` is thrown as an Error. */
  call(name: string, ...operands: readonly (number | bigint)[]): number;
  global(name: string): { value: number | bigint };
  /** Puts bytes into the arena. */
  put(bytes: string | Uint8Array): { readonly address: number; readonly length: number };
  /** The text up to the next zero byte. */
  terminated(address: number): string;
  /** JSON to a value's address, 0 if it is refused. */
  json(text: string | Uint8Array): number;
  /** Rego's notation to a value's address. */
  value(text: string): number;
  /** A value as JSON, and in Rego's notation; `undefined` for 0. */
  toJson(value: number): string;
  toText(value: number): string;
  /** Forgets everything above the mark after start. */
  reset(): void;
  word(address: number): number;
}

export function loadRuntime(file: string, maximum?: number): Runtime {
  const memory = new WebAssembly.Memory(
    maximum === undefined ? { initial: 5 } : { initial: 5, maximum },
  );
  const bytes = readFileSync(new URL(`../../../src/wasm/${file}`, import.meta.url));
  const notThere = () => assert.fail('the runtime alone calls no builtin');
  const env: Record<string, unknown> = { memory };
  for (let count = 0; count < 5; count++) env[`opa_builtin${count}`] = notThere;
  env['opa_abort'] = (address: number) => {
    throw new Error(terminated(address));
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
  const call: Runtime['call'] = (name, ...operands) => {
    const found = exports[name];
    if (typeof found !== 'function') throw new Error(`no export ${name}`);
    return (found as Export)(...operands);
  };
  const terminated = (address: number) => {
    const all = Buffer.from(memory.buffer);
    return all.toString('utf8', address, all.indexOf(0, address));
  };
  const put: Runtime['put'] = data => {
    const source = Buffer.from(data);
    const address = call('opa_malloc', source.length);
    source.copy(Buffer.from(memory.buffer), address);
    return { address, length: source.length };
  };
  const parse = (name: string, text: string | Uint8Array) => {
    const { address, length } = put(text);
    return call(name, address, length);
  };
  call('rt_start', STATIC_BASE);
  call('rt_memo_init', 4);
  call('rt_ready');
  const mark = call('opa_heap_ptr_get');
  return {
    file,
    memory,
    call,
    put,
    terminated,
    global: name => exports[name] as { value: number | bigint },
    json: text => parse('opa_json_parse', text),
    value: text => parse('opa_value_parse', text),
    toJson: value => (value === 0 ? 'undefined' : terminated(call('opa_json_dump', value))),
    toText: value => (value === 0 ? 'undefined' : terminated(call('opa_value_dump', value))),
    reset: () => {
      call('opa_heap_ptr_set', mark);
    },
    word: address => new DataView(memory.buffer).getUint32(address, true),
  };
}

const loaded = ['runtime.wasm', 'runtime.scalar.wasm'].map(file => loadRuntime(file));

/** One test per build of the runtime. */
export function testBoth(name: string, body: (runtime: Runtime) => void): void {
  for (const runtime of loaded) {
    test(`${name} (${runtime.file})`, () => {
      runtime.reset();
      runtime.call('tf_strict', 0);
      body(runtime);
    });
  }
}

/** A value in the notation `opa_value_parse` reads and `opa_value_dump` writes. */
export function notation(value: Value): string {
  if (isArray(value)) return `[${value.map(notation).join()}]`;
  if (value instanceof RegoSet) {
    return value.size === 0 ? 'set()' : `{${value.members().map(notation).join()}}`;
  }
  if (value instanceof RegoObject) {
    return `{${value
      .entries()
      .map(({ key, value: item }) => `${notation(key)}:${notation(item)}`)
      .join()}}`;
  }
  return toJson(value);
}

/** Calls `bi_<name>` in strict mode on operands in Rego's notation; an error is `ERROR text`. */
export function callBuiltin(runtime: Runtime, name: string, operands: readonly string[]): string {
  runtime.reset();
  runtime.call('rt_begin');
  runtime.call('tf_strict', 1);
  const addresses = operands.map(operand => {
    const address = runtime.value(operand);
    assert.notEqual(address, 0, `${operand} is no value`);
    return address;
  });
  try {
    return runtime.toText(runtime.call(`bi_${name.replaceAll('.', '_')}`, ...addresses));
  } catch (error) {
    return `ERROR ${(error as Error).message}`;
  }
}

/** Rows of builtin, operands and result, all in Rego's notation. */
export function table(rows: readonly (readonly [string, readonly string[], string])[]): void {
  for (const [name, operands, expected] of rows) {
    testBoth(`${name}(${operands.join(', ')}) is ${expected}`, runtime => {
      assert.equal(callBuiltin(runtime, name, operands), expected);
    });
  }
}
