import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['numbers.range(2, -1)', '[2, 1, 0, -1]'],
  ['numbers.range(1.0, 3)', '[1, 2, 3]'],
  [
    'numbers.range(3.14, 4)',
    'eval_type_error: numbers.range: operand 1 must be integer number but got floating-point number',
  ],
  [
    'numbers.range("a", 4)',
    'eval_type_error: numbers.range: operand 1 must be integer but got string',
  ],
  [
    'numbers.range(1, 1e9)',
    'eval_builtin_error: numbers.range: range is longer than 1000000 numbers',
  ],
  ['numbers.range_step(0, 10, 4)', '[0, 4, 8]'],
  ['numbers.range_step(3, -3, 2)', '[3, 1, -1, -3]'],
  ['numbers.range_step(0, 10, 99999999999999999999)', '[0]'],
  [
    'numbers.range_step(0, 1, 0)',
    'eval_builtin_error: numbers.range_step: step must be a positive integer',
  ],
  ['to_number("3.50")', '3.50'],
  ['to_number("+7")', '7'],
  ['to_number(".5e1")', '0.5e1'],
  ['to_number("007")', '7'],
  ['to_number("-0")', '-0'],
  [
    'to_number("1_0")',
    'eval_builtin_error: to_number: strconv.ParseFloat: parsing "1_0": invalid syntax',
  ],
  [
    'to_number("0x10")',
    'eval_builtin_error: to_number: strconv.ParseFloat: parsing "0x10": invalid syntax',
  ],
  [
    'to_number("")',
    'eval_builtin_error: to_number: strconv.ParseFloat: parsing "": invalid syntax',
  ],
  [
    'to_number(" 1")',
    'eval_builtin_error: to_number: strconv.ParseFloat: parsing " 1": invalid syntax',
  ],
  [
    'to_number("-Inf")',
    'eval_type_error: to_number: operand 1 must be valid number string but got string',
  ],
  ['to_number(null)', '0'],
  ['to_number(true)', '1'],
  ['to_number(12345678901234567890)', '12345678901234567890'],
  [
    'to_number([])',
    'eval_type_error: to_number: operand 1 must be one of {null, boolean, number, string} but got array',
  ],
  ['format_int(15.9, 16)', '"f"'],
  ['format_int(-18446744073709551617, 16)', '"-10000000000000001"'],
  ['format_int(5, 2)', '"101"'],
  ['format_int(8, 8)', '"10"'],
  ['format_int(1e2, 10)', '"100"'],
  ['format_int(1, 3)', 'eval_type_error: format_int: operand 2 must be one of {2, 8, 10, 16}'],
  ['format_int("1", 10)', 'eval_type_error: format_int: operand 1 must be number but got string'],
  ['rand.intn("a", 0)', '0'],
  ['rand.intn("a", 1)', '0'],
  ['rand.intn(1, 1)', 'eval_type_error: rand.intn: operand 1 must be string but got number'],
]);
