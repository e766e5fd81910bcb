/*
 * Whether some string matches two patterns at once. The patterns are a small regular language:
 * characters, `.`, sets `[a-z]`, each once, or `+` or `*` times; `\` makes a character plain.
 * Two patterns are walked together like one automaton whose states are pairs of positions.
 */
import { failure } from './builtin.ts';

interface Step {
  /** Sorted ranges of code points. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly repeat: 'once' | 'some' | 'any';
}

const EVERY: Step['ranges'] = [[0, 0x10ffff]];

class Reader {
  private readonly input: string;
  private readonly characters: readonly string[];
  private at = 0;

  constructor(input: string) {
    this.input = input;
    this.characters = Array.from(input);
  }

  steps(): Step[] {
    const steps: Step[] = [];
    while (this.at < this.characters.length) steps.push(this.step());
    return steps;
  }

  private fail(why: string): never {
    throw failure(`input:${this.input}, pos:${this.at}, ${why}: the input provided is invalid`);
  }

  /** The next character, and whether a backslash made it plain. */
  private next(): { readonly character: string; readonly plain: boolean } {
    const plain = this.characters[this.at] === '\\';
    if (plain) this.at += 1;
    const character = this.characters[this.at];
    if (character === undefined) this.fail('input ends with a \\ (escape) character');
    this.at += 1;
    return { character, plain };
  }

  private step(): Step {
    const { character, plain } = this.next();
    const ranges = plain ? only(character) : this.special(character);
    return { ranges, repeat: this.repeat() };
  }

  private special(character: string): Step['ranges'] {
    if (character === '.') return EVERY;
    if (character === '[') return this.set();
    if (character === ']') this.fail("set-close ']' with no preceding '['");
    if (character === '+' || character === '*') {
      this.fail(`flag '${character}' must be preceded by a non-flag`);
    }
    return only(character);
  }

  private repeat(): Step['repeat'] {
    const flag = this.characters[this.at];
    if (flag !== '+' && flag !== '*') return 'once';
    this.at += 1;
    return flag === '+' ? 'some' : 'any';
  }

  private set(): Step['ranges'] {
    const ranges: [number, number][] = [];
    let previous: number | undefined;
    while (this.at < this.characters.length) {
      const { character, plain } = this.next();
      if (!plain && character === ']') return ranges;
      if (!plain && character === '-') {
        ranges.push([this.rangeStart(previous), this.rangeEnd(previous)]);
        previous = undefined;
      } else {
        previous = character.codePointAt(0)!;
        ranges.push([previous, previous]);
      }
    }
    return this.fail('found [ without matching ]');
  }

  private rangeStart(previous: number | undefined): number {
    return previous ?? this.fail("range character '-' must be preceded by a Unicode character");
  }

  private rangeEnd(start: number | undefined): number {
    if (this.at >= this.characters.length - 1) {
      this.fail("range character '-' must be followed by a Unicode character");
    }
    const { character, plain } = this.next();
    if (!plain && (character === ']' || character === '-')) {
      this.fail("range character '-' cannot be followed by a special symbol");
    }
    const end = character.codePointAt(0)!;
    if (start !== undefined && end < start) this.fail('range is out of order');
    return end;
  }
}

function only(character: string): Step['ranges'] {
  const code = character.codePointAt(0)!;
  return [[code, code]];
}

function overlap(a: Step, b: Step): boolean {
  return a.ranges.some(([fromA, toA]) =>
    b.ranges.some(([fromB, toB]) => fromA <= toB && fromB <= toA),
  );
}

/** Where a pattern can be after one character at `step`. */
function after(step: Step, at: number): readonly number[] {
  return step.repeat === 'once' ? [at + 1] : [at, at + 1];
}

/** Whether the two patterns have a string in common. @throws BuiltinError on a malformed pattern */
export function globsIntersect(first: string, second: string): boolean {
  const a = new Reader(first).steps();
  const b = new Reader(second).steps();
  const width = b.length + 1;
  const seen = new Set<number>();
  const queue: [number, number][] = [];
  const visit = (i: number, j: number) => {
    if (seen.has(i * width + j)) return;
    seen.add(i * width + j);
    queue.push([i, j]);
  };
  visit(0, 0);
  for (const [i, j] of queue) {
    const stepA = a[i];
    const stepB = b[j];
    if (stepA === undefined && stepB === undefined) return true;
    if (stepA?.repeat === 'any') visit(i + 1, j);
    if (stepB?.repeat === 'any') visit(i, j + 1);
    if (stepA === undefined || stepB === undefined || !overlap(stepA, stepB)) continue;
    for (const nextA of after(stepA, i)) for (const nextB of after(stepB, j)) visit(nextA, nextB);
  }
  return false;
}
