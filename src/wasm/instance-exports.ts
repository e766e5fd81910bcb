import { TfError } from '../base/errors.ts';
import type { Exports, Global } from './web-assembly.ts';

/** The exports of our modules that our host calls. Addresses and values are words. */
export interface PolicyExports {
  readonly tf_fuel: Global;
  builtins(): number;
  entrypoints(): number;
  opa_json_dump(value: number): number;
  opa_json_parse(address: number, length: number): number;
  opa_malloc(bytes: number): number;
  opa_value_parse(address: number, length: number): number;
  /** The result set's address. */
  tf_eval(entrypoint: number, address: number, length: number): number;
  tf_data_buffer(bytes: number): number;
  /** Switches between JSON and Rego's notation, which has sets. */
  tf_extended_input(flag: number): void;
  tf_input_buffer(bytes: number): number;
  tf_seed(seed: bigint): void;
  /** 0 if the text is no JSON. */
  tf_set_data(address: number, length: number): number;
  tf_strict(flag: number): void;
}

/** The exports as what they are. @throws TfError if the module is not one of ours */
export function policyExports(exports: Exports): PolicyExports {
  if (typeof exports['tf_eval'] !== 'function') {
    throw new TfError('tf_policy_load', 'the WebAssembly module is not a policy compiled by us');
  }
  return exports as unknown as PolicyExports;
}
