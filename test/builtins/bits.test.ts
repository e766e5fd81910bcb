import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['bits.and(7, 9)', '1'],
  ['bits.or(8, 1)', '9'],
  ['bits.xor(42, 3)', '41'],
  ['bits.negate(42)', '-43'],
  ['bits.lsh(1, 3)', '8'],
  ['bits.lsh(9223372036854775807, 1)', '18446744073709551614'],
  [
    'bits.lsh(1, -1)',
    'eval_type_error: bits.lsh: operand 2 must be an unsigned integer number but got a negative integer',
  ],
  ['bits.lsh(1, 1000000)', 'eval_builtin_error: bits.lsh: shift count is larger than 65536'],
  ['bits.lsh(0, 1000000000000)', '0'],
  ['bits.rsh(8, 3)', '1'],
  ['bits.rsh(-1, 70)', '-1'],
  [
    'bits.and(7.2, 1)',
    'eval_type_error: bits.and: operand 1 must be integer number but got floating-point number',
  ],
  ['bits.and("a", 1)', 'eval_type_error: bits.and: operand 1 must be integer but got string'],
]);
