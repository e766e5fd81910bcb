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
  rt_static_end,
  tf_data_buffer,
  tf_extended_input,
  tf_input_buffer,
  tf_seed,
  tf_set_data,
} from './abi';
export {
  bi_all,
  bi_any,
  bi_count,
  bi_internal_member_2,
  bi_internal_member_3,
  bi_max,
  bi_min,
  bi_product,
  bi_sort,
  bi_sum,
} from './aggregates';
export {
  bi_abs,
  bi_ceil,
  bi_div,
  bi_floor,
  bi_minus,
  bi_mul,
  bi_plus,
  bi_rem,
  bi_round,
} from './arithmetic';
export { rt_array_append, rt_array_new } from './array';
export { bi_array_concat, bi_array_flatten, bi_array_reverse, bi_array_slice } from './arrays';
export { rt_equal } from './collection';
export {
  rt_object_insert,
  rt_object_insert_once,
  rt_object_new,
  rt_set_add,
  rt_set_new,
} from './insertion';
export { bi_eq, bi_equal, bi_gt, bi_gte, bi_lt, bi_lte, bi_neq } from './comparison';
export { rt_dot, rt_len, rt_object_merge, rt_with } from './document';
export { rt_switch } from './switch';
export { rt_fail, tf_strict } from './failure';
export { opa_builtin0, opa_builtin1, opa_builtin2, opa_builtin3, opa_builtin4 } from './host';
export { tf_fuel } from './fuel';
export { rt_intern_slot } from './intern';
export { opa_json_dump, opa_value_dump } from './json-dump';
export { bi_json_filter, bi_json_remove } from './json-paths';
export { rt_memo_init, rt_memo_page, rt_memo_pop, rt_memo_push } from './memo';
export {
  bi_object_filter,
  bi_object_get,
  bi_object_keys,
  bi_object_remove,
  bi_object_subset,
  bi_object_union,
  bi_object_union_n,
} from './objects';
export { rt_compare, rt_scan_key, rt_scan_size, rt_scan_value } from './order';
export { rt_bool, rt_int, rt_is_array, rt_is_object, rt_is_set } from './slot';
export { bi_and, bi_intersection, bi_or, bi_set_diff, bi_union } from './sets';
export { bi_replace, bi_strings_replace_n } from './replacement';
export {
  bi_concat,
  bi_contains,
  bi_endswith,
  bi_indexof,
  bi_indexof_n,
  bi_split,
  bi_startswith,
  bi_strings_any_prefix_match,
  bi_strings_any_suffix_match,
  bi_strings_count,
  bi_strings_reverse,
  bi_strings_split_n,
  bi_substring,
} from './strings';
export {
  bi_trim,
  bi_trim_left,
  bi_trim_prefix,
  bi_trim_right,
  bi_trim_space,
  bi_trim_suffix,
} from './trimming';
export {
  bi_cast_array,
  bi_cast_boolean,
  bi_cast_null,
  bi_cast_object,
  bi_cast_set,
  bi_cast_string,
  bi_is_array,
  bi_is_boolean,
  bi_is_null,
  bi_is_number,
  bi_is_object,
  bi_is_set,
  bi_is_string,
  bi_type_name,
} from './types';
export { bi_format_int, bi_numbers_range, bi_numbers_range_step, bi_to_number } from './numbers';
export {
  bi_bits_and,
  bi_bits_lsh,
  bi_bits_negate,
  bi_bits_or,
  bi_bits_rsh,
  bi_bits_xor,
} from './bits';
export {
  bi_base64_decode,
  bi_base64_encode,
  bi_base64_is_valid,
  bi_base64url_decode,
  bi_base64url_encode,
  bi_base64url_encode_no_pad,
  bi_hex_decode,
  bi_hex_encode,
} from './encoding';
export { bi_json_is_valid, bi_json_marshal, bi_json_unmarshal } from './json';
export { bi_graph_reachable, bi_walk } from './graphs';
export { bi_lower, bi_upper } from './letter-case';
export {
  bi_net_cidr_contains,
  bi_net_cidr_intersects,
  bi_net_cidr_is_valid,
  bi_net_cidr_overlap,
} from './networks';
export { bi_semver_compare, bi_semver_is_valid } from './semver';
