/*
 * Appends functions, globals, exports and data to a module that is already built.
 *
 * Everything new comes after everything old in its index space, so the old module's entries are
 * copied byte for byte and no index in its code changes. Imports cannot be added: they would come
 * first and move every function. Functions that nothing calls any more keep their index, without
 * their code: most policies use few of the builtins.
 */

import { ByteWriter } from './byte-writer.ts';
import { callsIn } from './call-scan.ts';
import { EXTERNAL, type ExternalKind, SECTION, type Signature, TYPE } from './format.ts';
import type { Entries, ReadModule } from './module-reader.ts';
import { importedFunctions, reachableFunctions } from './reachability.ts';

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

/** What reaches old functions. */
interface Kept {
  readonly functions: readonly NewFunction[];
  readonly exports: readonly NewExport[];
}

function encode(write: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  write(out);
  return out.finish();
}

function writeSignature(out: ByteWriter, { params, results }: Signature): void {
  out.byte(0x60);
  out.vector(params);
  out.vector(results);
}

/** The body of a function that is never called: no locals, `unreachable`. */
const NEVER_CALLED = new Uint8Array([0x00, 0x00, 0x0b]);

/** The old functions' bodies, those empty that neither new code nor a host can reach. */
function prunedBodies(module: ReadModule, { functions, exports }: Kept): Entries {
  const roots = [
    ...functions.flatMap(({ code }) => callsIn(code)),
    ...exports.filter(({ kind }) => kind === EXTERNAL.function).map(({ index }) => index),
    ...(module.start === undefined ? [] : [module.start]),
  ];
  const reached = reachableFunctions(module, roots);
  const first = importedFunctions(module);
  const bytes = encode(out => {
    module.bodies.forEach((body, index) => {
      out.vector(reached.has(first + index) ? body.bytes : NEVER_CALLED);
    });
  });
  return { count: module.bodies.length, bytes };
}

/** A body: its length, its locals, its instructions. */
function writeBody(out: ByteWriter, { locals, code }: NewFunction): void {
  const declared = encode(head => {
    head.u32(locals === 0 ? 0 : 1);
    if (locals === 0) return;
    head.u32(locals);
    head.byte(TYPE.i32);
  });
  out.u32(declared.length + code.length);
  out.bytes(declared);
  out.bytes(code);
}

function writeGlobal(out: ByteWriter, { mutable, value }: NewGlobal): void {
  const long = typeof value === 'bigint';
  out.byte(long ? TYPE.i64 : TYPE.i32);
  out.byte(mutable ? 1 : 0);
  out.byte(long ? 0x42 : 0x41);
  if (long) out.s64(value);
  else out.s32(value);
  out.byte(0x0b);
}

function writeExport(out: ByteWriter, { name, kind, index }: NewExport): void {
  out.name(name);
  out.byte(kind);
  out.u32(index);
}

function writePassiveSegment(out: ByteWriter, bytes: Uint8Array): void {
  out.byte(1);
  out.vector(bytes);
}

/** Types of the new functions: each distinct signature once, and every function's type index. */
function newTypes(module: ReadModule, functions: readonly NewFunction[]) {
  const indexes = new Map<string, number>();
  const types: Signature[] = [];
  const typeIndexes = functions.map(({ signature }) => {
    const key = `${signature.params}:${signature.results}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = module.signatures.length + types.length;
    indexes.set(key, index);
    types.push(signature);
    return index;
  });
  return { types, typeIndexes };
}

function writeSection<T>(
  out: ByteWriter,
  id: number,
  old: Entries | undefined,
  added: readonly T[],
  writeItem: (out: ByteWriter, item: T) => void,
): void {
  const count = (old?.count ?? 0) + added.length;
  if (count === 0) return;
  out.byte(id);
  out.vector(
    encode(body => {
      body.u32(count);
      if (old !== undefined) body.bytes(old.bytes);
      for (const item of added) writeItem(body, item);
    }),
  );
}

function writeWord(out: ByteWriter, id: number, value: number): void {
  out.byte(id);
  out.vector(encode(body => body.u32(value)));
}

/** The custom section that gives the new functions their names in stack traces. */
function writeNames(out: ByteWriter, first: number, functions: readonly NewFunction[]): void {
  const names = encode(body => {
    body.u32(functions.length);
    functions.forEach(({ name }, index) => {
      body.u32(first + index);
      body.name(name);
    });
  });
  out.byte(SECTION.custom);
  out.vector(
    encode(body => {
      body.name('name');
      body.byte(1);
      body.vector(names);
    }),
  );
}

/** The module extended by what is to be added. Sections follow the order the format demands. */
export function link(module: ReadModule, additions: Additions): Uint8Array<ArrayBuffer> {
  const { functions, globals, segments, start = module.start } = additions;
  const { types, typeIndexes } = newTypes(module, functions);
  const kept = module.exports.filter(({ name }) => additions.keepsExport(name));
  const exports = [...kept, ...additions.exports];
  const out = new ByteWriter();
  const extend = <T>(
    id: number,
    added: readonly T[],
    writeItem: (out: ByteWriter, item: T) => void,
  ) => writeSection(out, id, module.sections.get(id), added, writeItem);
  const copy = (id: number) => extend(id, [], () => {});
  out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  extend(SECTION.type, types, writeSignature);
  copy(SECTION.import);
  extend(SECTION.function, typeIndexes, (body, index) => body.u32(index));
  copy(SECTION.table);
  copy(SECTION.memory);
  extend(SECTION.global, globals, writeGlobal);
  writeSection(out, SECTION.export, undefined, exports, writeExport);
  if (start !== undefined) writeWord(out, SECTION.start, start);
  copy(SECTION.element);
  writeWord(out, SECTION.dataCount, firstNew(module).segment + segments.length);
  const bodies = prunedBodies(module, { functions, exports });
  writeSection(out, SECTION.code, bodies, functions, writeBody);
  extend(SECTION.data, segments, writePassiveSegment);
  writeNames(out, firstNew(module).function, functions);
  return out.finish();
}

/** Exports of functions, as most are. */
export function functionExport(name: string, index: number): NewExport {
  return { name, kind: EXTERNAL.function, index };
}
