/*
 * Reads as much of a WebAssembly module as the linker needs: where each section's entries lie, so
 * that they can be copied byte for byte, and the names, types and addresses that new code refers to.
 * Modules come from the AssemblyScript compiler, so only the forms it writes are understood;
 * anything else is an error, never a guess.
 */

import { EXTERNAL, type ExternalKind, SECTION, type Signature, type ValueType } from './format.ts';

/** A vector section: its entries as they were encoded. */
export interface Entries {
  readonly count: number;
  readonly bytes: Uint8Array;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

/** A function's body as it is encoded, without its length, and the instructions in it. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  readonly code: Uint8Array;
}

export interface ReadModule {
  readonly sections: ReadonlyMap<number, Entries>;
  readonly signatures: readonly Signature[];
  readonly exports: readonly ModuleExport[];
  /** The type of every function, imported ones first. */
  readonly functionTypes: readonly Signature[];
  /** The functions that the module defines; they follow the imported ones. */
  readonly bodies: readonly ReadBody[];
  /** How many globals there are, imported ones included. */
  readonly globalCount: number;
  /** The start function's index. */
  readonly start?: number;
  /** The first address above all active data segments. */
  readonly dataEnd: number;
}

class ByteReader {
  private readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  byte(): number {
    if (this.position >= this.end) throw new Error('WebAssembly module ends too early');
    return this.bytes[this.position++]!;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Error('WebAssembly integer is too long');
  }

  s32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return shift < 25 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value;
    }
    throw new Error('WebAssembly integer is too long');
  }

  take(length: number): Uint8Array {
    const start = this.position;
    if (start + length > this.end) throw new Error('WebAssembly module ends too early');
    this.position += length;
    return this.bytes.subarray(start, this.position);
  }

  name(): string {
    return Buffer.from(this.take(this.u32())).toString('utf8');
  }

  list<T>(count: number, read: (reader: this) => T): T[] {
    return Array.from({ length: count }, () => read(this));
  }

  rest(): Uint8Array {
    return this.take(this.end - this.position);
  }
}

const MAGIC = '0061736d01000000';

function readSections(bytes: Uint8Array): ReadonlyMap<number, ByteReader> {
  const reader = new ByteReader(bytes);
  if (Buffer.from(reader.take(8)).toString('hex') !== MAGIC) {
    throw new Error('not a WebAssembly module');
  }
  const sections = new Map<number, ByteReader>();
  while (reader.position < reader.end) {
    const id = reader.byte();
    const length = reader.u32();
    const start = reader.position;
    reader.take(length);
    if (id !== SECTION.custom) sections.set(id, new ByteReader(bytes, start, start + length));
  }
  return sections;
}

function readEntries(section: ByteReader): Entries {
  const { position } = section;
  const entries = { count: section.u32(), bytes: section.rest() };
  section.position = position;
  return entries;
}

function readSignature(reader: ByteReader): Signature {
  if (reader.byte() !== 0x60) throw new Error('only function types are understood');
  const types = () => reader.list(reader.u32(), () => reader.byte() as ValueType);
  return { params: types(), results: types() };
}

/** An import; of a function, with the index of its type. */
interface Import {
  readonly kind: ExternalKind;
  readonly typeIndex: number;
}

function skipLimits(reader: ByteReader): void {
  const flags = reader.byte();
  reader.u32();
  if ((flags & 1) !== 0) reader.u32();
}

function readImport(reader: ByteReader): Import {
  reader.name();
  reader.name();
  const kind = reader.byte() as ExternalKind;
  let typeIndex = -1;
  if (kind === EXTERNAL.function) typeIndex = reader.u32();
  else if (kind === EXTERNAL.global) reader.take(2);
  else {
    if (kind === EXTERNAL.table) reader.byte();
    skipLimits(reader);
  }
  return { kind, typeIndex };
}

function readExport(reader: ByteReader): ModuleExport {
  return { name: reader.name(), kind: reader.byte() as ExternalKind, index: reader.u32() };
}

/** An active segment of memory 0 with a constant address: the address above it. */
function readSegmentEnd(reader: ByteReader): number {
  const flags = reader.u32();
  if (flags === 1) {
    reader.take(reader.u32());
    return 0;
  }
  if (flags !== 0 || reader.byte() !== 0x41) throw new Error('data segment form not understood');
  const address = reader.s32();
  if (reader.byte() !== 0x0b) throw new Error('data segment form not understood');
  return address + reader.take(reader.u32()).length;
}

function readBody(reader: ByteReader): ReadBody {
  const bytes = reader.take(reader.u32());
  const inner = new ByteReader(bytes);
  for (let groups = inner.u32(); groups > 0; groups--) {
    inner.u32();
    inner.byte();
  }
  return { bytes, code: inner.rest() };
}

/** Reads a module. @throws Error if it is malformed or of a form that the linker cannot extend */
export function readModule(bytes: Uint8Array): ReadModule {
  const readers = readSections(bytes);
  const vector = <T>(id: number, read: (reader: ByteReader) => T): T[] => {
    const section = readers.get(id);
    if (section === undefined) return [];
    const { position } = section;
    const items = section.list(section.u32(), read);
    section.position = position;
    return items;
  };
  const signatures = vector(SECTION.type, readSignature);
  const imports = vector(SECTION.import, readImport);
  const typeIndexes = [
    ...imports.filter(({ kind }) => kind === EXTERNAL.function).map(({ typeIndex }) => typeIndex),
    ...vector(SECTION.function, reader => reader.u32()),
  ];
  const start = readers.get(SECTION.start)?.u32();
  const importedGlobals = imports.filter(({ kind }) => kind === EXTERNAL.global).length;
  const entries = [...readers]
    .filter(([id]) => id !== SECTION.start)
    .map(([id, reader]) => [id, readEntries(reader)] as const);
  const sections = new Map(entries);
  return {
    sections,
    signatures,
    exports: vector(SECTION.export, readExport),
    functionTypes: typeIndexes.map(index => signatures[index]!),
    bodies: vector(SECTION.code, readBody),
    globalCount: importedGlobals + (sections.get(SECTION.global)?.count ?? 0),
    dataEnd: Math.max(0, ...vector(SECTION.data, readSegmentEnd)),
    ...(start === undefined ? {} : { start }),
  };
}
