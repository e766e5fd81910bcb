import { integerOf, numberOf, type RegoNumber } from '../value/decimal.ts';
import { type MaybeValue, RegoObject, RegoSet, Undefined, type Value } from '../value/value.ts';
import { COLLECTION, SLOT_BYTES, TAG } from './abi.ts';
import type { Memory } from './web-assembly.ts';

/** Reads values out of an instance's memory. */
export interface SlotReader {
  /** The value at an address; 0 is undefined. */
  read(address: number): MaybeValue;
  /** Text that ends with a zero byte. */
  readTerminated(address: number): string;
  /** Forgets what it knows of interned strings: their numbers are about to change. */
  forgetStrings(): void;
}

/** Strings longer than this are not kept: they are seldom read twice. */
const MAX_KEPT_LENGTH = 64;

class Reader implements SlotReader {
  private readonly memory: Memory;
  private words = new Int32Array(0);
  private bytes = Buffer.alloc(0);
  private strings: string[] = [];

  constructor(memory: Memory) {
    this.memory = memory;
  }

  read(address: number): MaybeValue {
    if (address === 0) return Undefined;
    this.refresh();
    return this.value(address);
  }

  readTerminated(address: number): string {
    this.refresh();
    return this.bytes.toString('utf8', address, this.bytes.indexOf(0, address));
  }

  forgetStrings(): void {
    this.strings = [];
  }

  /** Growing the memory detaches every view of it. */
  private refresh(): void {
    if (this.bytes.buffer === this.memory.buffer && this.bytes.length > 0) return;
    this.words = new Int32Array(this.memory.buffer);
    this.bytes = Buffer.from(this.memory.buffer);
  }

  private value(address: number): Value {
    const at = address >>> 2;
    const tag = this.words[at];
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.integer:
        return this.integer(at);
      case TAG.number:
        return this.number(at);
      case TAG.string:
        return this.string(at);
      case TAG.array:
        return this.array(at);
      case TAG.object:
        return this.object(at);
      case TAG.set:
        return this.set(at);
      default:
        throw new Error(`no value has the tag ${tag}`);
    }
  }

  private integer(at: number): RegoNumber {
    const low = this.words[at + 2]! >>> 0;
    const high = this.words[at + 3]!;
    if (high === low >> 31) return low | 0;
    const value = high * 2 ** 32 + low;
    if (Number.isSafeInteger(value)) return value;
    return integerOf((BigInt(high) << 32n) | BigInt(low));
  }

  private number(at: number): RegoNumber {
    const start = this.words[at + 2]! >>> 0;
    return numberOf(this.bytes.toString('latin1', start, start + this.words[at + 1]!));
  }

  private string(at: number): string {
    const id = this.words[at + 3]!;
    const known = id === 0 ? undefined : this.strings[id];
    if (known !== undefined) return known;
    const length = this.words[at + 1]!;
    const start = this.words[at + 2]! >>> 0;
    const text = this.bytes.toString('utf8', start, start + length);
    if (id !== 0 && length <= MAX_KEPT_LENGTH) this.strings[id] = text;
    return text;
  }

  private array(at: number): Value {
    const first = this.words[at + 2]! >>> 0;
    return this.slots(first, this.words[at + 1]!, SLOT_BYTES);
  }

  private object(at: number): Value {
    const body = this.words[at + 2]! >>> 2;
    const count = this.words[body + COLLECTION.count]!;
    const entries = this.words[body + COLLECTION.entries]! >>> 0;
    const pairs: [Value, Value][] = [];
    for (let index = 0; index < count; index++) {
      const entry = entries + index * COLLECTION.objectEntryBytes;
      pairs.push([this.value(entry), this.value(entry + SLOT_BYTES)]);
    }
    return RegoObject.of(pairs);
  }

  private set(at: number): Value {
    const body = this.words[at + 2]! >>> 2;
    const first = this.words[body + COLLECTION.entries]! >>> 0;
    return RegoSet.of(this.slots(first, this.words[body + COLLECTION.count]!, SLOT_BYTES));
  }

  private slots(first: number, count: number, stride: number): Value[] {
    const values: Value[] = [];
    for (let index = 0; index < count; index++) values.push(this.value(first + index * stride));
    return values;
  }
}

/** A reader of an instance's memory, however often that grows. */
export function slotReader(memory: Memory): SlotReader {
  return new Reader(memory);
}
