import fc from 'fast-check';
import type { Value } from '../../../src/value/value.ts';
import { anyNumber, anyString } from './arbitrary.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

agree(['to_number', 'format_int']);
agree(['format_int'], fc.tuple(anyNumber, fc.constantFrom<Value>(2, 8, 10, 16, 3)));

const loose = fc
  .tuple(
    fc.constantFrom('', '+', '-'),
    fc.constantFrom('', '0', '007', '12', '9223372036854775808'),
    fc.constantFrom('', '.', '.5', '.50'),
    fc.constantFrom('', 'e', 'e5', 'E-07', 'e+', 'x'),
  )
  .map(parts => parts.join(''));
agree(['to_number'], fc.tuple(fc.oneof(loose, anyString)));

const end = fc.oneof(
  fc.integer({ min: -30, max: 30 }).map((value): Value => value),
  fc.constantFrom<Value>(2n ** 63n - 2n, 2n ** 63n + 2n, 2n ** 80n, -(2n ** 63n)),
);
const step = fc.constantFrom<Value>(-1, 0, 1, 2, 7, 2n ** 70n);
agree(['numbers.range'], fc.tuple(end, end));
agree(['numbers.range_step'], fc.tuple(end, end, step));
agree(['numbers.range', 'numbers.range_step']);

table([
  ['numbers.range', ['3', '1'], '[3,2,1]'],
  [
    'to_number',
    ['" 1"'],
    'ERROR eval_builtin_error: to_number: strconv.ParseFloat: parsing " 1": invalid syntax',
  ],
  [
    'to_number',
    ['"NaN"'],
    'ERROR eval_type_error: to_number: operand 1 must be valid number string but got string',
  ],
  ['format_int', ['-255.9', '16'], '"-ff"'],
  ['format_int', ['0.5', '2'], '"0"'],
  [
    'numbers.range',
    ['0', '1e100'],
    'ERROR eval_builtin_error: numbers.range: range is longer than 1000000 numbers',
  ],
]);
