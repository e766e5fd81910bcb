/*
 * Appends functions, globals, exports and data to a module that is already built.
 *
 * Everything new comes after everything old in its index space, so the old module's entries are
 * copied byte for byte and no index in its code changes. Imports cannot be added: they would come
 * first and move every function.
 */

import { ByteWriter } from './byte-writer.ts';
import { EXTERNAL, type ExternalKind, SECTION, type Signature, TYPE } from './format.ts';
import type { ReadModule } from './module-reader.ts';

export interface NewFunction {
  /** Shown in stack traces. */
  readonly name: string;
  readonly signature: Signature;
  /** How many i32 locals there are beside the parameters. */
  readonly locals: number;
  /** Instructions with the final `end`. */
  readonly code: Uint8Array;
}

/** An i32 or i64 global. */
export interface NewGlobal {
  readonly mutable: boolean;
  readonly value: number | bigint;
}

export interface NewExport {
  readonly name: string;
  readonly kind: ExternalKind;
  /** In the index space of the linked module. */
  readonly index: number;
}

export interface Additions {
  readonly functions: readonly NewFunction[];
  readonly globals: readonly NewGlobal[];
  readonly exports: readonly NewExport[];
  /** Passive data: copied by the code that wants it. */
  readonly segments: readonly Uint8Array[];
  /** Replaces the old start function, which it must call itself. */
  readonly start?: number;
  /** Which of the old exports stay. */
  keepsExport(name: string): boolean;
}

/** The index that the first added function, global or segment gets. */
export function firstNew(module: ReadModule): {
  readonly function: number;
  readonly global: number;
  readonly segment: number;
} {
  return {
    function: module.functionTypes.length,
    global: module.globalCount,
    segment: module.sections.get(SECTION.data)?.count ?? 0,
  };
}

/** A section under construction: entries of the old module, then new ones. */
interface Section {
  readonly id: number;
  readonly count: number;
  readonly parts: readonly Uint8Array[];
}

function extended(module: ReadModule, id: number, added: readonly Uint8Array[]): Section {
  const old = module.sections.get(id);
  const parts = old === undefined ? added : [old.bytes, ...added];
  return { id, count: (old?.count ?? 0) + added.length, parts };
}

function encode(write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return out.finish();
}

function encodeSignature({ params, results }: Signature): Uint8Array {
  return encode(out => {
    out.byte(0x60);
    out.vector(params);
    out.vector(results);
  });
}

function encodeBody({ locals, code }: NewFunction): Uint8Array {
  const declared = encode(out => {
    out.u32(locals === 0 ? 0 : 1);
    if (locals === 0) return;
    out.u32(locals);
    out.byte(TYPE.i32);
  });
  return encode(out => {
    out.u32(declared.length + code.length);
    out.bytes(declared);
    out.bytes(code);
  });
}

function encodeGlobal({ mutable, value }: NewGlobal): Uint8Array {
  return encode(out => {
    const long = typeof value === 'bigint';
    out.byte(long ? TYPE.i64 : TYPE.i32);
    out.byte(mutable ? 1 : 0);
    out.byte(long ? 0x42 : 0x41);
    if (long) out.s64(value);
    else out.s32(value);
    out.byte(0x0b);
  });
}

function encodeExport({ name, kind, index }: NewExport): Uint8Array {
  return encode(out => {
    out.name(name);
    out.byte(kind);
    out.u32(index);
  });
}

function encodePassiveSegment(bytes: Uint8Array): Uint8Array {
  return encode(out => {
    out.byte(1);
    out.vector(bytes);
  });
}

/** Types of the new functions: each distinct signature once, and every function's type index. */
function newTypes(module: ReadModule, functions: readonly NewFunction[]) {
  const indexes = new Map<string, number>();
  const types: Uint8Array[] = [];
  const typeIndexes = functions.map(({ signature }) => {
    const key = `${signature.params}:${signature.results}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = module.signatures.length + types.length;
    indexes.set(key, index);
    types.push(encodeSignature(signature));
    return index;
  });
  return { types, typeIndexes };
}

function exportsSection(module: ReadModule, additions: Additions): Section {
  const kept = module.exports.filter(({ name }) => additions.keepsExport(name));
  const parts = [...kept, ...additions.exports].map(encodeExport);
  return { id: SECTION.export, count: parts.length, parts };
}

function writeSection(out: ByteWriter, { id, count, parts }: Section): void {
  if (count === 0) return;
  const head = encode(writer => writer.u32(count));
  out.byte(id);
  out.u32(parts.reduce((length, part) => length + part.length, head.length));
  out.bytes(head);
  for (const part of parts) out.bytes(part);
}

function writeWord(out: ByteWriter, id: number, value: number): void {
  out.byte(id);
  out.vector(encode(writer => writer.u32(value)));
}

/** The custom section that gives the new functions their names in stack traces. */
function writeNames(out: ByteWriter, first: number, functions: readonly NewFunction[]): void {
  const names = encode(writer => {
    writer.u32(functions.length);
    functions.forEach(({ name }, index) => {
      writer.u32(first + index);
      writer.name(name);
    });
  });
  out.byte(SECTION.custom);
  out.vector(
    encode(writer => {
      writer.name('name');
      writer.byte(1);
      writer.vector(names);
    }),
  );
}

/** The module extended by what is to be added. Sections follow the order the format demands. */
export function link(module: ReadModule, additions: Additions): Uint8Array<ArrayBuffer> {
  const { functions, globals, segments, start } = additions;
  const { types, typeIndexes } = newTypes(module, functions);
  const words = typeIndexes.map(index => encode(out => out.u32(index)));
  const data = extended(module, SECTION.data, segments.map(encodePassiveSegment));
  const out = new ByteWriter();
  out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  writeSection(out, extended(module, SECTION.type, types));
  writeSection(out, extended(module, SECTION.import, []));
  writeSection(out, extended(module, SECTION.function, words));
  writeSection(out, extended(module, SECTION.table, []));
  writeSection(out, extended(module, SECTION.memory, []));
  writeSection(out, extended(module, SECTION.global, globals.map(encodeGlobal)));
  writeSection(out, exportsSection(module, additions));
  const starts = start ?? module.start;
  if (starts !== undefined) writeWord(out, SECTION.start, starts);
  writeSection(out, extended(module, SECTION.element, []));
  writeWord(out, SECTION.dataCount, data.count);
  writeSection(out, extended(module, SECTION.code, functions.map(encodeBody)));
  writeSection(out, data);
  writeNames(out, firstNew(module).function, functions);
  return out.finish();
}

/** Exports of functions, as most are. */
export function functionExport(name: string, index: number): NewExport {
  return { name, kind: EXTERNAL.function, index };
}
