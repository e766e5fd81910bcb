import { toJson } from '../value/json.ts';
import {
  isArray,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { LITERAL_SLOT, SLOT_BYTES, TAG } from './abi.ts';
import type { PolicyExports } from './instance-exports.ts';
import type { MemoryView } from './memory-view.ts';

/** A value in Rego's notation, which unlike JSON has sets and keys of any type. */
export function regoText(value: Value): string {
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

/**
 * Puts values into an instance's arena, where they stay until the evaluation ends. What is written
 * most, booleans and the like, is written as slots; collections go through the runtime's parser,
 * which alone knows how they are hashed.
 */
export class SlotWriter {
  private readonly view: MemoryView;
  private readonly exports: PolicyExports;

  constructor(view: MemoryView, exports: PolicyExports) {
    this.view = view;
    this.exports = exports;
  }

  /** The address of a value; undefined is 0. @throws Error if it nests too deep to be read */
  write(value: MaybeValue): number {
    if (value === Undefined) return 0;
    if (value === null) return LITERAL_SLOT.null;
    if (typeof value === 'boolean') return LITERAL_SLOT[`${value}`];
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number') return this.integer(value);
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return this.long(value);
    return this.parsed(value);
  }

  private string(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    const pointer = this.place(bytes);
    return this.slot(TAG.string, bytes.length, pointer, 0);
  }

  private integer(value: number): number {
    return this.slot(TAG.integer, 0, value | 0, Math.floor(value / 2 ** 32));
  }

  private long(value: bigint): number {
    const low = Number(BigInt.asIntN(32, value));
    return this.slot(TAG.integer, 0, low, Number(value >> 32n));
  }

  private parsed(value: Value): number {
    const text = Buffer.from(regoText(value), 'utf8');
    const address = this.exports.opa_value_parse(this.place(text), text.length);
    if (address === 0) throw new Error('a value could not be put into WebAssembly memory');
    return address;
  }

  private place(bytes: Uint8Array): number {
    const address = this.exports.opa_malloc(bytes.length) >>> 0;
    this.view.bytes.set(bytes, address);
    return address;
  }

  private slot(tag: number, length: number, low: number, high: number): number {
    const address = this.exports.opa_malloc(SLOT_BYTES);
    this.view.words.set([tag, length, low, high], address >>> 2);
    return address;
  }
}
