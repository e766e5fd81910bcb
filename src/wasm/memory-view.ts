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

  /** How large the memory was when it was last looked at. */
  get knownLength(): number {
    return this.currentBytes.length;
  }

  private refresh(): void {
    const { buffer } = this.memory;
    if (this.currentBytes.buffer === buffer) return;
    this.currentBytes = Buffer.from(buffer);
    this.currentWords = new Int32Array(buffer);
  }
}
