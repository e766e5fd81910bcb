import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from '../../src/wasm/byte-writer.ts';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter();
  write(out);
  return Buffer.from(out.finish()).toString('hex');
}

// The values and bytes of the examples that DWARF and the WebAssembly specification give for LEB128.
const UNSIGNED: readonly (readonly [number, string])[] = [
  [0, '00'],
  [2, '02'],
  [127, '7f'],
  [128, '8001'],
  [624485, 'e58e26'],
  [2 ** 32 - 1, 'ffffffff0f'],
];
const SIGNED: readonly (readonly [number, string])[] = [
  [0, '00'],
  [2, '02'],
  [-2, '7e'],
  [63, '3f'],
  [64, 'c000'],
  [-64, '40'],
  [-65, 'bf7f'],
  [-123456, 'c0bb78'],
  [2 ** 31 - 1, 'ffffffff07'],
  [-(2 ** 31), '8080808078'],
];

for (const [value, bytes] of UNSIGNED) {
  test(`u32 ${value}`, () =>
    assert.equal(
      written(out => out.u32(value)),
      bytes,
    ));
}

for (const [value, bytes] of SIGNED) {
  test(`s32 ${value}`, () =>
    assert.equal(
      written(out => out.s32(value)),
      bytes,
    ));
  test(`s64 ${value}`, () =>
    assert.equal(
      written(out => out.s64(BigInt(value))),
      bytes,
    ));
}

test('s64 at its bounds', () => {
  assert.equal(
    written(out => out.s64(2n ** 63n - 1n)),
    'ffffffffffffffffff00',
  );
  assert.equal(
    written(out => out.s64(-(2n ** 63n))),
    '8080808080808080807f',
  );
});

test('a name is its length in bytes and its UTF-8', () => {
  assert.equal(
    written(out => out.name('é!')),
    '03c3a921',
  );
});

test('everything written is there in order, however much it is', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), parts => {
      const out = new ByteWriter();
      for (const part of parts) out.bytes(part);
      assert.equal(out.length, out.finish().length);
      assert.deepEqual(Buffer.from(out.finish()), Buffer.concat(parts));
    }),
  );
});
