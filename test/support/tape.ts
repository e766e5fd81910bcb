/*
 * Random choices for a generator that is written as ordinary code: what it may say next depends on what
 * it said so far. A tape of bytes answers every question; an empty tape always answers with the first
 * choice, which is the simplest. So a shorter tape of smaller bytes is a simpler program, and fast-check
 * shrinks programs without knowing anything about them.
 */
import fc from 'fast-check';

export class Tape {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** At least 0, below `count`; 0 once the tape is at its end. */
  below(count: number): number {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte % count;
  }

  /** True in so many of a hundred cases; false once the tape is at its end. */
  chance(percent: number): boolean {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte > 255 - (255 * percent) / 100;
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** One of the alternatives is made; the first ones are the simplest. */
  make<T>(alternatives: readonly (() => T)[]): T {
    return this.oneOf(alternatives)();
  }

  /** So many things, at least `least` and at most `most`. */
  some<T>(least: number, most: number, make: () => T): T[] {
    const count = least + this.below(most - least + 1);
    return Array.from({ length: count }, make);
  }
}

/** What a generator makes of tapes of up to so many choices. */
export function fromTape<T>(make: (tape: Tape) => T, maxLength: number): fc.Arbitrary<T> {
  return fc.uint8Array({ maxLength, size: 'max' }).map(bytes => make(new Tape(bytes)));
}
