import { ByteWriter } from './byte-writer.ts';
import { TYPE } from './format.ts';

/** Opcodes without immediates that generated code uses (spec: Binary Format, Instructions). */
const OPCODE = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32LtU: 0x49,
  i32GtU: 0x4b,
  i32GeU: 0x4f,
  i64LtS: 0x53,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i64Sub: 0x7d,
  i64ExtendI32U: 0xad,
} as const;

/** A place to branch to: how many blocks were open inside it when it was opened. */
export type Label = number;

/**
 * The instructions of one function body. Blocks are opened and closed through this builder, so
 * that a branch names its target by label and the relative index is computed here.
 */
export class Code {
  private readonly out = new ByteWriter();
  private open = 0;

  op(name: keyof typeof OPCODE): this {
    this.out.byte(OPCODE[name]);
    return this;
  }

  i32(value: number): this {
    this.out.byte(0x41);
    this.out.s32(value);
    return this;
  }

  i64(value: bigint): this {
    this.out.byte(0x42);
    this.out.s64(value);
    return this;
  }

  get(local: number): this {
    return this.indexed(0x20, local);
  }

  set(local: number): this {
    return this.indexed(0x21, local);
  }

  tee(local: number): this {
    return this.indexed(0x22, local);
  }

  globalGet(index: number): this {
    return this.indexed(0x23, index);
  }

  globalSet(index: number): this {
    return this.indexed(0x24, index);
  }

  call(index: number): this {
    return this.indexed(0x10, index);
  }

  /** A 4-byte load at the popped address plus `offset`. */
  load(offset: number): this {
    return this.memory(0x28, 2, offset);
  }

  /** A 4-byte store at the popped address plus `offset`. */
  store(offset: number): this {
    return this.memory(0x36, 2, offset);
  }

  /** Copies `(destination, source, count)` from a passive segment. */
  memoryInit(segment: number): this {
    this.bulk(8, segment);
    this.out.byte(0);
    return this;
  }

  dataDrop(segment: number): this {
    return this.bulk(9, segment);
  }

  /** Opens a block; a branch to its label goes to its end. */
  block(result?: 'i32'): Label {
    return this.enter(0x02, result);
  }

  /** Opens a loop; a branch to its label goes to its start. */
  loop(): Label {
    return this.enter(0x03);
  }

  /** Opens what runs if the popped word is not zero. */
  if(): Label {
    return this.enter(0x04);
  }

  else(): this {
    this.out.byte(0x05);
    return this;
  }

  end(): this {
    this.open -= 1;
    this.out.byte(0x0b);
    return this;
  }

  br(label: Label): this {
    return this.indexed(0x0c, this.open - label);
  }

  brIf(label: Label): this {
    return this.indexed(0x0d, this.open - label);
  }

  /** Branches to `labels[popped word]`, or to `otherwise` if there is none. */
  brTable(labels: readonly Label[], otherwise: Label): this {
    this.out.byte(0x0e);
    this.out.u32(labels.length);
    for (const label of [...labels, otherwise]) this.out.u32(this.open - label);
    return this;
  }

  /** The body's bytes, its final `end` included. */
  finish(): Uint8Array {
    if (this.open !== 0) throw new Error(`${this.open} blocks are still open`);
    this.out.byte(0x0b);
    return this.out.finish();
  }

  private indexed(opcode: number, index: number): this {
    this.out.byte(opcode);
    this.out.u32(index);
    return this;
  }

  private memory(opcode: number, alignment: number, offset: number): this {
    this.out.byte(opcode);
    this.out.u32(alignment);
    this.out.u32(offset);
    return this;
  }

  private bulk(opcode: number, segment: number): this {
    this.out.byte(0xfc);
    this.out.u32(opcode);
    this.out.u32(segment);
    return this;
  }

  private enter(opcode: number, result?: 'i32'): Label {
    this.out.byte(opcode);
    this.out.byte(result === 'i32' ? TYPE.i32 : 0x40);
    this.open += 1;
    return this.open;
  }
}
