import { readFileSync } from 'node:fs';
import { TfError } from '../base/errors.ts';
import { STATIC_BASE } from './abi.ts';
import { type ReadModule, readModule } from './module-reader.ts';
import { WebAssembly } from './web-assembly.ts';

/** The smallest module with a SIMD instruction: `(func (drop (i8x16.popcnt (v128.const …))))`. */
const SIMD_PROBE = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03,
  0x02, 0x01, 0x00, 0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b,
]);

/** Whether this process can run SIMD instructions. */
export function supportsSimd(): boolean {
  return WebAssembly.validate(SIMD_PROBE);
}

const loaded = new Map<string, ReadModule>();

/** The prebuilt runtime, read once. @throws TfError if the build left none */
export function loadRuntime(simd: boolean = supportsSimd()): ReadModule {
  const file = simd ? 'runtime.wasm' : 'runtime.scalar.wasm';
  const known = loaded.get(file);
  if (known !== undefined) return known;
  try {
    const runtime = readModule(readFileSync(new URL(file, import.meta.url)));
    if (runtime.dataEnd > STATIC_BASE) throw new Error("its data reaches into the policy's");
    loaded.set(file, runtime);
    return runtime;
  } catch (cause) {
    throw new TfError('tf_policy_load', `the WebAssembly runtime \`${file}\` cannot be read`, {
      cause,
    });
  }
}
