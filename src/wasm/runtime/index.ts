/** Everything the compiled policy and its hosts call. Named one by one: each name is an export. */
export {
  opa_eval_ctx_get_result,
  opa_eval_ctx_new,
  opa_eval_ctx_set_data,
  opa_eval_ctx_set_entrypoint,
  opa_eval_ctx_set_input,
  opa_free,
  opa_heap_blocks_restore,
  opa_heap_blocks_stash,
  opa_heap_ptr_get,
  opa_heap_ptr_set,
  opa_heap_stash_clear,
  opa_json_parse,
  opa_malloc,
  opa_value_add_path,
  opa_value_free,
  opa_value_parse,
  opa_value_remove_path,
  opa_wasm_abi_minor_version,
  opa_wasm_abi_version,
  rt_begin,
  rt_data,
  rt_parse_input,
  rt_ready,
  rt_start,
  tf_data_buffer,
  tf_extended_input,
  tf_fuel,
  tf_input_buffer,
  tf_seed,
  tf_set_data,
} from './abi';
export { rt_array_append, rt_array_new } from './array';
export {
  rt_equal,
  rt_object_insert,
  rt_object_insert_once,
  rt_object_new,
  rt_set_add,
  rt_set_new,
} from './collection';
export { rt_dot, rt_len, rt_object_merge, rt_with } from './document';
export { rt_fail, tf_strict } from './failure';
export { opa_builtin0, opa_builtin1, opa_builtin2, opa_builtin3, opa_builtin4 } from './host';
export { rt_intern_slot } from './intern';
export { opa_json_dump, opa_value_dump } from './json-dump';
export { rt_memo_get, rt_memo_init, rt_memo_pop, rt_memo_push, rt_memo_set } from './memo';
export { rt_compare, rt_scan_key, rt_scan_size, rt_scan_value } from './order';
export { rt_bool, rt_int, rt_is_array, rt_is_object, rt_is_set } from './slot';
