/*
 * Finds the calls in WebAssembly code without understanding the rest: it only has to know how long
 * every instruction's immediates are (spec: Binary Format, Instructions). Anything it doesn't know
 * is an error, never skipped by guess.
 */

/** What follows an opcode: LEB128 integers, bytes, a vector of integers. */
type Immediates = readonly ('leb' | 'vector' | number)[];

const NONE: Immediates = [];
const INDEX: Immediates = ['leb'];
const TWO: Immediates = ['leb', 'leb'];
const CALL = 0x10;

/** One row: the first and last opcode of a range, and their immediates. */
type Row = readonly [first: number, last: number, immediates: Immediates];

const PLAIN: readonly Row[] = [
  [0x00, 0x01, NONE],
  [0x02, 0x04, INDEX],
  [0x05, 0x05, NONE],
  [0x0b, 0x0b, NONE],
  [0x0c, 0x0d, INDEX],
  [0x0e, 0x0e, ['vector', 'leb']],
  [0x0f, 0x0f, NONE],
  [CALL, CALL, INDEX],
  [0x1a, 0x1b, NONE],
  [0x1c, 0x1c, ['vector']],
  [0x20, 0x26, INDEX],
  [0x28, 0x3e, TWO],
  [0x3f, 0x42, INDEX],
  [0x43, 0x43, [4]],
  [0x44, 0x44, [8]],
  [0x45, 0xc4, NONE],
];

/** Behind 0xfc: saturating conversions and bulk memory. */
const BULK: readonly Row[] = [
  [0, 7, NONE],
  [8, 8, TWO],
  [9, 9, INDEX],
  [10, 10, TWO],
  [11, 11, INDEX],
];

/** Behind 0xfd: vectors. */
const VECTOR: readonly Row[] = [
  [0, 11, TWO],
  [12, 13, [16]],
  [14, 20, NONE],
  [21, 34, [1]],
  [35, 83, NONE],
  [84, 91, ['leb', 'leb', 1]],
  [92, 93, TWO],
  [94, 255, NONE],
];

function tableOf(rows: readonly Row[]): readonly (Immediates | undefined)[] {
  const table: (Immediates | undefined)[] = Array(256).fill(undefined);
  for (const [first, last, immediates] of rows) table.fill(immediates, first, last + 1);
  return table;
}

const TABLES = { plain: tableOf(PLAIN), 252: tableOf(BULK), 253: tableOf(VECTOR) };

/** The functions that code calls, each as often as it does. `code` is instructions alone. */
export function callsIn(code: Uint8Array): readonly number[] {
  const calls: number[] = [];
  let at = 0;
  const leb = (): number => {
    let value = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = code[at++]!;
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    return value;
  };
  const skip = (immediate: 'leb' | 'vector' | number): void => {
    if (typeof immediate === 'number') at += immediate;
    else if (immediate === 'leb') leb();
    else for (let count = leb(); count > 0; count--) leb();
  };
  while (at < code.length) {
    const opcode = code[at++]!;
    const isPrefix = opcode === 0xfc || opcode === 0xfd;
    const immediates = isPrefix ? TABLES[opcode][leb()] : TABLES.plain[opcode];
    if (immediates === undefined) throw new Error(`WebAssembly opcode ${opcode} is not understood`);
    if (opcode === CALL) calls.push(leb());
    else immediates.forEach(skip);
  }
  if (at !== code.length) throw new Error('WebAssembly code ends too early');
  return calls;
}
