import { TfError } from '../base/errors.ts';
import { loadForeign } from './foreign.ts';
import { type LoadOptions, loadWasm, type WasmPolicy } from './host.ts';
import { type Module, WebAssembly } from './web-assembly.ts';

/** Whether our own host can run a module, or only a host of OPA's ABI. */
export function isOurs(module: Module): boolean {
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'tf_eval');
}

/**
 * Loads a policy module, whether we or OPA compiled it.
 * @throws TfError `tf_policy_load` if it is no policy module, `tf_json_invalid` if the data is no JSON
 */
export function loadModule(wasm: Uint8Array, options: LoadOptions): WasmPolicy {
  if (!WebAssembly.validate(wasm)) {
    throw new TfError('tf_policy_load', 'the file is not a WebAssembly module');
  }
  const module = new WebAssembly.Module(wasm);
  return isOurs(module) ? loadWasm(module, options) : loadForeign(module, options);
}
