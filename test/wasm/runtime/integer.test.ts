import { table } from './harness.ts';

/** `bits.or` with 0 gives the integer its operand is. */
const SAME: readonly (readonly [string, string])[] = [
  ['-0', '0'],
  ['3.0', '3'],
  ['30e-1', '3'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '9223372036854775808'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['-9223372036854775809', '-9223372036854775809'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['1e19', '10000000000000000000'],
];
table(SAME.map(([text, expected]) => ['bits.or', [text, '0'], expected] as const));

const FRACTION = 'must be integer number but got floating-point number';
table([
  ['bits.or', ['1.5', '0'], `ERROR eval_type_error: bits.or: operand 1 ${FRACTION}`],
  ['bits.or', ['0', '1e-9'], `ERROR eval_type_error: bits.or: operand 2 ${FRACTION}`],
  ['bits.or', ['1e99999', '0'], 'ERROR eval_builtin_error: bits.or: number out of range'],
  [
    'bits.or',
    ['"1"', '0'],
    'ERROR eval_type_error: bits.or: operand 1 must be integer but got string',
  ],
]);
