/** Hand-made modules, so that the linker is tested without the runtime. */
import type { Code } from '../../src/wasm/code.ts';
import { Code as NewCode } from '../../src/wasm/code.ts';
import { wordSignature } from '../../src/wasm/format.ts';
import { type Additions, functionExport, link, type NewFunction } from '../../src/wasm/linker.ts';
import { type ReadModule, readModule } from '../../src/wasm/module-reader.ts';
import { type Exports, WebAssembly } from '../../src/wasm/web-assembly.ts';

/** A module without any section. */
export const EMPTY: ReadModule = readModule(
  new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]),
);

export function wordFunction(
  name: string,
  operands: number,
  emit: (code: Code) => void,
  locals = 0,
): NewFunction {
  const code = new NewCode();
  emit(code);
  return { name, signature: wordSignature(operands), locals, code: code.finish() };
}

/** A module linked with additions that are mostly empty. */
export function linked(module: ReadModule, additions: Partial<Additions>): Uint8Array<ArrayBuffer> {
  return link(module, {
    functions: [],
    globals: [],
    exports: [],
    segments: [],
    keepsExport: () => true,
    ...additions,
  });
}

export function instantiate(
  bytes: Uint8Array,
  env: Readonly<Record<string, unknown>> = {},
): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports;
}

/** What a function of these operands gives. */
export function run(operands: readonly number[], emit: (code: Code) => void, locals = 0): number {
  const functions = [wordFunction('f', operands.length, emit, locals)];
  const exports = instantiate(linked(EMPTY, { functions, exports: [functionExport('f', 0)] }));
  return (exports['f'] as (...args: readonly number[]) => number)(...operands);
}
