/*
 * What generated code, the runtime and the host agree on: the layout of values in memory, the names
 * of exports, and the kinds of failure. The exports are those of OPA's Wasm ABI 1.3 and, with the
 * prefix `tf_`, our own; the runtime's services to generated code are not exported in the end.
 */

/** A value is the address of a 16-byte slot; address 0 is undefined. */
export const SLOT_BYTES = 16;

/** Where a slot keeps what. */
export const SLOT = { tag: 0, length: 4, payload: 8, pointer: 8, id: 12 } as const;

export const TAG = {
  null: 1,
  false: 2,
  true: 3,
  /** `payload` is an i64. */
  integer: 4,
  /** `pointer` and `length` give the number's text. */
  number: 5,
  /** `pointer` and `length` give UTF-8; `id` is the interned string's number or 0. */
  string: 6,
  array: 7,
  object: 8,
  set: 9,
} as const;

/** Where the runtime keeps the slots that every evaluation shares. */
export const LITERAL_SLOT = { null: 1024, false: 1040, true: 1056 } as const;

/** The first address that static data of a policy may take. */
export const STATIC_BASE = 131072;

/** The body an object's or a set's slot points to: indexes of its words, and the size of entries. */
export const COLLECTION = { count: 0, entries: 2, objectEntryBytes: 2 * SLOT_BYTES } as const;

/** The first operand of `rt_fail`. */
export const FAILURE = {
  conflict: 1,
  type: 2,
  builtin: 3,
  fuel: 4,
  memory: 5,
  depth: 6,
  internal: 7,
} as const;

/** Where the words of a memo page lie from its address on, and what one holds that was never set. */
export const MEMO = { slots: 16, slotBytes: 4, notComputed: -1 } as const;

/** The evaluation context of OPA's ABI: four words. */
export const CONTEXT = { input: 0, data: 4, result: 8, entrypoint: 12 } as const;

/** OPA's ABI 1.3 as a module of OPA's exports it. */
export const OPA_EXPORTS: readonly string[] = [
  'builtins',
  'entrypoints',
  'eval',
  'memory',
  'opa_eval',
  'opa_eval_ctx_get_result',
  'opa_eval_ctx_new',
  'opa_eval_ctx_set_data',
  'opa_eval_ctx_set_entrypoint',
  'opa_eval_ctx_set_input',
  'opa_free',
  'opa_heap_blocks_restore',
  'opa_heap_blocks_stash',
  'opa_heap_ptr_get',
  'opa_heap_ptr_set',
  'opa_heap_stash_clear',
  'opa_json_dump',
  'opa_json_parse',
  'opa_malloc',
  'opa_value_add_path',
  'opa_value_dump',
  'opa_value_free',
  'opa_value_parse',
  'opa_value_remove_path',
  'opa_wasm_abi_minor_version',
  'opa_wasm_abi_version',
];

/** Whether a module that we make exports this name: the runtime's internal services are stripped. */
export function isPublicExport(name: string): boolean {
  return OPA_EXPORTS.includes(name) || name.startsWith('tf_');
}

/** The export that implements a builtin in the runtime itself, if there is one. */
export function nativeBuiltinExport(name: string): string {
  return `bi_${name.replaceAll('.', '_')}`;
}

/** The runtime's name for the import that calls a builtin of the host; there are those up to 4. */
export function hostCallExport(operands: number): string {
  return `opa_builtin${operands}`;
}
