import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addFloats,
  divideFloats,
  floatOf,
  floatOfInteger,
  floatText,
  multiplyFloats,
  NumberRangeError,
  negated,
  truncated,
} from '../../src/value/big-float.ts';

const printed: readonly (readonly [string, string])[] = [
  ['0.1', '0.1'],
  ['1.0', '1'],
  ['-0', '-0'],
  ['100000.5', '100000.5'],
  ['1000000.5', '1.0000005e+06'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['1e20', '100000000000000000000'],
  ['123456789012345678901234567890', '123456789012345678900000000000'],
  ['3.14159265358979323846264338327950288', '3.1415926535897932385'],
  ['1e-300', '1e-300'],
];

for (const [text, shown] of printed) {
  test(`${text} → ${shown}`, () => assert.equal(floatText(floatOf(text)), shown));
}

test('the mantissa has 64 bits, rounded to even', () => {
  assert.equal(floatText(floatOfInteger((1n << 64n) + 1n)), '18446744073709551616');
  assert.equal(floatText(floatOfInteger((1n << 64n) + 3n)), '18446744073709551620');
  assert.equal(floatText(floatOfInteger(-((1n << 64n) - 1n))), '-18446744073709551615');
});

test('the integer part, and whether it was all', () => {
  assert.deepEqual(truncated(floatOf('-2.75')), { integer: -2n, exact: false });
  assert.deepEqual(truncated(floatOf('3e2')), { integer: 300n, exact: true });
});

test('53 bits print as a double does', () => {
  const tenth = multiplyFloats(floatOf('1'), floatOf('0.1'), 53);
  const product = multiplyFloats(tenth, floatOf('3'), 53);
  assert.equal(floatText(product, 53), String(0.1 * 3));
});

test('numbers too large or small to compute with', () => {
  for (const text of ['1e40000', '1e-40000', '1e999999999']) {
    assert.throws(() => floatOf(text), NumberRangeError, text);
  }
});

const float = fc
  .tuple(fc.bigInt(1n, (1n << 70n) - 1n), fc.integer({ min: -60, max: 60 }), fc.boolean())
  .map(([digits, exponent, negative]) => floatOf(`${negative ? '-' : ''}${digits}e${exponent}`));

test('what is printed reads back as the same float', () => {
  fc.assert(
    fc.property(float, value => {
      assert.equal(floatText(floatOf(floatText(value))), floatText(value));
    }),
  );
});

test('a - a is zero, a / a is one, and a sum does not depend on the order', () => {
  fc.assert(
    fc.property(float, float, (a, b) => {
      assert.equal(floatText(addFloats(a, negated(a))), '0');
      assert.equal(floatText(divideFloats(a, a)), '1');
      assert.equal(floatText(addFloats(a, b)), floatText(addFloats(b, a)));
    }),
  );
});
