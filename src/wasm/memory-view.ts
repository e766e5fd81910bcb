import type { Memory } from './web-assembly.ts';

/** Views of a memory that grows: growing detaches the buffer that views were made of. */
export class MemoryView {
  readonly memory: Memory;
  private currentBytes: Buffer;
  private currentWords: Int32Array;

  constructor(memory: Memory) {
    this.memory = memory;
    this.currentBytes = Buffer.from(memory.buffer);
    this.currentWords = new Int32Array(memory.buffer);
  }

  get bytes(): Buffer {
    this.refresh();
    return this.currentBytes;
  }

  /** The memory as little-endian words, as far as this machine is little-endian, like all that run Node. */
  get words(): Int32Array {
    this.refresh();
    return this.currentWords;
  }

  /** A detached buffer has no length, which is faster to ask for than the memory's buffer. */
  private refresh(): void {
    if (this.currentBytes.length > 0) return;
    const { buffer } = this.memory;
    this.currentBytes = Buffer.from(buffer);
    this.currentWords = new Int32Array(buffer);
  }
}
