import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['type_name(null)', '"null"'],
  ['type_name({1})', '"set"'],
  ['is_array([])', 'true'],
  ['is_boolean(false)', 'true'],
  ['is_null(0)', 'false'],
  ['is_number(1.5)', 'true'],
  ['is_object({})', 'true'],
  ['is_set(set())', 'true'],
  ['is_string(1)', 'false'],
  ['cast_array({2, 1})', '[1, 2]'],
  [
    'cast_array(1)',
    'eval_type_error: cast_array: operand 1 must be one of {array, set} but got number',
  ],
  ['cast_set([1, 1])', '{1}'],
  ['cast_boolean(true)', 'true'],
  ['cast_boolean(1)', 'eval_type_error: cast_boolean: operand 1 must be boolean but got number'],
  ['cast_null(null)', 'null'],
  ['cast_object([])', 'eval_type_error: cast_object: operand 1 must be object but got array'],
  ['cast_string("a")', '"a"'],
]);
