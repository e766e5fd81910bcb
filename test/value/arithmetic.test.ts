import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as number from '../../src/value/arithmetic.ts';
import { integerOf, numberOf, numberText, type RegoNumber } from '../../src/value/decimal.ts';

type Binary = (a: RegoNumber, b: RegoNumber) => RegoNumber;
const binary = (operation: Binary, a: string, b: string) =>
  numberText(operation(numberOf(a), numberOf(b)));

const rows: readonly (readonly [Binary, string, string, string])[] = [
  [number.add, '0.1', '0.2', '0.3'],
  [number.add, '1e25', '1', '10000000000000000000000001'],
  [number.add, '9007199254740991', '1', '9007199254740992'],
  [number.add, '1.5', '1.5', '3'],
  [number.subtract, '3.14159', '3', '0.14158999999999999993'],
  [number.subtract, '1.0', '1', '0'],
  [number.multiply, '1.1', '1.1', '1.21'],
  [number.multiply, '0', '-5', '0'],
  [number.multiply, '-0.0', '5', '0'],
  [number.divide, '1', '3', '0.33333333333333333334'],
  [number.divide, '10', '4', '2.5'],
  [number.divide, '0', '-5', '-0'],
  [number.divide, '18446744073709551616', '2', '9223372036854775808'],
  [number.remainder, '7', '-4', '3'],
  [number.remainder, '-7', '4', '-3'],
  [number.remainder, '10', '18446744073709551616', '10'],
  [number.remainder, '6.0', '4', '2'],
];

for (const [operation, a, b, result] of rows) {
  test(`${operation.name}(${a}, ${b})`, () => assert.equal(binary(operation, a, b), result));
}

const failures: readonly (readonly [Binary, string, string, string])[] = [
  [number.divide, '1', '0', 'divide by zero'],
  [number.divide, '1.5', '0e5', 'divide by zero'],
  [number.remainder, '1', '0.0', 'modulo by zero'],
  [number.remainder, '1.5', '1', 'modulo on floating-point number'],
  [number.add, '1e99999', '1', 'number out of range'],
  [number.multiply, '1e-9000', '1e-9000', 'number out of range'],
];

for (const [operation, a, b, message] of failures) {
  test(`${operation.name}(${a}, ${b}): ${message}`, () => {
    assert.throws(() => binary(operation, a, b), { name: 'ArithmeticError', message });
  });
}

const unary: readonly (readonly [(a: RegoNumber) => RegoNumber, string, string])[] = [
  [number.absolute, '-4', '4'],
  [number.absolute, '-1.50', '1.5'],
  [number.absolute, '-18446744073709551616', '18446744073709551616'],
  [number.ceiling, '1.01', '2'],
  [number.ceiling, '-0.5', '0'],
  [number.ceiling, '2.0', '2'],
  [number.floor, '-1.001', '-2'],
  [number.floor, '-0.5', '-1'],
  [number.floor, '1e20', '100000000000000000000'],
  [number.round, '2.5', '3'],
  [number.round, '-2.5', '-3'],
  [number.round, '2.4', '2'],
  [number.round, '123456789', '123456789'],
];

for (const [operation, a, result] of unary) {
  test(`${operation.name}(${a})`, () => assert.equal(numberText(operation(numberOf(a))), result));
}

test('an integer is one however it is written', () => {
  assert.equal(number.toInteger(numberOf('30e-1')), 3n);
  assert.equal(number.toInteger(numberOf('1.5')), undefined);
  assert.equal(number.truncate(numberOf('-15.9')), -15n);
});

test('sums and products', () => {
  const of = (...texts: string[]) => texts.map(numberOf);
  assert.equal(numberText(number.sum(of('18446744073709551616', '1'))), '18446744073709551617');
  assert.equal(numberText(number.sum(of('0.1', '0.2', '1'))), '1.3');
  assert.equal(number.sum([]), 0);
  assert.equal(numberText(number.product(of('0.1', '3'))), '0.30000000000000004');
  assert.equal(number.product([]), 1);
});

const integer = fc.oneof(fc.bigInt(-(1n << 200n), 1n << 200n), fc.bigInt(-100n, 100n));

test('integers are exact', () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      const [x, y] = [integerOf(a), integerOf(b)];
      assert.equal(number.add(x, y), integerOf(a + b));
      assert.equal(number.subtract(x, y), integerOf(a - b));
      assert.equal(number.multiply(x, y), integerOf(a * b));
      if (b !== 0n) assert.equal(number.remainder(x, y), integerOf(a % b));
    }),
  );
});

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.integer({ min: -40, max: 40 }))
  .map(([digits, exponent]) => numberOf(`${digits}e${exponent}`));

test('sums and products do not depend on the order of two', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      assert.deepEqual(number.add(a, b), number.add(b, a));
      assert.deepEqual(number.multiply(a, b), number.multiply(b, a));
    }),
  );
});

test('floor, number and ceiling are in order', () => {
  fc.assert(
    fc.property(decimal, value => {
      const floor = number.toInteger(number.floor(value))!;
      const ceiling = number.toInteger(number.ceiling(value))!;
      assert.ok(ceiling - floor <= 1n && ceiling >= floor);
    }),
  );
});
