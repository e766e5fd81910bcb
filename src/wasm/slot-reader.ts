import { integerOf, numberOf, type RegoNumber } from '../value/decimal.ts';
import { toJs } from '../value/json.ts';
import {
  compare,
  type Entry,
  type MaybeValue,
  RegoObject,
  RegoSet,
  Undefined,
  type Value,
} from '../value/value.ts';
import { COLLECTION, SLOT_BYTES, TAG } from './abi.ts';
import type { MemoryView } from './memory-view.ts';

/** Strings longer than this are not kept: they are seldom read twice. */
const MAX_KEPT_LENGTH = 64;

const NO_BYTES = Buffer.alloc(0);
const NO_WORDS = new Int32Array(0);

/** Reads values out of an instance's memory. */
export class SlotReader {
  private readonly view: MemoryView;
  private bytes: Buffer = NO_BYTES;
  private words: Int32Array = NO_WORDS;
  /** Interned strings by their numbers, which stay the same for the life of an instance. */
  private readonly strings: string[] = [];

  constructor(view: MemoryView) {
    this.view = view;
  }

  /** The value at an address; 0 is undefined. */
  read(address: number): MaybeValue {
    if (address === 0) return Undefined;
    this.refresh();
    return this.value(address);
  }

  /** A set's members in the order they were added. */
  readMembers(address: number): readonly Value[] {
    this.refresh();
    return this.members(address >>> 2, this.toValue);
  }

  /** As `readMembers`, each as `toJs` would give it, without making Rego values first. */
  readMembersAsJs(address: number): readonly unknown[] {
    this.refresh();
    return this.members(address >>> 2, this.toJs);
  }

  /** Text that ends with a zero byte. */
  readTerminated(address: number): string {
    const { bytes } = this.view;
    const start = address >>> 0;
    return bytes.toString('utf8', start, bytes.indexOf(0, start));
  }

  private refresh(): void {
    const { bytes } = this.view;
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.words = this.view.words;
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
        return numberOf(this.text('latin1', at));
      case TAG.string:
        return this.string(at);
      case TAG.array:
        return this.slots(this.words[at + 2]! >>> 0, this.words[at + 1]!, this.toValue);
      case TAG.object:
        return this.object(at);
      case TAG.set:
        return RegoSet.ofDistinct(this.members(at, this.toValue));
      default:
        throw new Error(`no value has the tag ${tag}`);
    }
  }

  private integer(at: number): RegoNumber {
    const low = this.words[at + 2]! >>> 0;
    const high = this.words[at + 3]!;
    const value = high * 2 ** 32 + low;
    if (Number.isSafeInteger(value)) return value;
    return integerOf((BigInt(high) << 32n) | BigInt(low));
  }

  private text(encoding: 'latin1' | 'utf8', at: number): string {
    const start = this.words[at + 2]! >>> 0;
    return this.bytes.toString(encoding, start, start + this.words[at + 1]!);
  }

  private string(at: number): string {
    const id = this.words[at + 3]!;
    if (id === 0) return this.text('utf8', at);
    const known = this.strings[id];
    if (known !== undefined) return known;
    const text = this.text('utf8', at);
    if (text.length <= MAX_KEPT_LENGTH) this.strings[id] = text;
    return text;
  }

  private object(at: number): Value {
    const body = this.words[at + 2]! >>> 2;
    const count = this.words[body + COLLECTION.count]!;
    const entries = this.words[body + COLLECTION.entries]! >>> 0;
    const list: Entry[] = [];
    for (let index = 0; index < count; index++) {
      const at = entries + index * COLLECTION.objectEntryBytes;
      list.push({ key: this.value(at), value: this.value(at + SLOT_BYTES) });
    }
    return RegoObject.ofDistinct(list);
  }

  private members<T>(at: number, read: (address: number) => T): T[] {
    const body = this.words[at + 2]! >>> 2;
    const entries = this.words[body + COLLECTION.entries]! >>> 0;
    return this.slots(entries, this.words[body + COLLECTION.count]!, read);
  }

  private slots<T>(first: number, count: number, read: (address: number) => T): T[] {
    const values: T[] = [];
    for (let index = 0; index < count; index++) values.push(read(first + index * SLOT_BYTES));
    return values;
  }

  private readonly toValue = (address: number): Value => this.value(address);

  /** What is not as usual is made a Rego value first, which knows every order and spelling. */
  private readonly toJs = (address: number): unknown => {
    const at = address >>> 2;
    switch (this.words[at]) {
      case TAG.string:
        return this.string(at);
      case TAG.array:
        return this.slots(this.words[at + 2]! >>> 0, this.words[at + 1]!, this.toJs);
      case TAG.object:
        return this.objectAsJs(at) ?? toJs(this.value(address));
      case TAG.set:
        return this.textsInOrder(at) ?? toJs(this.value(address));
      default:
        return toJs(this.value(address));
    }
  };

  /** An object whose keys are strings and lie in order, as nearly all do that rules make. */
  private objectAsJs(at: number): Record<string, unknown> | undefined {
    const body = this.words[at + 2]! >>> 2;
    const count = this.words[body + COLLECTION.count]!;
    const entries = this.words[body + COLLECTION.entries]! >>> 0;
    const members: Record<string, unknown> = {};
    let before = '';
    for (let index = 0; index < count; index++) {
      const entry = entries + index * COLLECTION.objectEntryBytes;
      if (this.words[entry >>> 2] !== TAG.string) return undefined;
      const key = this.string(entry >>> 2);
      if (key === '__proto__' || (index > 0 && compare(before, key) > 0)) return undefined;
      members[key] = this.toJs(entry + SLOT_BYTES);
      before = key;
    }
    return members;
  }

  /** The members of a set of strings. */
  private textsInOrder(at: number): string[] | undefined {
    const body = this.words[at + 2]! >>> 2;
    const count = this.words[body + COLLECTION.count]!;
    const first = this.words[body + COLLECTION.entries]! >>> 0;
    const texts: string[] = [];
    for (let index = 0; index < count; index++) {
      const member = (first + index * SLOT_BYTES) >>> 2;
      if (this.words[member] !== TAG.string) return undefined;
      texts.push(this.string(member));
    }
    return texts.length > 1 ? texts.sort(compare) : texts;
  }
}
