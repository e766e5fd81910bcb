/*
 * What a host sees: OPA's Wasm ABI 1.3 (OPA docs, "Wasm"), and our own host's entrances.
 *
 * `eval`, `builtins` and `entrypoints` are the compiler's; so are `opa_eval` and `tf_eval`, because
 * they call the plans.
 *
 * A context is 16 bytes: input @0, data @4, result @8, entrypoint @12.
 */
import { takeOutOfRange } from './big-float';
import { setHashKeys } from './bytes';
import { getEntry } from './collection';
import { removeEntry, rt_object_insert, rt_object_new } from './insertion';
import { fail, FAIL_INPUT } from './failure';
import { copyTableForData, forgetDataStrings, initInterning, rehashInterned } from './intern';
import { parseData, parseExtended, parseJson } from './json-parse';
import { allocate, arenaTop, PADDING, setArenaTop, shrinkTo } from './memory';
import { resetMemo } from './memo';
import { addressOf, initSlots, lengthOf, tagOf, Value } from './slot';
import { ARRAY, OBJECT } from './tag';

export const opa_wasm_abi_version: i32 = 1;
export const opa_wasm_abi_minor_version: i32 = 3;

const CONTEXT: usize = 16;
const DATA: usize = 4;
const RESULT: usize = 8;
const ENTRYPOINT: usize = 12;

/** The arena's top behind the policy, and behind the data. */
let policyEnd: usize = 0;
let dataEnd: usize = 0;
let data: Value = 0;
let extendedInput: bool = false;

// ---- start

/** The first thing the module's start function does: the arena begins at `heapBase`. */
export function rt_start(heapBase: usize): void {
  setArenaTop(heapBase);
  initSlots();
  initInterning();
}

/** The last thing it does: what was allocated so far stays for good. */
export function rt_ready(): void {
  policyEnd = arenaTop();
  data = rt_object_new();
  dataEnd = arenaTop();
}

/** Sets the secret of all hashes. Only before there is data. */
export function tf_seed(seed: u64): void {
  setHashKeys(seed);
  rehashInterned();
}

/** Where the runtime's own static data ends; the policy's begins at 131072. */
export function rt_static_end(): usize {
  return __heap_base;
}

// ---- memory

export function opa_malloc(size: usize): usize {
  return allocate(size);
}

export function opa_free(address: usize): void {}

export function opa_value_free(value: Value): void {}

export function opa_heap_ptr_get(): usize {
  return arenaTop();
}

export function opa_heap_ptr_set(address: usize): void {
  if (address < dataEnd) forgetDataStrings();
  setArenaTop(address);
}

export function opa_heap_blocks_stash(): void {}

export function opa_heap_blocks_restore(): void {}

export function opa_heap_stash_clear(): void {}

// ---- values

export function opa_json_parse(address: usize, length: u32): Value {
  return address == 0 || length == 0 ? 0 : parseJson(address, length);
}

export function opa_value_parse(address: usize, length: u32): Value {
  return address == 0 || length == 0 ? 0 : parseExtended(address, length);
}

const OK: i32 = 0;
const BAD_TYPE: i32 = 2;
const BAD_PATH: i32 = 3;

/** Puts a value into a document at an array of keys, making objects on the way. */
export function opa_value_add_path(base: Value, path: Value, value: Value): i32 {
  if (tagOf(path) != ARRAY || lengthOf(path) == 0) return BAD_PATH;
  const last = addressOf(path) + ((<usize>lengthOf(path) - 1) << 4);
  for (let key = addressOf(path); key < last; key += 16) {
    if (tagOf(base) != OBJECT) return BAD_TYPE;
    if (getEntry(base, key) == 0) rt_object_insert(base, key, rt_object_new());
    base = getEntry(base, key);
  }
  if (tagOf(base) != OBJECT) return BAD_TYPE;
  rt_object_insert(base, last, value);
  return OK;
}

/** Takes the value at an array of keys out of a document; one that is not there is no error. */
export function opa_value_remove_path(base: Value, path: Value): i32 {
  if (tagOf(path) != ARRAY || lengthOf(path) == 0) return BAD_PATH;
  const last = addressOf(path) + ((<usize>lengthOf(path) - 1) << 4);
  for (let key = addressOf(path); key < last; key += 16) {
    if (tagOf(base) != OBJECT) return BAD_TYPE;
    base = getEntry(base, key);
    if (base == 0) return OK;
  }
  if (tagOf(base) != OBJECT) return BAD_TYPE;
  removeEntry(base, last);
  return OK;
}

// ---- evaluation

export function opa_eval_ctx_new(): usize {
  const context = allocate(CONTEXT);
  memory.fill(context, 0, CONTEXT);
  return context;
}

export function opa_eval_ctx_set_input(context: usize, input: Value): void {
  store<u32>(context, input);
}

export function opa_eval_ctx_set_data(context: usize, document: Value): void {
  store<u32>(context, document, DATA);
}

export function opa_eval_ctx_set_entrypoint(context: usize, entrypoint: u32): void {
  store<u32>(context, entrypoint, ENTRYPOINT);
}

export function opa_eval_ctx_get_result(context: usize): Value {
  return load<u32>(context, RESULT);
}

/** What every evaluation begins with: whatever the one before left behind, if it ended early. */
export function rt_begin(): void {
  takeOutOfRange();
  resetMemo();
}

/** The input, which is undefined only if there is no text: a text that is no JSON is an error. */
export function rt_parse_input(address: usize, length: u32): Value {
  if (address == 0 || length == 0) return 0;
  const input = extendedInput ? parseExtended(address, length) : parseJson(address, length);
  if (input == 0) fail(FAIL_INPUT, 'the input is not valid JSON');
  return input;
}

/** The data document of our own host. */
export function rt_data(): Value {
  return data;
}

// ---- our host

/** Room for a data document of `length` bytes; the document set before is gone. */
export function tf_data_buffer(length: u32): usize {
  forgetDataStrings();
  setArenaTop(policyEnd);
  return allocate(<usize>length + PADDING);
}

/** Reads the data document from a buffer made by `tf_data_buffer`; 0 if it is no JSON. */
export function tf_set_data(address: usize, length: u32): Value {
  copyTableForData();
  data = parseData(address, length);
  dataEnd = arenaTop();
  return data;
}

/** Room for an input of `length` bytes; what the evaluation before left is gone. */
export function tf_input_buffer(length: u32): usize {
  shrinkTo(dataEnd);
  return allocate(<usize>length + PADDING);
}

/** Whether inputs may hold sets and keys that are no strings (`opa_value_parse`'s notation). */
export function tf_extended_input(flag: i32): void {
  extendedInput = flag != 0;
}
