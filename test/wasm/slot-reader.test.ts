import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Undefined } from '../../src/value/value.ts';
import { SLOT_BYTES, TAG } from '../../src/wasm/abi.ts';
import { MemoryView } from '../../src/wasm/memory-view.ts';
import { SlotReader } from '../../src/wasm/slot-reader.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';

function memory() {
  const view = new MemoryView(new WebAssembly.Memory({ initial: 1 }));
  const put = (address: number, ...words: readonly number[]) => view.words.set(words, address >> 2);
  const putText = (address: number, text: string) => view.bytes.write(text, address);
  return { view, reader: new SlotReader(view), put, putText };
}

const INTEGERS: readonly (readonly [number, number, number | bigint])[] = [
  [5, 0, 5],
  [-1, -1, -1],
  [-1, 0, 4294967295],
  [0, 1, 4294967296],
  [-1, 0x1fffff, Number.MAX_SAFE_INTEGER],
  [0, 0x200000, 2n ** 53n],
  [0, -(2 ** 31), -(2n ** 63n)],
];

for (const [low, high, expected] of INTEGERS) {
  test(`the integer ${expected}`, () => {
    const { reader, put } = memory();
    put(16, TAG.integer, 0, low, high);
    assert.equal(reader.read(16), expected);
  });
}

test('members come in the order they were added', () => {
  const { reader, put } = memory();
  put(16, TAG.set, 0, 32, 0);
  put(32, 2, 2, 64);
  put(64, TAG.true, 0, 0, 0);
  put(64 + SLOT_BYTES, TAG.null, 0, 0, 0);
  assert.deepEqual(reader.readMembers(16), [true, null]);
});

test('an interned string is decoded once', () => {
  const { reader, put, putText } = memory();
  putText(64, 'old');
  put(16, TAG.string, 3, 64, 7);
  assert.equal(reader.read(16), 'old');
  putText(64, 'new');
  assert.equal(reader.read(16), 'old');
  put(16, TAG.string, 3, 64, 0);
  assert.equal(reader.read(16), 'new');
});

test('text up to a zero byte', () => {
  const { reader, putText } = memory();
  putText(64, 'eval_type_error: é\0rest');
  assert.equal(reader.readTerminated(64), 'eval_type_error: é');
});

test('undefined, and an address where no value is', () => {
  const { reader } = memory();
  assert.equal(reader.read(0), Undefined);
  assert.throws(() => reader.read(128), /no value has the tag 0/);
});
