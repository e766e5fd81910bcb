/*
 * The numbers of WebAssembly's binary format that this back end writes or reads
 * (spec: Binary Format, Modules and Types), and the shapes of what it adds to a module.
 */

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;

export const EXTERNAL = { function: 0, table: 1, memory: 2, global: 3 } as const;
export type ExternalKind = (typeof EXTERNAL)[keyof typeof EXTERNAL];

export const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;
export type ValueType = (typeof TYPE)[keyof typeof TYPE];

export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** `(i32 × operands) → i32`, the signature of nearly everything here. */
export function wordSignature(operands: number): Signature {
  return { params: Array<ValueType>(operands).fill(TYPE.i32), results: [TYPE.i32] };
}

export function sameSignature(a: Signature, b: Signature): boolean {
  return String(a.params) === String(b.params) && String(a.results) === String(b.results);
}
