import { isArray, type MaybeValue, RegoObject, RegoSet, Undefined, type Value } from '../value/value.ts';
import { toJson } from '../value/json.ts';
import { LITERAL_SLOT, SLOT, SLOT_BYTES, TAG } from './abi.ts';
import type { Memory } from './web-assembly.ts';

/** What of an instance is needed to put values into its memory. */
export interface Allocator {
  readonly memory: Memory;
  opa_malloc(bytes: number): number;
  opa_value_parse(address: number, length: number): number;
}

/** A value in Rego's notation, which unlike JSON has sets and keys of any type. */
function regoText(value: Value): string {
  if (isArray(value)) return `[${value.map(regoText).join()}]`;
  if (value instanceof RegoSet) {
    return value.size === 0 ? 'set()' : `{${value.members().map(regoText).join()}}`;
  }
  if (value instanceof RegoObject) {
    const entries = value.entries().map(entry => `${regoText(entry.key)}:${regoText(entry.value)}`);
    return `{${entries.join()}}`;
  }
  return toJson(value);
}

/** Puts text where the runtime may read it in place, and over it. */
export function writeText(allocator: Allocator, text: Uint8Array): number {
  const address = allocator.opa_malloc(text.length);
  new Uint8Array(allocator.memory.buffer, address, text.length).set(text);
  return address;
}

function writeString(allocator: Allocator, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  const slot = allocator.opa_malloc(SLOT_BYTES);
  const pointer = writeText(allocator, bytes);
  const view = new DataView(allocator.memory.buffer, slot, SLOT_BYTES);
  view.setUint32(SLOT.tag, TAG.string, true);
  view.setUint32(SLOT.length, bytes.length, true);
  view.setUint32(SLOT.pointer, pointer, true);
  view.setUint32(SLOT.id, 0, true);
  return slot;
}

function writeInteger(allocator: Allocator, value: number): number {
  const slot = allocator.opa_malloc(SLOT_BYTES);
  const view = new DataView(allocator.memory.buffer, slot, SLOT_BYTES);
  view.setUint32(SLOT.tag, TAG.integer, true);
  view.setUint32(SLOT.length, 0, true);
  view.setBigInt64(SLOT.payload, BigInt(value), true);
  return slot;
}

/** Puts a value into an instance's arena and gives its address; undefined is 0. */
export function writeValue(allocator: Allocator, value: MaybeValue): number {
  if (value === Undefined) return 0;
  if (value === null) return LITERAL_SLOT.null;
  if (typeof value === 'boolean') return value ? LITERAL_SLOT.true : LITERAL_SLOT.false;
  if (typeof value === 'string') return writeString(allocator, value);
  if (typeof value === 'number') return writeInteger(allocator, value);
  const text = Buffer.from(regoText(value), 'utf8');
  const address = allocator.opa_value_parse(writeText(allocator, text), text.length);
  if (address === 0) throw new Error('a value could not be put into WebAssembly memory');
  return address;
}
