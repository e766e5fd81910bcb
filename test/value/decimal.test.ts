import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  compareNumbers,
  Decimal,
  integerOf,
  numberIdentity,
  numberOf,
  numberText,
  type RegoNumber,
} from '../../src/value/decimal.ts';

const REPRESENTATIONS: readonly (readonly [text: string, wanted: RegoNumber])[] = [
  ['0', 0],
  ['-7', -7],
  ['999999999999999', 999999999999999],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['-9007199254740993', -9007199254740993n],
  ['-0', new Decimal('-0')],
  ['1.0', new Decimal('1.0')],
  ['1e5', new Decimal('1e5')],
];

for (const [text, wanted] of REPRESENTATIONS) {
  test(`${text} is held as ${typeof wanted}, and keeps its digits`, () => {
    assert.deepEqual(numberOf(text), wanted);
    assert.equal(numberText(numberOf(text)), text);
  });
}

test('an integer has one representation', () => {
  assert.equal(integerOf(5n), 5);
  assert.equal(integerOf(2n ** 53n), 2n ** 53n);
});

const EQUAL: readonly (readonly [string, string])[] = [
  ['1', '1.0'],
  ['100', '1e2'],
  ['1.50', '15e-1'],
  ['0', '-0'],
  ['0', '0e999999'],
  ['9007199254740993', '9007199254740993.000'],
  ['1e500', `1${'0'.repeat(500)}`],
];

for (const [a, b] of EQUAL) {
  test(`${a} equals ${b.slice(0, 30)}`, () => {
    assert.equal(compareNumbers(numberOf(a), numberOf(b)), 0);
    assert.equal(numberIdentity(numberOf(a)), numberIdentity(numberOf(b)));
  });
}

const ORDER = [
  '-1e400',
  '-2',
  '-1.5',
  '-1',
  '0',
  '1e-400',
  '0.1',
  '1',
  '1.0000000000000000001',
  '2',
  '9007199254740992',
  '9007199254740993',
  '1e400',
];

test('numbers are ordered exactly, whatever their size', () => {
  for (const [i, a] of ORDER.entries()) {
    for (const [j, b] of ORDER.entries()) {
      assert.equal(
        Math.sign(compareNumbers(numberOf(a), numberOf(b))),
        Math.sign(i - j),
        `${a} ${b}`,
      );
    }
  }
});

/** Texts of numbers, many of them equal to each other. */
const aNumber = fc
  .tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.constantFrom('', '.0', '.5', '.50'),
    fc.constantFrom('', 'e0', 'e1', 'E-1'),
  )
  .map(parts => numberOf(parts.join('')));

test('the identity is shared exactly by equal numbers', () => {
  fc.assert(
    fc.property(aNumber, aNumber, (a, b) => {
      assert.equal(numberIdentity(a) === numberIdentity(b), compareNumbers(a, b) === 0);
    }),
  );
});

test('the order agrees with that of doubles', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (a, b) => {
        const order = compareNumbers(numberOf(JSON.stringify(a)), numberOf(JSON.stringify(b)));
        assert.equal(Math.sign(order), a < b ? -1 : a > b ? 1 : 0);
      },
    ),
  );
});
