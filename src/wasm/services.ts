import { TfError } from '../base/errors.ts';
import { EXTERNAL, type Signature, sameSignature, TYPE, wordSignature } from './format.ts';
import type { ReadModule } from './module-reader.ts';

const { i32, i64 } = TYPE;

function procedure(operands: number): Signature {
  return { params: wordSignature(operands).params, results: [] };
}

/** What the runtime offers to generated code (runtime/index.ts says what each does). */
const SERVICES = {
  rt_array_new: wordSignature(1),
  rt_array_append: procedure(2),
  rt_object_new: wordSignature(0),
  rt_object_insert: procedure(3),
  rt_object_insert_once: wordSignature(3),
  rt_object_merge: wordSignature(2),
  rt_set_new: wordSignature(0),
  rt_set_add: procedure(2),
  rt_int: { params: [i64], results: [i32] },
  rt_dot: wordSignature(2),
  rt_len: wordSignature(1),
  rt_equal: wordSignature(2),
  rt_is_array: wordSignature(1),
  rt_is_object: wordSignature(1),
  rt_is_set: wordSignature(1),
  rt_scan_size: wordSignature(1),
  rt_scan_key: wordSignature(2),
  rt_scan_value: wordSignature(2),
  rt_switch: wordSignature(3),
  rt_with: wordSignature(4),
  rt_memo_init: procedure(1),
  rt_memo_push: procedure(0),
  rt_memo_pop: procedure(0),
  rt_intern_slot: procedure(1),
  rt_fail: procedure(2),
  rt_start: procedure(1),
  rt_ready: procedure(0),
  rt_begin: procedure(0),
  rt_parse_input: wordSignature(2),
  rt_data: wordSignature(0),
  opa_heap_ptr_set: procedure(1),
  opa_json_dump: wordSignature(1),
  opa_value_dump: wordSignature(1),
} as const satisfies Record<string, Signature>;

export type Service = keyof typeof SERVICES;

/** Function indexes of the services in one runtime. */
export type Services = Readonly<Record<Service, number>>;

/** The function that a module exports under a name. @throws TfError if it has another signature */
export function exportedFunction(
  module: ReadModule,
  name: string,
  signature: Signature,
): number | undefined {
  const found = module.exports.find(entry => entry.name === name);
  if (found === undefined) return undefined;
  const actual = module.functionTypes[found.index];
  if (found.kind !== EXTERNAL.function || !sameSignature(actual!, signature)) {
    throw new TfError('tf_policy_load', `runtime export \`${name}\` has another signature`);
  }
  return found.index;
}

/** The index of a global that the runtime exports. @throws TfError if the runtime lacks it */
export function exportedGlobal(runtime: ReadModule, name: string): number {
  const found = runtime.exports.find(
    entry => entry.name === name && entry.kind === EXTERNAL.global,
  );
  if (found === undefined) throw new TfError('tf_policy_load', `runtime lacks \`${name}\``);
  return found.index;
}

/** Finds all services. @throws TfError if the runtime lacks one */
export function resolveServices(runtime: ReadModule): Services {
  const found = Object.entries(SERVICES).map(([name, signature]) => {
    const index = exportedFunction(runtime, name, signature);
    if (index === undefined) throw new TfError('tf_policy_load', `runtime lacks \`${name}\``);
    return [name, index] as const;
  });
  return Object.fromEntries(found) as Record<Service, number>;
}
