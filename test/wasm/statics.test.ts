import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLOT, TAG } from '../../src/wasm/abi.ts';
import { Statics } from '../../src/wasm/statics.ts';

const BASE = 131072;

function placed(make: (statics: Statics) => number) {
  const statics = new Statics(BASE);
  const address = make(statics);
  const bytes = Buffer.from(statics.finish());
  const at = address - BASE;
  return {
    statics,
    bytes,
    tag: bytes.readUInt32LE(at + SLOT.tag),
    length: bytes.readUInt32LE(at + SLOT.length),
    pointer: bytes.readUInt32LE(at + SLOT.pointer) - BASE,
    integer: bytes.readBigInt64LE(at + SLOT.payload),
  };
}

test('a string is a slot over its UTF-8, to be interned', () => {
  const { tag, length, pointer, bytes, statics } = placed(s => s.string('né'));
  assert.equal(tag, TAG.string);
  assert.equal(bytes.toString('utf8', pointer, pointer + length), 'né');
  assert.equal(statics.stringSlots().length, 1);
});

const INTEGERS = ['0', '-1', '9223372036854775807', '-9223372036854775808'];
for (const text of INTEGERS) {
  test(`the number ${text} is an integer slot`, () => {
    const { tag, integer } = placed(s => s.number(text));
    assert.equal(tag, TAG.integer);
    assert.equal(integer, BigInt(text));
  });
}

const TEXTS = ['-0', '1.0', '1e3', '9223372036854775808', '-9223372036854775809'];
for (const text of TEXTS) {
  test(`the number ${text} is a slot over its text`, () => {
    const { tag, length, pointer, bytes } = placed(s => s.number(text));
    assert.equal(tag, TAG.number);
    assert.equal(bytes.toString('latin1', pointer, pointer + length), text);
  });
}

test('constants of one kind and value share an address, others do not', () => {
  const statics = new Statics(BASE);
  assert.equal(statics.string('1'), statics.string('1'));
  assert.equal(statics.words([1, 2]), statics.words([1, 2]));
  const addresses = [statics.string('1'), statics.number('1'), statics.terminated('1')];
  assert.equal(new Set(addresses).size, 3);
  assert.deepEqual(
    addresses.map(address => address % 16),
    [0, 0, 0],
  );
});

test('terminated text ends in a zero byte even when it fills its place', () => {
  const statics = new Statics(BASE);
  const address = statics.terminated('sixteen bytes ab');
  const bytes = Buffer.from(statics.finish());
  assert.equal(bytes[address - BASE + 16], 0);
  assert.equal(statics.end, BASE + 32);
});

test('nothing is added once it is sealed', () => {
  const statics = new Statics(BASE);
  const address = statics.string('known');
  statics.seal();
  assert.equal(statics.string('known'), address);
  assert.throws(() => statics.string('new'), /too late/);
});
