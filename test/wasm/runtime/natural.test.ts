import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Runtime, testBoth } from './harness.ts';

/** Few different limbs: carries, borrows and wrong guesses of a division become likely. */
const limb = fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xfffffffen, 0xffffffffn, 12345n);
const natural = fc
  .array(limb, { maxLength: 8 })
  .map(limbs => limbs.reduce<bigint>((number, each) => (number << 32n) | each, 0n));
const integer = fc.tuple(natural, fc.boolean()).map(([size, minus]) => (minus ? -size : size));

function compute(runtime: Runtime, builtin: string, a: bigint, b: bigint): bigint {
  runtime.reset();
  const result = runtime.call(`bi_${builtin}`, runtime.json(String(a)), runtime.json(String(b)));
  return BigInt(runtime.toText(result));
}

testBoth('sums, differences and products are those of BigInt', runtime => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      assert.equal(compute(runtime, 'plus', a, b), a + b);
      assert.equal(compute(runtime, 'minus', a, b), a - b);
      assert.equal(compute(runtime, 'mul', a, b), a * b);
    }),
    { numRuns: 300 },
  );
});

testBoth('remainders are those of BigInt', runtime => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      if (b !== 0n) assert.equal(compute(runtime, 'rem', a, b), a % b);
      if (b !== 0n) assert.equal(compute(runtime, 'rem', a * b, b), 0n);
    }),
    { numRuns: 500 },
  );
});

testBoth('shifts are those of BigInt', runtime => {
  fc.assert(
    fc.property(integer, fc.nat(200), (a, bits) => {
      assert.equal(compute(runtime, 'bits_lsh', a, BigInt(bits)), a << BigInt(bits));
      assert.equal(compute(runtime, 'bits_rsh', a, BigInt(bits)), a >> BigInt(bits));
    }),
  );
});
