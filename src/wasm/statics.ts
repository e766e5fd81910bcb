import { SLOT_BYTES, TAG } from './abi.ts';
import { ByteWriter } from './byte-writer.ts';

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

function integerOf(text: string): bigint | undefined {
  if (!INTEGER.test(text) || text === '-0') return undefined;
  const value = BigInt(text);
  return value >= MIN_INTEGER && value <= MAX_INTEGER ? value : undefined;
}

/**
 * The constants of a module: slots of values, text and tables that code refers to by address.
 * They are laid out from `base` on, each at a multiple of 16, and each only once.
 */
export class Statics {
  readonly base: number;
  private readonly out = new ByteWriter();
  private readonly addresses = new Map<string, number>();
  private readonly strings: number[] = [];
  private sealed = false;

  /** `base` is a multiple of 16. */
  constructor(base: number) {
    this.base = base;
  }

  /** A string's slot; the start function interns it. */
  string(text: string): number {
    return this.once(`string ${text}`, () => {
      const bytes = Buffer.from(text, 'utf8');
      const pointer = this.text(bytes);
      const address = this.slot(TAG.string, bytes.length, BigInt(pointer));
      this.strings.push(address);
      return address;
    });
  }

  /** A number's slot; `text` is a JSON number. */
  number(text: string): number {
    return this.once(`number ${text}`, () => {
      const integer = integerOf(text);
      if (integer !== undefined) return this.slot(TAG.integer, 0, integer);
      const bytes = Buffer.from(text, 'latin1');
      return this.slot(TAG.number, bytes.length, BigInt(this.text(bytes)));
    });
  }

  /** Text that ends in a zero byte. */
  terminated(text: string): number {
    return this.once(`terminated ${text}`, () => this.text(Buffer.from(`${text}\0`, 'utf8')));
  }

  /** A table of 32-bit words. */
  words(values: readonly number[]): number {
    return this.once(`words ${values}`, () => {
      const bytes = Buffer.alloc(values.length * 4);
      values.forEach((value, index) => {
        bytes.writeInt32LE(value, index * 4);
      });
      return this.text(bytes);
    });
  }

  /** Addresses of all string slots made so far. */
  stringSlots(): readonly number[] {
    return this.strings;
  }

  /** The first free address. */
  get end(): number {
    return this.base + this.out.length;
  }

  /** From here on nothing may be added: code relies on where the constants end. */
  seal(): void {
    this.sealed = true;
  }

  finish(): Uint8Array {
    return this.out.finish();
  }

  private once(key: string, make: () => number): number {
    const known = this.addresses.get(key);
    if (known !== undefined) return known;
    const address = make();
    this.addresses.set(key, address);
    return address;
  }

  private slot(tag: number, length: number, payload: bigint): number {
    const bytes = Buffer.alloc(SLOT_BYTES);
    bytes.writeUInt32LE(tag, 0);
    bytes.writeUInt32LE(length, 4);
    bytes.writeBigInt64LE(payload, 8);
    return this.text(bytes);
  }

  /** Places bytes, padded to a multiple of 16 with at least one zero byte behind odd lengths. */
  private text(bytes: Uint8Array): number {
    if (this.sealed) throw new Error('a constant was added too late');
    const address = this.end;
    this.out.bytes(bytes);
    this.out.bytes(new Uint8Array(-bytes.length & (SLOT_BYTES - 1)));
    return address;
  }
}
