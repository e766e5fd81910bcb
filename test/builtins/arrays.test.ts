import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['array.concat([1], [2])', '[1, 2]'],
  [
    'array.concat({}, [2])',
    'eval_type_error: array.concat: operand 1 must be array but got object',
  ],
  [
    'array.concat([1], "a")',
    'eval_type_error: array.concat: operand 2 must be array but got string',
  ],
  ['array.slice([1, 2, 3, 4], 1, 3)', '[2, 3]'],
  ['array.slice([1, 2], -5, 100)', '[1, 2]'],
  ['array.slice([1, 2], 2, 1)', '[]'],
  ['array.slice([1, 2, 3], -1, -1)', '[]'],
  [
    'array.slice([1], 0.5, 1)',
    'eval_type_error: array.slice: operand 2 must be integer number but got floating-point number',
  ],
  ['array.reverse([1, 2, 3])', '[3, 2, 1]'],
  ['array.reverse({})', 'eval_type_error: array.reverse: operand 1 must be array but got object'],
  ['array.flatten([[1], 2, [[3]]])', '[1, 2, [3]]'],
  ['array.flatten(1)', 'eval_type_error: array.flatten: operand 1 must be array but got number'],
]);
