/*
 * The part of WebAssembly's JavaScript interface that is used here. Neither ES2023's declarations
 * nor those of the oldest supported Node have it (it comes with the browser's).
 */

export interface Memory {
  readonly buffer: ArrayBuffer;
  /** @throws RangeError beyond the maximum */
  grow(pages: number): number;
}

/** A compiled module. */
export interface Module {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** An i64 global is a bigint in JavaScript. */
export interface Global {
  value: number | bigint;
}

/** An export, or an import from the module `env`. */
export interface ModuleEntry {
  readonly name: string;
  readonly kind: string;
}

export type Exports = Readonly<Record<string, unknown>>;

export interface WebAssemblyInterface {
  readonly Module: {
    new (bytes: Uint8Array): Module;
    exports(module: Module): readonly ModuleEntry[];
    imports(module: Module): readonly ModuleEntry[];
  };
  readonly Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Exports };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum?: number }) => Memory;
  validate(bytes: Uint8Array): boolean;
}

/** The global of that name. */
export const WebAssembly: WebAssemblyInterface = (
  globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface }
).WebAssembly;

/** One page of memory. */
export const PAGE_BYTES = 65536;
