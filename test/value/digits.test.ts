import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bitLength,
  exactDigits,
  positional,
  prefersExponent,
  roundedNearest,
  scientific,
  shortestDigits,
} from '../../src/value/digits.ts';

test('bit lengths', () => {
  for (const [value, length] of [
    [0n, 0],
    [1n, 1],
    [255n, 8],
    [256n, 9],
    [1n << 64n, 65],
  ] as const) {
    assert.equal(bitLength(value), length);
  }
});

test('exact digits of binary fractions and integers', () => {
  assert.deepEqual(exactDigits(3n, -3), { digits: '375', point: 0 });
  assert.deepEqual(exactDigits(5n, 1), { digits: '1', point: 2 });
  assert.deepEqual(exactDigits(1n, -10), { digits: '9765625', point: -3 });
  assert.deepEqual(exactDigits(0n, 5), { digits: '', point: 0 });
});

const rounding: readonly (readonly [
  digits: string,
  length: number,
  rounded: string,
  point: number,
])[] = [
  ['125', 2, '12', 1],
  ['135', 2, '14', 1],
  ['1251', 2, '13', 1],
  ['999', 2, '1', 2],
  ['123', 5, '123', 1],
  ['5', 0, '', 1],
  ['51', 0, '1', 2],
  ['1', -1, '', 1],
];

for (const [digits, length, rounded, point] of rounding) {
  test(`${digits} to ${length} digits`, () => {
    assert.deepEqual(roundedNearest({ digits, point: 1 }, length), { digits: rounded, point });
  });
}

test('layouts', () => {
  assert.equal(positional({ digits: '15', point: 4 }), '1500');
  assert.equal(positional({ digits: '15', point: 1 }), '1.5');
  assert.equal(positional({ digits: '15', point: -2 }), '0.0015');
  assert.equal(positional({ digits: '', point: 0 }), '0');
  assert.equal(scientific({ digits: '15', point: 1 }), '1.5e+00');
  assert.equal(scientific({ digits: '1', point: -99 }), '1e-100');
  assert.equal(scientific({ digits: '', point: 0 }), '0e+00');
});

test('an exponent from 1e+06 on and below 1e-04', () => {
  assert.ok(!prefersExponent({ digits: '1', point: 6 }));
  assert.ok(prefersExponent({ digits: '1', point: 7 }));
  assert.ok(!prefersExponent({ digits: '1', point: -3 }));
  assert.ok(prefersExponent({ digits: '1', point: -4 }));
  assert.ok(!prefersExponent({ digits: '', point: -40 }));
});

test('the shortest digits of a double are those JavaScript prints', () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n << 52n, (1n << 53n) - 1n),
      fc.integer({ min: -300, max: 300 }),
      (mantissa, exponent) => {
        const { digits } = shortestDigits(mantissa, exponent, 53, true);
        const value = Number(mantissa) * 2 ** exponent;
        const [shown] = value.toExponential().split('e');
        assert.equal(digits, shown!.replace('.', ''));
      },
    ),
  );
});
